from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.models.outbox import do_open
from articles.records.verifying_pictures import sweep


class Command(BaseCommand):
    help = "Do what commits left to do outside the database: take pictures out of the public store, send letters."

    def handle(self, *args, **options):
        done = do_open()
        # What died between the tasks: a picture half laid, or a task that somebody took and did not end.
        sweep()
        self.stdout.write(_("Tasks done: %(number)d.") % {"number": done})
