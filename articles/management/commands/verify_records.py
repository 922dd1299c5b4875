import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.models import Article, Issue
from articles.records.verifying import Fault, verdicts
from articles.records.verifying_issues import IssueFault, verify_issues
from articles.records.verifying_pictures import verify_pictures

EVERY = 500  # stories between two words about how far it is


class Command(BaseCommand):
    help = "Check that the records of review and of closed issues are whole and that readers see only what was signed."

    def add_arguments(self, parser):
        parser.add_argument("--article", type=int, metavar="ID", help=_("check only this story"))
        parser.add_argument("--json", action="store_true", help=_("print the faults as JSON"))

    def handle(self, *args, **options):
        stories = Article.objects.all()
        if number := options["article"]:
            stories = stories.filter(pk=number)
            if not stories:
                raise CommandError(_("There is no story %(number)d.") % {"number": number})
        faults, records, done = self._verify(stories)
        of_pages = [] if number else list(verify_issues(Issue.objects.all()))
        of_pictures = [] if number else list(verify_pictures())
        if options["json"]:
            told = {
                "faults": [{"article": fault.article, "message": fault.message} for fault in faults],
                "issues": [{"week": fault.week, "message": fault.message} for fault in of_pages],
                "pictures": of_pictures,
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self._say(faults, of_pages)
            for said in of_pictures:
                self.stdout.write(said)
        if found := len(faults) + len(of_pages) + len(of_pictures):
            raise CommandError(_("Faults found: %(number)d.") % {"number": found})
        if not options["json"]:
            whole = _("%(records)d records of %(stories)d stories are whole, and what readers see is what was signed.")
            self.stdout.write(whole % {"records": records, "stories": done})

    def _say(self, faults: list[Fault], of_pages: list[IssueFault]) -> None:
        for fault in faults:
            said = _("Story %(number)d: %(fault)s")
            self.stdout.write(said % {"number": fault.article, "fault": fault.message})
        for page in of_pages:
            self.stdout.write(_("Issue %(week)s: %(fault)s") % {"week": page.week, "fault": page.message})

    def _verify(self, stories) -> tuple[list[Fault], int, int]:
        total, records, done = stories.count(), 0, 0
        faults: list[Fault] = []
        for done, verdict in enumerate(verdicts(stories), start=1):
            records += verdict.records
            faults += [Fault(verdict.story.pk, message) for message in verdict.faults]
            if done % EVERY == 0:
                self.stderr.write(_("Verified: %(done)d/%(total)d stories.") % {"done": done, "total": total})
        return faults, records, done
