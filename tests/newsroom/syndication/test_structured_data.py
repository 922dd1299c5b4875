"""Feed readers and search engines read what people read: no more, no less, and nothing else."""

import html
import json
import re
from datetime import datetime, timedelta
from urllib.parse import urljoin

import extruct
import feedparser
import pytest
from django.utils import timezone

from articles.models import Correction
from newsroom.models import Newsroom
from tests import factories
from tests.newsroom.reading import every_public_address, visible_text

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


@pytest.fixture
def story():
    Newsroom.objects.create(masthead="柳溪新报", district="柳溪区")
    factories.make_issue("2026-W46")
    return factories.make_signed_article(
        headline="柳溪区</script><b>清淤\n“冬修”& 水渠",
        standfirst="三百亩田用上水。",
        meeting=factories.make_meeting("水利推进会"),
        reporters=["白渡舟", "闻人雁"],
        officials=[factories.make_official()],
        topics=["民生实事", "乡村振兴"],
        townships=[factories.make_township()],
        responsible_editor="司空月",
        published_at=timezone.now() - timedelta(hours=1),
        placements=[factories.make_photo(photographers=["白渡舟"], alt_text="水渠边的人")],
    )


def data(page) -> dict[str, dict]:
    """The page's structured data by kind, as an extractor reads it."""
    found = extruct.extract(page.content.decode(), base_url=HOST, syntaxes=["json-ld"], errors="strict")["json-ld"]
    return {thing["@type"]: thing for whole in found for thing in whole["@graph"]}


def properties(page) -> dict[str, str]:
    found = extruct.extract(page.content.decode(), base_url=HOST, syntaxes=["opengraph"])["opengraph"]
    return dict(found[0]["properties"])


def canonical(page) -> str:
    (address,) = re.findall(r'<link rel="canonical" href="([^"]+)">', page.content.decode())
    return html.unescape(address)


def test_machines_are_told_where_it_happened_apart_from_what_a_story_is_about(client):
    there, ranked = factories.make_township("柳溪镇"), factories.make_township("宁河镇")
    story = factories.make_signed_article(
        headline="评比会召开", body="评比会在柳溪镇召开，宁河镇获颁红旗。", townships=[there, ranked]
    )
    said = data(client.get(story.get_absolute_url()))["NewsArticle"]
    assert [place["name"] for place in said["contentLocation"]] == ["柳溪镇"]
    assert [place["name"] for place in said["mentions"]] == ["宁河镇"]


def test_what_a_story_tells_machines_stands_on_its_page(client, story):
    page = client.get(story.get_absolute_url())
    said, shown = data(page)["NewsArticle"], visible_text(page)
    assert said["headline"] == story.joined_headline
    assert [author["name"] for author in said["author"]] == ["白渡舟", "闻人雁"]
    for printed in (said["description"], said["articleSection"], *said["keywords"], said["publisher"]["name"]):
        assert printed in shown
    for person in [*said["author"], said["editor"], *said["mentions"]]:
        assert person["name"] in shown
    for thing in [*said["author"], *said["mentions"]]:
        assert client.get(thing["url"].removeprefix(HOST)).status_code == 200
    (picture,) = said["image"]
    assert client.get(picture["url"].removeprefix(HOST))["Content-Type"] == "image/webp"
    moments = [
        datetime.fromisoformat(moment) for moment in re.findall(r'datetime="([^"]+T[^"]+)"', page.content.decode())
    ]
    assert datetime.fromisoformat(said["datePublished"]) in [moment.replace(microsecond=0) for moment in moments]
    assert said["dateModified"] == said["datePublished"]
    assert said["url"] == canonical(page) == HOST + story.get_absolute_url()


def test_a_correction_is_told_to_machines_as_to_people(client, story):
    copy = story.correct(by=factories.author())
    copy.standfirst = "三百一十亩田用上水。"
    copy.save()
    Correction.objects.create(article=copy, text="应为“三百一十亩”。")
    copy.submit(by=factories.author())
    factories.pass_reviews(copy).sign(by=factories.editor())
    page = client.get(story.get_absolute_url())
    said = data(page)["NewsArticle"]
    (note,) = said["correction"]
    assert note["text"] in visible_text(page)
    assert said["dateModified"] == note["datePublished"] > said["datePublished"]
    assert properties(page)["article:modified_time"].startswith(said["dateModified"][:19])


