import json
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, ProgrammingError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import ImportedPage
from articles.models.article import EARLIEST_DAY
from articles.models.imported_page import Pictured
from articles.reading import Item, Page, read_page
from articles.reading.page import as_json
from articles.reading.sources import Source, Unreadable, read_source
from people.models import User

from ...importing.drafts import file_page
from ...importing.pages import account_of_the_command, future_by_week, keep_page, pictures_of
from ...values.weeks import Week

STDIN = "-"


class Command(BaseCommand):
    help = "Read one printed page (text, PDF or Word) into separate drafts."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="the page: .txt, .pdf or .docx; - reads standard input")
        parser.add_argument(
            "--week", type=_week, help="printed days have no year: each is the one nearest to this week, as 2021-W50"
        )
        parser.add_argument("--paper", default="", help="for an old paper: its name; with --printed-on")
        parser.add_argument("--printed-on", type=_day, help="for an old paper: its day, as 2015-11-20")
        parser.add_argument("--by", metavar="USERNAME", help="who reads the page in; without it, no person")
        parser.add_argument("--dry-run", action="store_true", help="read the page and write nothing")
        parser.add_argument("--json", action="store_true", help="items and leftovers as JSON on standard output")

    def handle(self, *args, file, week, paper, printed_on, by, dry_run, **options):
        if bool(paper) != bool(printed_on):
            raise CommandError(_("An old paper needs both its name (--paper) and its day (--printed-on)."))
        source = _source(file)
        today = printed_on or timezone.localdate()
        if printed_on and not EARLIEST_DAY <= printed_on <= timezone.localdate():
            raise CommandError(_("An old paper was printed before today."))
        page = read_page(source.text, week=week, today=today)
        if not page.holds_a_story:
            raise CommandError(_("No story was found on this page. Nothing was written."))
        if days := future_by_week(source.text, page, week=week, today=today):
            refusal = _(
                "By this week the page would tell of days to come, as %(day)s. Which week is meant? Without --week "
                "each printed day is the latest such day. Nothing was written."
            )
            raise CommandError(refusal % {"day": days[0].isoformat()})
        said = _("Nothing was written: this was a trial.")
        if not dry_run:
            try:
                said = self._file(source, page, by=_person(by), week=week, paper=paper, printed_on=printed_on)
            except (OperationalError, ProgrammingError) as error:
                refusal = _("The database gave up, and nothing was written: %(error)s")
                raise CommandError(refusal % {"error": str(error).strip()}) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(page), ensure_ascii=False, indent=1))
            self.stderr.write(said, self.style.NOTICE)
        else:
            self.stdout.write("\n".join([*_told(page), said]))

    def _file(self, source: Source, page: Page, *, by: User | None, **kept) -> str:
        pictures = pictures_of(source)
        with transaction.atomic():
            return self._file_with(pictures, source, page, by=by or account_of_the_command(), **kept)

    def _file_with(self, pictures: list[Pictured], source: Source, page: Page, *, by: User, **kept) -> str:
        imported, is_new = keep_page(source, by=by, pictures=pictures, **kept)
        if not is_new and imported.drafts.exists():
            return _already(imported)
        drafts = file_page(imported, as_json(page)["items"], by=by, pictures=pictures if is_new else None)
        proposed = {entry for draft in drafts for entry in draft.proposed_entries()}
        said = ngettext("%(number)d draft was made.", "%(number)d drafts were made.", len(drafts))
        lines = [said % {"number": len(drafts)}]
        if proposed:
            waiting = ngettext(
                "%(number)d name waits to be confirmed by an editor.",
                "%(number)d names wait to be confirmed by an editor.",
                len(proposed),
            )
            lines.append(waiting % {"number": len(proposed)})
        return " ".join(lines)


def _week(name: str) -> Week:
    try:
        return Week.parse(name)
    except ValueError:
        raise ArgumentTypeError(_("There is no week of that name; write for example 2021-W50.")) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("There is no such day; write for example 2015-11-20.")) from None


def _source(file: str) -> Source:
    try:
        content = sys.stdin.buffer.read() if file == STDIN else Path(file).read_bytes()
    except OSError as error:
        refusal = _("%(file)s cannot be read: %(error)s")
        raise CommandError(refusal % {"file": file, "error": error.strerror or error}) from error
    try:
        return read_source(content, "" if file == STDIN else Path(file).name)
    except Unreadable as refusal:
        raise CommandError(str(refusal)) from refusal


def _person(username: str | None) -> User | None:
    if username is None:
        return None
    try:
        return User.objects.get(username=username, is_active=True)
    except User.DoesNotExist:
        raise CommandError(_("There is no account named %(name)s.") % {"name": username}) from None


def _already(page: ImportedPage) -> str:
    number = page.drafts.count()
    said = ngettext(
        "This page was read in on %(day)s already, as %(number)d draft. Nothing was added.",
        "This page was read in on %(day)s already, as %(number)d drafts. Nothing was added.",
        number,
    )
    return said % {"day": timezone.localdate(page.imported_at).isoformat(), "number": number}


def _told(page: Page) -> Iterator[str]:
    """The page for people: each item with what to look at, then what found no place."""
    for number, item in enumerate(page.items, start=1):
        days = " ".join(day.isoformat() for day in dict.fromkeys((item.date_start, item.date_end)) if day)
        yield " ".join(filter(None, [f"{number:>2}", _title(item), days, item.byline_as_written]))
        yield from (f"     {finding.message}" for finding in item.findings)
    for leftover in page.leftovers:
        yield _("Found no place: %(text)s") % {"text": " ".join(leftover.text.split())[:60]}


def _title(item: Item) -> str:
    if item.headline:
        return item.headline
    return (item.caption or "".join(item.paragraphs))[:30]
