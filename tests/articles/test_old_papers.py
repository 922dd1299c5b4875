"""Stories of old papers: readers find them where they look for them, with the paper and its day."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from articles.models import Article
from tests import factories

pytestmark = pytest.mark.django_db

OLD = {"printed_in": "云亭报", "printed_on": date(2015, 11, 20), "happened_on": date(2015, 11, 18)}


def old_story(**fields) -> Article:
    return factories.make_signed_article(headline="老报纸上的一条消息", **{**OLD, **fields})


@pytest.fixture
def weekly():
    """A closed issue and an open one, each with a story of its own."""
    closed = factories.make_issue("2026-W46")
    factories.make_signed_article(headline="上周的消息", issue=closed)
    closed.close(by=factories.editor())
    factories.make_signed_article(headline="本周的消息", issue=factories.make_issue("2026-W47"))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/weeks/",
        "/weeks/2026-W46/",
        "/weeks/2026-W46/reporters/",
        "/weeks/2026-W46/dates/",
        "/weeks/2026-W46/topics/",
        "/weeks/2026-W47/reporters/",
        "/weeks/2026-W47/topics/",
    ],
)
def test_it_stands_neither_on_the_home_page_nor_in_an_issue(client, weekly, address):
    assert old_story().issue is None

    page = client.get(address).content.decode()
    assert "周" in page and "老报纸上的一条消息" not in page


def test_a_newsroom_with_nothing_but_old_stories_has_no_page_of_the_week_yet(client):
    old_story()

    assert "老报纸" not in client.get("/").content.decode()
    assert client.get("/weeks/").status_code == 200


def test_who_looks_for_it_finds_it(client):
    township = factories.make_township()
    story = old_story(townships=[township])

    for address in (township.get_absolute_url(), story.main_topic.get_absolute_url()):
        assert "老报纸上的一条消息" in client.get(address).content.decode()


def test_its_page_says_where_and_when_it_was_printed(client):
    page = client.get(old_story().get_absolute_url()).content.decode()

    assert "原载《云亭报》2015年11月20日" in page
    assert "来源：" not in page


def test_moved_to_an_old_paper_a_story_leaves_its_issue():
    story = factories.make_article(issue=factories.make_issue("2026-W47"))
    story.printed_in, story.printed_on = OLD["printed_in"], OLD["printed_on"]
    story.save()

    story.refresh_from_db()
    assert story.issue is None


@pytest.mark.parametrize(
    ("given", "unsaid"), [({"printed_in": "云亭报"}, "printed_on"), ({"printed_on": date(2015, 11, 20)}, "printed_in")]
)
def test_a_paper_has_a_name_and_a_day(given, unsaid):
    story = factories.make_article()
    for name, value in given.items():
        setattr(story, name, value)

    with pytest.raises(ValidationError) as refused:
        story.full_clean()
    assert list(refused.value.message_dict) == [unsaid]


def test_a_paper_of_tomorrow_is_none():
    story = factories.make_article()
    story.printed_in, story.printed_on = "云亭报", date(2126, 11, 20)

    with pytest.raises(ValidationError):
        story.full_clean()
