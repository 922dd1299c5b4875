"""Whether closed pages stand as they were closed, and the records of closing are whole."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ..models import Issue
from ..models.issue_record import IssueRecord, Turn
from ..review import chain


@dataclass(frozen=True)
class IssueFault:
    week: str
    message: str


def verify_issues(issues) -> Iterator[IssueFault]:
    """What is wrong, page by page, in words. A page that is open may be changed as one likes."""
    for issue in issues.order_by("week").prefetch_related("records", "page_credits"):
        for message in _faults(issue):
            yield IssueFault(issue.week, message)


def _faults(issue: Issue) -> Iterator[str]:
    records = list(issue.records.all())
    if not _is_chained(issue, records):
        yield _("A record of its closing was changed, removed or put elsewhere.")
        return
    last = records[-1] if records else None
    if issue.is_closed and last is None:
        yield _("It is closed, and no record says by whom.")
    elif issue.is_closed != (last is not None and last.turn == Turn.CLOSE):
        yield _("Its latest record says otherwise than whether it is closed.")
    elif issue.is_closed and last and issue.made_up() != last.content:
        yield _("Its lead, order, days, note or credits are not those with which it was closed.")


def _is_chained(issue: Issue, records: list[IssueRecord]) -> bool:
    head = chain.BEGINNING
    for number, record in enumerate(records, start=1):
        if record.number != number or record.mac != record.link(before=head):
            return False
        head = record.mac
    return head == issue.chain_head
