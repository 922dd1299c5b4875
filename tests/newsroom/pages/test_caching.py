"""What browsers and proxies keep: a withdrawal is gone everywhere within a minute, the unchanged ends in 304."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.newsroom.reading import every_public_address

pytestmark = pytest.mark.django_db

LONGEST = 60  # seconds


def kept_for(response) -> int:
    """Seconds for which anybody may show a copy without asking again."""
    told = response.get("Cache-Control", "")
    if "no-cache" in told or "no-store" in told:
        return 0
    return max([int(seconds) for seconds in re.findall(r"(?:max-age|s-maxage|stale-\S+)=(\d+)", told)] or [10**9])


@pytest.fixture
def newsroom():
    township = factories.make_township()
    story = factories.make_signed_article(
        officials=[factories.make_official()],
        meeting=factories.make_meeting(),
        townships=[township],
        villages=[factories.make_village(township=township)],
        placements=[factories.make_photo(photographers=["柴新月"])],
        flags={"red": [township]},
    )
    gone = factories.make_withdrawn_article()
    return story, gone


def test_no_answer_is_shown_for_longer_than_a_minute_and_the_unchanged_ends_in_304(client, newsroom):
    answered = set()
    for address in every_public_address():
        first = client.get(address)
        answered.add(first.status_code)
        assert kept_for(first) <= LONGEST, address
        if first.status_code == 200 and address != "/healthz":
            again = client.get(address, headers={"If-None-Match": first["ETag"]})
            assert (again.status_code, again.content) == (304, b""), address
            assert kept_for(again) <= LONGEST, address
    assert answered == {200, 404, 410}
    assert kept_for(client.get("/nowhere/")) <= LONGEST


def test_what_was_withdrawn_is_never_answered_with_unchanged(client, newsroom):
    story, _gone = newsroom
    photo = story.placements.get().photo
    addresses = [story.get_absolute_url(), f"/pictures/{photo.pk}/{photo.renditions[0].name}"]
    tags = [client.get(address)["ETag"] for address in addresses]
    story.withdraw(by=factories.editor(), reason="来源有误。", notice="")
    answers = [client.get(at, headers={"If-None-Match": tag}) for at, tag in zip(addresses, tags, strict=True)]
    assert [answer.status_code for answer in answers] == [404, 404]


def test_a_file_that_stayed_in_the_public_store_is_not_served(client, newsroom):
    story, _gone = newsroom
    photo = story.placements.get().photo
    address = f"/pictures/{photo.pk}/{photo.renditions[0].name}"
    assert client.get(address).status_code == 200
    # The process dies before it purges: no callback of this commit is ever run.
    story.withdraw(by=factories.editor(), reason="来源有误。", notice="")
    assert client.get(address).status_code == 404


@contextmanager
def asked():
    """What the database is asked, without the values: what takes as long as something else asks the same."""
    shapes: list[str] = []
    with CaptureQueriesContext(connection) as context:
        yield shapes
    shapes += [re.sub(r"'[^']*'|\b\d[\d.]*\b", "?", query["sql"]) for query in context]


def secrets():
    """Addresses that must look as if nothing had ever been there, each with one where nothing ever was."""
    never, name = 987_654, "0123456789abcdef0123-480.webp"
    photo = factories.make_photo()
    draft = factories.make_article(placements=[photo], meeting=factories.make_meeting("密会"))
    by_law = factories.make_signed_article()
    by_law.withdraw(by=factories.editor(), reason="依法撤下。", notice="")
    scheduled = factories.make_signed_article(published_at=timezone.now() + timezone.timedelta(days=1))
    copy = factories.make_signed_article().correct(by=factories.author())
    hidden = factories.make_official("不显")
    factories.make_signed_article(officials=[hidden])
    hidden.is_on_display = False
    hidden.save()
    merged = factories.make_official("并入", merged_into=hidden)
    reporter = factories.make_reporter("未见")
    for story in (draft, by_law, scheduled, copy):
        yield f"/articles/{story.pk}/", f"/articles/{never}/"
    yield f"/officials/{hidden.pk}/", f"/officials/{never}/"
    yield f"/officials/{merged.pk}/", f"/officials/{never}/"
    township = factories.make_township("拟议镇", is_proposed=True)
    for page in ("", "feed/"):
        yield f"/townships/{township.slug}/{page}", f"/townships/nothing/{page}"
    yield f"/photos/{photo.pk}/", f"/photos/{never}/"
    yield f"/pictures/{photo.pk}/{photo.renditions[0].name}", f"/pictures/{never}/{name}"
    yield f"/meetings/{draft.meeting_id}/", f"/meetings/{never}/"
    yield f"/reporters/{reporter.pk}/", f"/reporters/{never}/"
    yield f"/reporters/{reporter.pk}/feed/", f"/reporters/{never}/feed/"
    yield f"/topics/{factories.make_topic('未用').slug}/", "/topics/nothing/"
    yield f"/topics/{factories.make_topic('未用').slug}/feed/", "/topics/nothing/feed/"


def test_what_must_look_as_if_it_had_never_been_asks_and_answers_the_same(client):
    for secret, never in list(secrets()):
        with asked() as of_secret:
            answer = client.get(secret)
        with asked() as of_never:
            nothing = client.get(never)
        assert answer.status_code == nothing.status_code == 404, secret
        assert of_secret == of_never, secret
        told, of_nothing = (dict(one.headers) for one in (answer, nothing))
        assert told | {"Content-Length": ""} == of_nothing | {"Content-Length": ""}, (
            secret
        )  # the page holds its address
        assert answer.content.replace(secret.encode(), b"") == nothing.content.replace(never.encode(), b""), secret
