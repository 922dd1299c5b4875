"""Writes the search entries of all signed stories anew, story by story, while the site serves."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import Article, SearchEntry
from articles.review.workflow import State


class Command(BaseCommand):
    help = "Writes the search entries of all signed stories anew while the site serves."

    def handle(self, *args, **options):
        signed = Article.objects.filter(state=State.SIGNED, corrects=None)
        number = 0
        for pk in signed.order_by("pk").values_list("pk", flat=True).iterator():
            with transaction.atomic():
                story = signed.select_for_update(no_key=True).filter(pk=pk).first()
                if story is not None:
                    SearchEntry.keep(story)
                    number += 1
        SearchEntry.objects.exclude(article__in=signed).delete()
        self.stdout.write(_("%(number)d stories can be searched.") % {"number": number})
