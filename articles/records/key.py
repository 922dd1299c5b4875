"""Whether RECORDS_KEY is the one under which the records of this database were written.

The records tell by themselves: the first of a chain is a keyed digest, which only its own key makes again.
"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..models import IssueRecord, Review
from ..review import chain

ASKED = 10  # of each kind; one that was tampered with tells nothing of the key


def refuse_another_key() -> None:
    """Raises ImproperlyConfigured. Called when the database is brought up to date, and when the server starts."""
    firsts: list[Review | IssueRecord] = [
        *Review.objects.filter(number=1).select_related("revision").order_by("pk")[:ASKED],
        *IssueRecord.objects.filter(number=1).order_by("pk")[:ASKED],
    ]
    if firsts and not any(record.mac == record.link(before=chain.BEGINNING) for record in firsts):
        with override(settings.LANGUAGE_CODE):
            raise ImproperlyConfigured(
                _(
                    "RECORDS_KEY is not the key under which the records of review in this database were written: put "
                    "back the one from the backup (in the environment, or as DATA_DIR/records_key), then start again."
                )
            )
