from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from articles.models.outbox import do_open


class Command(BaseCommand):
    help = "Do what commits left to do outside the database: take pictures out of the public store, send letters."

    def handle(self, *args, **options):
        self.stdout.write(_("Tasks done: %(number)d.") % {"number": do_open()})
