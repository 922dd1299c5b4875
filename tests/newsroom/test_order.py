"""Every list has one order: the same newsroom gives the same pages, however the database happens to hold its rows."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.expressions import OrderBy

from tests import factories

from .reading import every_public_address, visible_text

pytestmark = pytest.mark.django_db

OURS = ("people", "articles", "newsroom")


def test_a_story_stands_once_on_an_officials_page_whatever_was_merged(client):
    canonical = factories.make_official("谌樵")
    double = factories.make_official("谌樵", posts=[("管委会", "主任", 2)])
    factories.make_signed_article(
        headline="两处出席", officials=[(canonical, "党工委书记", "出席"), (double, "管委会主任", "讲话")]
    )
    double.merged_into = canonical
    double.save()
    page = visible_text(client.get(f"/officials/{canonical.pk}/"))
    assert page.count("两处出席") == 1
    assert "党工委书记" in page.split("两处出席")[1] and "管委会主任" in page.split("两处出席")[1]


def twins():
    """Everything at least twice, alike in all that lists are ordered by."""
    townships = [factories.make_township(name, order=1, code="") for name in ("柳溪镇", "宁河镇")]
    villages = [factories.make_village("东柳村", township=township) for township in townships]
    topics = [factories.make_topic(name, order=1) for name in ("乡村振兴", "人居环境")]
    officials = [factories.make_official("谌樵") for _twin in range(2)]
    reporters = [factories.make_reporter("程墨言", unit="时政组") for _twin in range(2)]
    meetings = [factories.make_meeting(f"{name}例会", day=None) for name in ("甲", "乙")]
    for number in range(4):
        photo = factories.make_photo(photographers=[reporters[number % 2]])
        factories.make_signed_article(
            headline=f"同日之事{number}",
            reporters=reporters,
            officials=officials,
            townships=townships,
            villages=villages,
            topics=topics,
            main_topic=topics[number % 2],
            meeting=meetings[number % 2],
            placements=[photo, factories.make_photo(photographers=reporters)],
            flags={"red": townships},
            happened_on=date(2026, 11, 18),
        )
    at = {"published_at": apps.get_model("articles.Article").objects.first().published_at}
    apps.get_model("articles.Article").objects.update(**at, changed_at=at["published_at"])


def turn_round() -> None:
    """Let the database meet its rows the other way round wherever nobody says in which order it should."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA reverse_unordered_selects = ON")
            return
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label in OURS and not model._meta.proxy:
                key, table = model._meta.pk.column, model._meta.db_table
                # A row that is written again lies behind the others.
                for (pk,) in model._base_manager.order_by("-pk").values_list("pk"):
                    cursor.execute(f'UPDATE "{table}" SET "{key}" = "{key}" WHERE "{key}" = %s', [pk])


def test_pages_are_the_same_bytes_whichever_way_the_rows_lie(client):
    twins()
    addresses = list(every_public_address())
    before = [client.get(address).content for address in addresses]
    try:
        turn_round()
        after = [client.get(address).content for address in addresses]
    finally:
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA reverse_unordered_selects = OFF")
    assert [address for address, one, other in zip(addresses, before, after, strict=True) if one != other] == []


def columns(model: type[models.Model], ordering) -> list[str]:
    named = (entry.expression.name if isinstance(entry, OrderBy) else entry for entry in ordering)
    return [name.lstrip("-") for name in named]


def is_total(model: type[models.Model], ordering) -> bool:
    """Whether no two rows can stand alike: it ends with the key, or holds all columns of a constraint."""
    names = set(columns(model, ordering))
    single = {field.name for field in model._meta.fields if field.unique} | {"pk"}
    several = [
        {model._meta.get_field(field).attname for field in constraint.fields}
        for constraint in model._meta.concrete_model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.condition is None
    ]
    return bool(names & single) or any(together <= names for together in several)


def sorted_by_another_model(model: type[models.Model], ordering) -> list[str]:
    """A foreign key's name means the other model's own order, which is hardly ever meant."""
    keys = {field.name for field in model._meta.fields if field.is_relation}
    return [name for name in columns(model, ordering) if name in keys]


def test_the_order_of_every_model_is_total_and_its_own():
    ours = [model for model in apps.get_models() if model._meta.app_label in OURS and model._meta.ordering]
    assert len(ours) > 15
    histories = [model for model in ours if hasattr(model, "instance_type")]
    loose = [model.__name__ for model in ours if model not in histories and not is_total(model, model._meta.ordering)]
    borrowed = {m.__name__: found for m in ours if (found := sorted_by_another_model(m, m._meta.ordering))}
    assert (loose, borrowed) == ([], {})


def test_an_order_that_leaves_twins_alike_is_found():
    article, review = apps.get_model("articles.Article"), apps.get_model("articles.Review")
    assert not is_total(article, ["-changed_at"])
    assert is_total(article, ["-changed_at", "-pk"])
    assert not is_total(review, ["number"])
    assert is_total(review, ["article_id", "number"])
    assert sorted_by_another_model(review, ["article", "number"]) == ["article"]
