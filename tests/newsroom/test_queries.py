"""The number of queries of a page does not grow with what it lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db

MOST = 15  # for any page of any size


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


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def addresses(world) -> list[str]:
    return [
        "/",
        "/weeks/",
        "/weeks/2026-W47/",
        "/weeks/2026-W47/reporters/",
        "/weeks/2026-W47/dates/",
        "/weeks/2026-W47/topics/",
        "/photos/",
        "/meetings/",
        "/officials/",
        "/reporters/",
        "/townships/",
        "/topics/",
        world["official"].get_absolute_url(),
        world["reporter"].get_absolute_url(),
        world["township"].get_absolute_url(),
        factories.make_topic("民生实事").get_absolute_url(),
        factories.Article.objects.first().get_absolute_url(),
        "/feed/",
        f"{world['reporter'].get_absolute_url()}feed/",
        f"{world['township'].get_absolute_url()}feed/",
        f"{factories.make_topic('民生实事').get_absolute_url()}feed/",
    ]


def test_no_page_asks_more_of_the_database_when_there_are_more_stories(client, world):
    publish(2, world)
    few = {address: queries(client, address) for address in addresses(world)}
    publish(8, world)
    many = {address: queries(client, address) for address in few}
    assert many == few
    assert max(many.values()) <= MOST, many
