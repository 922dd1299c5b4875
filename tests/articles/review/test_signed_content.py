from datetime import date, timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from articles.models import (
    Article,
    Attendance,
    Correction,
    Credit,
    Flag,
    FlagRound,
    Photo,
    Placement,
    Topic,
    TopicAssignment,
)
from articles.models.reviewed import ReviewedStory
from articles.review.signed_content import digest, snapshot
from people.models import Body, Official, ProposedEntry, Reporter, Township, Village
from tests.factories import (
    make_article,
    make_flag_round,
    make_issue,
    make_meeting,
    make_official,
    make_photo,
    make_reporter,
    make_topic,
    make_township,
    make_village,
)

# A part's way back to what it belongs to, and the records about a story, are not its content.
OWNERS = {
    Credit: {"article", "photo"},
    Attendance: {"article"},
    Placement: {"article"},
    FlagRound: {"article"},
    Correction: {"article"},
    Flag: {"round"},
    Photo: {"placements"},
}
RECORDS = {Article: {"reviews", "revisions", "working_copies", "notices", "search_entry"}}
WHOLES = (Article, Photo, Credit, Attendance, Placement, FlagRound, Flag, Correction)


def related_model(model, name):
    return model._meta.get_field(name).related_model


def declared(model, content=None):
    """Every model under the declaration, with its own."""
    content = content or model.SIGNED
    yield model, content
    for name, part in {**content.parts, **content.follows}.items():
        yield from declared(related_model(model, name), part)


def through_of(model, link):
    field = model._meta.get_field(link)
    return field.remote_field.through


def relevant_names(model, through_links):
    for field in model._meta.get_fields():
        if getattr(field, "primary_key", False) or getattr(field, "hidden", False):
            continue
        if field.name in OWNERS.get(model, set()) | RECORDS.get(model, set()):
            continue
        if field.auto_created and field.related_model in through_links:
            continue
        yield field.name


def of(story):
    return digest(snapshot(Article.objects.get(pk=story.pk), Article.SIGNED))


# The declaration is whole


def test_the_declaration_reaches_every_part_of_a_story():
    assert {model for model, _content in declared(Article)} == set(WHOLES)


@pytest.mark.parametrize("model", WHOLES, ids=lambda model: model.__name__)
def test_every_field_and_relation_is_either_signed_or_filing(model):
    content = model.SIGNED
    listed = [*content.fields, *content.links, *content.parts, *content.filing]
    through_links = {through_of(model, link) for link in content.links}
    owed = list(relevant_names(model, through_links))

    assert sorted(listed) == sorted(owed)
    assert set(content.follows) <= set(content.fields)


def test_the_record_of_a_story_is_listed_whole():
    assert set(ReviewedStory.RECORD) == {field.name for field in ReviewedStory._meta.get_fields()}


# The digest sees everything


def rich_story():
    """At least one row of every kind that the declaration names."""
    photo = make_photo(photographers=["易秋水"])
    story = make_article(
        officials=[make_official("欧阳朔")],
        topics=["安全生产"],
        townships=[make_township("柳溪镇")],
        villages=[make_village()],
        placements=[photo],
        meeting=make_meeting(),
    )
    Attendance.objects.create(article=story, group="guest", name="宁致远", organisation="青禾公司", order=5)
    make_flag_round(story, red=Township.objects.all())
    Correction.objects.create(article=story, text="柳溪镇应为柳溪街道。")
    return story


def rows_of(story, model):
    """The rows of that model under the story."""
    return {
        Article: lambda: Article.objects.filter(pk=story.pk),
        Credit: lambda: Credit.objects.filter(models.Q(article=story) | models.Q(photo__placements__article=story)),
        Attendance: lambda: Attendance.objects.filter(article=story),
        Placement: lambda: Placement.objects.filter(article=story),
        Photo: lambda: Photo.objects.filter(placements__article=story),
        FlagRound: lambda: FlagRound.objects.filter(article=story),
        Flag: lambda: Flag.objects.filter(round__article=story),
        Correction: lambda: Correction.objects.filter(article=story),
    }[model]()


