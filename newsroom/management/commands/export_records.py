from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from newsroom.desk import ledger, records_archive

from ...desk.counts import Span


class Command(BaseCommand):
    help = "Write the records of a period, as the desk's page gives them for an inspection, into one ZIP."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="the ZIP to write")
        parser.add_argument("--from", dest="first", type=_day, required=True, help="the first day, as 2026-11-01")
        parser.add_argument("--to", dest="last", type=_day, required=True, help="the last day, itself included")
        parser.add_argument("--by", choices=ledger.Chosen.values, default=ledger.Chosen.PUBLISHED.value)

    def handle(self, *args, **options):
        span = Span(options["first"], options["last"])
        if span.last_day < span.first_day:
            raise CommandError(_("The last day is before the first."))
        number = ledger.stories_of(span, options["by"]).count()
        if not number:
            raise CommandError(_("Nothing is on record for these days."))
        order = records_archive.Order(span, options["by"], drawn_up_by="export_records")
        try:
            with options["file"].open("wb") as file:
                file.writelines(records_archive.write(order))
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.stdout.write(_("%(number)d stories in %(file)s") % {"number": number, "file": options["file"]})


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"not a day as 2026-11-01: {text}") from None
