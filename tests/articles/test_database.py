from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from articles.database import ALLOW_OVERLAP, FORBID_OVERLAP, ForbidOverlap, one_moment
from articles.models import Issue
from people.models import Township
from tests.factories import make_issue, make_township

pytestmark = pytest.mark.django_db

OPERATION = ForbidOverlap(table="articles_issue", first="first_day", last="last_day", name="issues_never_share_a_day")


def run(direction):
    with connection.schema_editor() as editor:
        getattr(OPERATION, direction)("articles", editor, None, None)


def overlap():
    with transaction.atomic():
        Issue.objects.create(week="2026-W40", first_day=date(2026, 11, 22), last_day=date(2026, 11, 24))


@pytest.mark.django_db(transaction=True)
def test_the_rule_can_be_taken_back_and_stated_again():
    make_issue("2026-W47")
    try:
        run("database_backwards")
        overlap()
        Issue.objects.filter(week="2026-W40").delete()
    finally:
        run("database_forwards")

    with pytest.raises(IntegrityError):
        overlap()


def test_both_databases_can_state_the_rule_and_take_it_back():
    assert FORBID_OVERLAP.keys() == ALLOW_OVERLAP.keys() == {"postgresql", "sqlite"}


def test_the_operation_can_be_written_into_a_migration():
    name, positional, named = OPERATION.deconstruct()

    assert (name, positional) == ("ForbidOverlap", [])
    assert ForbidOverlap(**named).describe() == "Forbid overlapping spans in articles_issue"


def test_the_refusal_names_the_rule():
    make_issue("2026-W47")

    with pytest.raises(IntegrityError, match="issues_never_share_a_day"):
        overlap()


@pytest.mark.django_db(transaction=True)
def test_who_reads_of_one_moment_does_not_see_what_others_write_meanwhile():
    make_township("柳溪镇")
    names = Township.objects.order_by("pk").values_list("name", flat=True)

    def write():
        try:
            make_township("东柳乡")
        finally:
            connection.close()

    with one_moment():
        assert list(names.all()) == ["柳溪镇"]
        with ThreadPoolExecutor(1) as other:
            other.submit(write).result(timeout=30)
        assert list(names.all()) == ["柳溪镇"]
    assert list(names.all()) == ["柳溪镇", "东柳乡"]


@pytest.mark.django_db(transaction=True)
def test_writing_goes_on_after_reading_of_one_moment():
    with one_moment():
        assert not Township.objects.exists()
    make_township()
    assert Township.objects.count() == 1
