import pytest

from articles.models import Article, Issue, IssueRecord, PageCredit
from articles.records.verifying_issues import verify_issues
from tests.factories import editor, make_issue, make_signed_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue():
    issue = make_issue()
    issue.lead = make_signed_article(issue=issue)
    issue.save()
    issue.page_credits.create(role="layout", name="章小溪")
    make_signed_article(issue=issue)
    issue.close(by=editor())
    return issue


def faults() -> list[str]:
    return [fault.message for fault in verify_issues(Issue.objects.all())]


def test_a_page_as_it_was_closed_has_no_fault(issue):
    assert faults() == []


def test_an_open_page_may_be_changed(issue):
    issue.reopen(by=editor(), reason="头条要换")
    issue.refresh_from_db()
    issue.editors_note = "改了"
    issue.save()
    assert faults() == []


def test_a_withdrawn_lead_is_no_fault(issue):
    issue.lead.withdraw(by=editor(), reason="撤下")
    assert faults() == []


@pytest.mark.parametrize(
    "tamper",
    [
        lambda issue: Issue.objects.update(editors_note="暗改"),
        lambda issue: Issue.objects.update(lead=None),
        lambda issue: Issue.objects.update(closed_at=None),
        lambda issue: Issue.objects.update(chain_head=""),
        lambda issue: Article.objects.filter(pk=issue.lead_id).update(page_order=9),
        lambda issue: Article.objects.filter(pk=issue.lead_id).update(issue=None),
        lambda issue: PageCredit.objects.update(name="别人"),
        lambda issue: IssueRecord.objects.update(reason="暗改"),
        lambda issue: IssueRecord.objects.update(content={}),
        lambda issue: IssueRecord.objects.all()._raw_delete("default"),
    ],
)
def test_what_was_changed_beside_the_closing_is_found(issue, tamper):
    tamper(issue)
    assert len(faults()) == 1


def test_a_page_closed_beside_the_step_is_found():
    make_issue()
    Issue.objects.update(closed_at="2026-11-22T12:00:00Z")
    assert len(faults()) == 1


def test_a_record_cut_off_at_the_end_is_found(issue):
    issue.reopen(by=editor(), reason="头条要换")
    IssueRecord.objects.filter(turn="reopen")._raw_delete("default")
    assert len(faults()) == 1