def test_a_reprint_names_its_source_and_author(client):
    story = factories.make_signed_article(source="澜州日报", original_author="容与", original_title="一渠水")
    said = data(client.get(story.get_absolute_url()))["NewsArticle"]
    assert {"@type": "Person", "name": "容与"} in said["author"]
    assert said["isBasedOn"]["publisher"]["name"] == "澜州日报"
    assert said["isBasedOn"]["name"] == "一渠水"


def test_every_page_has_one_address_a_name_and_a_sentence(client, story):
    pages = 0
    for address in every_public_address():
        page = client.get(address)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        pages += 1
        assert canonical(page) == HOST + address, address
        title = html.unescape(re.findall(r"<title>(.*?)</title>", page.content.decode(), re.S)[0])
        said = properties(page)
        assert title.startswith(said["og:title"]), address
        assert said["og:description"], address
        assert said["og:url"] == HOST + address
        assert said["og:site_name"] == "柳溪新报"
    assert pages > 20


def test_the_way_to_a_page_is_the_one_that_stands_above_it(client, story):
    for address in every_public_address():
        page = client.get(address)
        if not page["Content-Type"].startswith("text/html") or b'<nav class="trail"' not in page.content:
            continue
        trail = page.content.decode().split('<nav class="trail"', 1)[1].split("</nav>")[0]
        shown = [
            (html.unescape(name), urljoin(HOST, where)) for where, name in re.findall(r'href="([^"]+)">([^<]+)<', trail)
        ]
        items = data(page)["BreadcrumbList"]["itemListElement"]
        assert [item["position"] for item in items] == list(range(1, len(items) + 1))
        assert [(item["name"], item["item"]) for item in items[1:-1]] == shown[1:], address
        assert items[0]["item"] == shown[0][1] == HOST + "/"
        assert items[-1]["item"] == HOST + address
        assert html.escape(items[-1]["name"]) in page.content.decode()


def test_a_chat_shows_the_storys_lead_picture(client, story):
    said = properties(client.get(story.get_absolute_url()))
    assert said["og:type"] == "article"
    assert client.get(said["og:image"].removeprefix(HOST)).status_code == 200
    assert said["og:image:alt"] == "水渠边的人"


def test_a_headline_cannot_end_the_data_and_begin_a_script(client, story):
    page = client.get(story.get_absolute_url()).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert story.joined_headline in [thing.get("headline") for thing in json.loads(block)["@graph"]]
    assert page.count("<script") == 1


def test_the_second_page_of_a_list_is_a_page_of_its_own_and_a_search_is_not(client, story):
    for _turn in range(21):
        factories.make_signed_article(topics=["民生实事"])
    topic = story.main_topic.get_absolute_url()
    assert canonical(client.get(f"{topic}?page=2&from=chat")) == f"{HOST}{topic}?page=2"
    assert canonical(client.get("/search/?q=柳溪&page=2")) == f"{HOST}/search/"


def test_what_may_not_be_found_says_so_and_nothing_else(client, story):
    draft = factories.make_article(headline="草稿题")
    gone = factories.make_withdrawn_article()
    client.force_login(factories.editor())
    for address, status in ((draft.get_absolute_url(), 200), (gone.get_absolute_url(), None), ("/nothing/", 404)):
        page = client.get(address)
        assert status is None or page.status_code == status
        source = page.content.decode()
        assert '<meta name="robots" content="noindex">' in source
        assert "ld+json" not in source
        assert "og:title" not in source


def test_a_feed_reader_reads_what_the_pages_say(client, story):
    for address in (
        "/feed/",
        *(
            f"{entry.get_absolute_url()}feed/"
            for entry in (story.credits.all()[0].reporter, story.townships.get(), story.main_topic)
        ),
    ):
        answer = client.get(address)
        feed = feedparser.parse(answer.content, response_headers={"content-type": answer["Content-Type"]})
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.version == "atom10"
        (entry,) = feed.entries
        page = client.get(entry.link.removeprefix(HOST))
        said = data(page)["NewsArticle"]
        assert html.unescape(entry.title) == said["headline"]
        assert html.unescape(entry.summary) == said["description"]
        assert [author["name"] for author in entry.authors] == [author["name"] for author in said["author"]]
        assert datetime.fromisoformat(entry.published).replace(microsecond=0) == datetime.fromisoformat(
            said["datePublished"]
        )
        assert [tag["term"] for tag in entry.tags] == said["keywords"]
        assert entry.enclosures[0]["href"] == said["image"][0]["url"]