def another_value(field, row):
    if field.is_relation:
        other = {
            "Meeting": lambda: make_meeting("另一次会议"),
            "Topic": lambda: make_topic("别的主题"),
            "Official": make_official,
            "Reporter": make_reporter,
            "Photo": make_photo,
            "Township": lambda: make_township("文昌街道"),
        }
        return other[field.related_model.__name__]()
    value = getattr(row, field.name)
    if field.choices:
        return next(choice for choice, _label in field.choices if choice != value)
    if isinstance(field, models.DateField):
        return (value or date(2026, 11, 18)) + timedelta(days=1)
    if isinstance(field, models.IntegerField):
        return value + 1
    return f"{value}改"[-field.max_length :] if field.max_length else f"{value}改"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "name"),
    [(model, name) for model in WHOLES for name in model.SIGNED.fields],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_the_digest_changes_with_every_signed_column(model, name):
    story = rich_story()
    before = of(story)
    changed = 0

    for row in rows_of(story, model):
        value = another_value(model._meta.get_field(name), row)
        try:
            with transaction.atomic():
                model.objects.filter(pk=row.pk).update(**{name: value})
        except IntegrityError:  # a guest has no official, an official no organisation
            continue
        changed += 1
        assert of(story) != before

    assert changed


@pytest.mark.django_db
@pytest.mark.parametrize("link", Article.SIGNED.links)
def test_the_digest_changes_with_every_link(link):
    story = rich_story()
    before = of(story)
    through = through_of(Article, link)

    taken = list(through.objects.all())
    through.objects.all().delete()
    without = of(story)
    through.objects.bulk_create(taken)

    assert without != before
    assert of(story) == before


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Credit, Attendance, Placement, Flag], ids=lambda model: model.__name__)
def test_the_digest_changes_when_a_part_goes(model):
    story = rich_story()
    before = of(story)

    rows_of(story, model).first().delete()

    assert of(story) != before


@pytest.mark.django_db
def test_the_digest_sees_who_comes_first_in_the_byline():
    story = make_article(reporters=["程墨", "白描"])
    before = of(story)
    first, second = story.credits.all()

    Credit.objects.filter(pk=first.pk).update(order=second.order)
    Credit.objects.filter(pk=second.pk).update(order=first.order)

    assert of(story) != before


# and nothing else


@pytest.mark.django_db
def test_the_registers_may_be_renamed_and_reordered_under_a_signed_story():
    story = rich_story()
    story.topics.add(make_topic("文旅"))
    before = of(story)

    for model in (*ProposedEntry.__subclasses__(), Body, Topic):
        for number, entry in enumerate(model.objects.all()):
            entry.name = f"新名{number}{entry.name}"
            entry.save()
    for model in (Township, Topic):
        for number, entry in enumerate(model.objects.order_by("-pk")):
            model.objects.filter(pk=entry.pk).update(order=number, slug=f"moved-{number}")
    Official.objects.update(note="同名者二", is_on_display=False)
    Reporter.objects.update(unit="别处", kind="office")
    Village.objects.update(kind="community")

    assert of(story) == before


@pytest.mark.django_db
def test_filing_is_not_signed():
    story = rich_story()
    before = of(story)

    Article.objects.filter(pk=story.pk).update(
        issue=make_issue("2026-W30"), page_order=7, importance=1, slugline="工作名", created_at=timezone.now()
    )
    Photo.objects.update(focal_x=1, focal_y=99, uploaded_by=None)

    assert of(story) == before


@pytest.mark.django_db
def test_the_order_in_which_links_were_made_is_not_signed():
    towns = [make_township("柳溪镇"), make_township("文昌街道")]
    topics = [make_topic("安全生产"), make_topic("文旅")]
    story = make_article(townships=towns, topics=topics)
    before = of(story)

    story.townships.clear()
    story.topics.clear()
    for town, topic in zip(reversed(towns), reversed(topics), strict=True):
        story.townships.add(town)
        story.topics.add(topic)

    assert of(story) == before
    assert TopicAssignment.objects.count() == 2


def test_a_digest_does_not_depend_on_the_order_of_keys():
    assert digest({"a": 1, "乙": [2]}) == digest({"乙": [2], "a": 1})
    assert digest({"a": "1"}) != digest({"a": 1})
