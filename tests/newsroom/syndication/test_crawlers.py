"""What search engines are told of: every public page, and nothing else."""

import xml.etree.ElementTree as ElementTree
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Correction
from newsroom.models import Newsroom
from newsroom.syndication import sitemaps
from tests import factories

pytestmark = pytest.mark.django_db

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


def read(client, address: str) -> list[ElementTree.Element]:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    assert answer["Cache-Control"] == "no-cache"
    assert "Last-Modified" not in answer
    return list(ElementTree.fromstring(answer.content))


def locations(client, address: str) -> list[str]:
    return [
        element.findtext(f"{SITEMAP}loc", "").removeprefix("http://testserver") for element in read(client, address)
    ]


def every_listed(client) -> list[str]:
    return [page for section in locations(client, "/sitemap.xml") for page in locations(client, section)]


def test_robots_are_kept_from_the_desk_and_shown_the_sitemap(client):
    answer = client.get("/robots.txt", secure=True)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines == ["User-agent: *", "Disallow: /admin/", "", "Sitemap: https://testserver/sitemap.xml"]


def test_every_page_in_the_sitemap_is_there_for_readers(client):
    factories.make_issue()
    story = factories.make_signed_article(
        meeting=factories.make_meeting(),
        officials=[factories.make_official()],
        topics=["民生实事"],
        townships=[factories.make_township()],
        placements=[factories.make_photo(photographers=["白青舟"])],
    )
    listed = every_listed(client)
    for thing in (
        story,
        story.issue,
        story.meeting,
        story.main_topic,
        story.townships.get(),
        story.placements.get().photo,
        story.attendances.get().official,
        story.credits.get().reporter,
    ):
        assert thing.get_absolute_url() in listed
    assert {"/", "/corrections/", "/reporters/"} <= set(listed)
    for address in listed:
        assert client.get(address).status_code == 200, address


def test_what_readers_may_not_see_is_not_in_the_sitemap(client):
    factories.make_article(headline="没签发")
    factories.make_signed_article(published_at=timezone.now() + timedelta(hours=1))
    factories.make_withdrawn_article()
    factories.make_signed_article().take_offline(by=factories.first_reviewer())
    factories.make_official(is_on_display=False)
    factories.make_township(is_proposed=True)
    assert not [page for page in every_listed(client) if page.count("/") > 2]
    assert locations(client, "/sitemap.xml") == ["/sitemap-sections.xml"]


def test_a_story_is_as_new_as_what_readers_were_told_of_it(client):
    story = factories.make_signed_article(published_at=timezone.now() - timedelta(days=9))
    fixed = factories.make_signed_article(published_at=timezone.now() - timedelta(days=8))
    for original, note in ((story, "应为“三百亩”。"), (fixed, "")):
        copy = original.correct(by=factories.author())
        copy.standfirst = "改过。"
        copy.untold_reason = "" if note else "只改导语。"
        copy.save()
        if note:
            Correction.objects.create(article=copy, text=note)
        copy.submit(by=factories.author())
        factories.pass_reviews(copy).sign(by=factories.editor())
    moments = [page.findtext(f"{SITEMAP}lastmod") for page in read(client, "/sitemap-stories.xml")]
    told_at = Correction.objects.get(article=story).told_at
    days = [timezone.localdate(moment).isoformat() for moment in (told_at, fixed.published_at)]
    assert moments == days


def test_news_are_those_of_the_last_two_days_and_not_of_old_papers(client):
    Newsroom.objects.create(masthead="柳溪新报")
    now = timezone.now()
    factories.make_signed_article(headline="三天前", published_at=now - timedelta(hours=49))
    story = factories.make_signed_article(headline="昨天\n的一篇\x0b & <b>", published_at=now - timedelta(hours=47))
    factories.make_signed_article(headline="旧报", printed_in="柳溪旧报", printed_on=date(2010, 5, 4))
    (url,) = read(client, "/sitemap-news.xml")
    news = url[1]
    assert news.findtext(f"{NEWS}title") == "昨天的一篇 & <b>"
    assert news.findtext(f"{NEWS}publication/{NEWS}name") == "柳溪新报"
    assert news.findtext(f"{NEWS}publication/{NEWS}language") == "zh-cn"
    moment = datetime.fromisoformat(news.findtext(f"{NEWS}publication_date") or "")
    assert moment == story.published_at


def test_a_long_list_comes_in_pages_and_asks_little_of_the_database(client, monkeypatch):
    monkeypatch.setattr(sitemaps.PublicPages, "limit", 2)

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    addresses = ("/sitemap.xml", *(f"/sitemap-{section}.xml" for section in sitemaps.SITEMAPS))
    stories = [factories.make_signed_article()]
    few = {address: queries(address) for address in addresses}
    stories += [factories.make_signed_article() for _turn in range(4)]
    assert {address: queries(address) for address in addresses} == few
    assert max(few.values()) <= 15
    listed = locations(client, "/sitemap.xml")
    assert [page for page in listed if "stories" in page] == [
        "/sitemap-stories.xml",
        "/sitemap-stories.xml?p=2",
        "/sitemap-stories.xml?p=3",
    ]
    pages = [page for address in listed if "stories" in address for page in locations(client, address)]
    assert pages == [story.get_absolute_url() for story in stories]


def test_odd_pages_of_a_sitemap_are_not_found(client):
    for address in (
        "/sitemap-nothing.xml",
        "/sitemap-stories.xml?p=0",
        "/sitemap-stories.xml?p=x",
        "/sitemap-stories.xml?p=9",
    ):
        assert client.get(address).status_code == 404, address


def test_who_has_the_sitemap_is_told_only_that_nothing_changed(client):
    kept = client.get("/sitemap.xml")
    assert client.get("/sitemap.xml", headers={"If-None-Match": kept["ETag"]}).status_code == 304
