import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from articles.models import Article
from articles.verifying import Fault, verdicts

EVERY = 500  # stories between two words about how far it is


class Command(BaseCommand):
    help = "Check that the records of review are whole and that readers see what was signed."

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
        if options["json"]:
            told = [{"article": fault.article, "message": fault.message} for fault in faults]
            self.stdout.write(json.dumps({"faults": told}, ensure_ascii=False))
        else:
            for fault in faults:
                said = _("Story %(number)d: %(fault)s")
                self.stdout.write(said % {"number": fault.article, "fault": fault.message})
        if faults:
            raise CommandError(_("Faults found: %(number)d.") % {"number": len(faults)})
        if not options["json"]:
            whole = _("%(records)d records of %(stories)d stories are whole, and what readers see is what was signed.")
            self.stdout.write(whole % {"records": records, "stories": done})

    def _verify(self, stories) -> tuple[list[Fault], int, int]:
        total, records, done = stories.count(), 0, 0
        faults: list[Fault] = []
        for done, verdict in enumerate(verdicts(stories), start=1):
            records += verdict.records
            faults += [Fault(verdict.story.pk, message) for message in verdict.faults]
            if done % EVERY == 0:
                self.stderr.write(_("Verified: %(done)d/%(total)d stories.") % {"done": done, "total": total})
        return faults, records, done
