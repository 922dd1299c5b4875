from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from newsroom.demo import loader


class Command(BaseCommand):
    help = "Load the invented newsroom, with accounts to look around with, into an empty install."

    def add_arguments(self, parser):
        parser.add_argument("--weeks", type=int, help="how many weeks; nine are written, more repeat them further back")

    def handle(self, *args, weeks, **options):
        if weeks is not None and weeks < 1:
            raise CommandError(_("--weeks takes a number from 1."))
        if loader.is_loaded():
            self.stdout.write(_("The demo newsroom is loaded already; nothing was changed."))
        else:
            try:
                stories = loader.load(weeks)
            except loader.DemoRefused as refusal:
                raise CommandError(str(refusal)) from refusal
            self.stdout.write(_("The demo newsroom is loaded: %(number)d stories.") % {"number": stories})
        self.stdout.write(_("Accounts, all with the password %(password)s:") % {"password": loader.PASSWORD})
        for account in loader.accounts():
            self.stdout.write(f"  {account.username:<10} {account.name}  {account.label}")
