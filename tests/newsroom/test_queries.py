"""The number of queries of a page does not grow with what it lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.newsroom.reading import every_public_address

pytestmark = pytest.mark.django_db

MOST = 12  # for any page of any size


def publish(number: int, world: dict) -> None:
    for _turn in range(number):
        factories.make_signed_article(
            meeting=factories.make_meeting(f"会议{factories.Meeting.objects.count()}"),
            reporters=[world["reporter"], factories.make_reporter()],
            officials=[world["official"], factories.make_official()],
            topics=[factories.make_topic("民生实事")],
            townships=[world["township"]],
            villages=[world["village"]],
            placements=[factories.make_photo(photographers=[world["reporter"]])],
            flags={"red": [world["township"]]},
        )


@pytest.fixture
def world():
    factories.make_issue("2026-W47")
    township = factories.make_township()
    return {
        "reporter": factories.make_reporter(),
        "official": factories.make_official(),
        "township": township,
        "village": factories.make_village(township=township),
    }


def queries(client, address: str) -> int | None:
    """None for what is not there: an address filled with another thing's key."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return len(captured) if answer.status_code == 200 else None


def test_no_page_asks_more_of_the_database_when_there_are_more_stories(client, world):
    publish(2, world)
    few = {address: asked for address in every_public_address() if (asked := queries(client, address)) is not None}
    # A picture that was public once is given without asking.
    few = {address: asked for address, asked in few.items() if not address.startswith("/pictures/")}
    assert {"/", "/weeks/", "/search/", "/feed/", "/sitemap.xml", "/corrections/"} <= set(few)
    publish(8, world)
    many = {address: queries(client, address) for address in few}
    assert many == few
    assert {address: number for address, number in many.items() if number > MOST} == {}


@pytest.mark.parametrize("query", ["?q=会议", "?q=会议&township=1&order=best", "?q=没有的词", "?time=year"])
def test_no_search_asks_more_of_the_database_when_there_are_more_stories(client, world, query):
    publish(2, world)
    few = queries(client, f"/search/{query}")
    publish(8, world)
    assert queries(client, f"/search/{query}") <= max(few, MOST)
    assert few <= MOST
