"""Every kind of page as readers meet it: on phone, tablet and desk, by day and night, in large type, by keyboard alone.

`make test` opens each page on a phone with enlarged text, `make test-all` in five ways that between them hold every
width, colour and kind of type; MATRIX=whole (in `make soak`) in every way there is.
"""

import os
import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from articles.models import Article, Issue, Meeting, Photo, Topic
from newsroom.pages import text_size
from people.models import Official, Reporter, Township, User
from tests import factories
from tests.newsroom.sample import enter_sample, needs_sample

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEIGHT = 740


class Way(NamedTuple):
    width: int
    colours: str = "light"
    size: int | None = None  # of large type, in pixels
    zoom: float = 1.0  # of text alone, as chat apps enlarge it


FEW = (
    Way(360, zoom=1.6),
    Way(768, "dark"),
    Way(1440),
    Way(360, "dark", size=30),
    Way(1440, size=22, zoom=1.6),
)
ALL = tuple(
    Way(width, colours, size, zoom)
    for width, colours, size, zoom in product((360, 768, 1440), ("light", "dark"), (None, *text_size.SIZES), (1.0, 1.6))
)
WAYS = ALL if os.environ.get("MATRIX") == "whole" else FEW

RUN_AXE = "axe.run({ resultTypes: ['violations'] }).then(results => results.violations)"
ENLARGE = """rule => {
    const style = document.getElementById("enlarged") ?? document.head.appendChild(document.createElement("style"));
    style.id = "enlarged";
    style.textContent = rule;
}"""
GROWN = "html { font-size: calc(%s * 112.5%%) !important; }"
GROWN_LARGE = "html { font-size: calc(%s * %spx) !important; }"


def kinds_of_page() -> Iterator[str]:
    """An address of each kind; of entries the one with the most on it."""
    issue = Issue.objects.closed().order_by("-first_day").first() or Issue.objects.order_by("first_day").first()
    assert issue is not None
    week = issue.get_absolute_url()
    yield from ("/", week, f"{week}reporters/", f"{week}dates/", f"{week}topics/")
    yield from ("/weeks/", "/topics/", "/townships/", "/meetings/", "/officials/", "/photos/", "/reporters/")
    yield from ("/corrections/", "/search/", "/search/?q=会议", "/search/?q=没有这个词", "/text-size/", "/nothing/")
    public = Article.objects.public()
    stories = sorted(public.with_everything(), key=lambda story: (story.placements.count(), story.attendances.count()))
    yield stories[-1].get_absolute_url()
    yield max(public, key=lambda story: story.attendances.count()).get_absolute_url()
    for told in (
        Official.objects.on_display().named_in(public),
        Meeting.objects.mentioned_in(public),
        Topic.objects.mentioned_in(public),
        Township.objects.filter(flags__round__article__in=public),
        Reporter.objects.credited_in(public, Photo.objects.shown_in(public)),
        Photo.objects.shown_in(public),
    ):
        if entry := told.first():
            yield entry.get_absolute_url()
    for gone in Article.objects.filter(state="withdrawn")[:1]:
        yield gone.get_absolute_url()


def faults(browser, live_server, addresses: list[str], ways: Sequence[Way]) -> list[str]:
    """Each address is opened once in each type, then looked at in every way of that type."""
    found: list[str] = []
    for size in dict.fromkeys(way.size for way in ways):
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            bypass_csp=True,  # for axe and for the enlarged text, which are no part of the page
        )
        if size:
            context.add_cookies([{"name": text_size.COOKIE, "value": str(size), "url": live_server.url}])
        asked: list[str] = []
        context.on("request", lambda request, asked=asked: asked.append(request.url))
        page, axe = context.new_page(), Axe()
        for address in addresses:
            page.goto(address)
            page.evaluate(axe.axe_script)
            for way in (way for way in ways if way.size == size):
                look_at(page, way)
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if wide > 0:
                    found.append(f"{address} {way}: {wide} px too wide")
                for violation in page.evaluate(RUN_AXE):
                    found.append(f"{address} {way}: {violation['id']} {violation['nodes'][0]['html'][:120]}")
        context.close()
        found += [f"{address} of another host" for address in asked if not address.startswith(live_server.url)]
    return found


def look_at(page: Page, way: Way) -> None:
    page.set_viewport_size({"width": way.width, "height": HEIGHT})
    page.emulate_media(color_scheme=way.colours)
    grown = GROWN_LARGE % (way.zoom, way.size) if way.size else GROWN % way.zoom
    page.evaluate(ENLARGE, grown if way.zoom != 1 else "")


@pytest.fixture
def demo(live_server):
    call_command("load_demo", verbosity=0)
    gone = Article.objects.public().order_by("pk")[0]
    gone.withdraw(by=User.objects.get(username="chief"), reason="来源不实。", notice="经核实，该稿件来源有误。")
    return list(kinds_of_page())


@pytest.mark.parametrize("ways", [WAYS[:1], pytest.param(WAYS[1:], marks=pytest.mark.whole)], ids=["a phone", "all"])
def test_every_kind_of_page_of_the_demo_can_be_read_by_everyone(browser, live_server, demo, ways):
    assert len(demo) >= 27
    assert faults(browser, live_server, demo, ways) == []


@needs_sample
@pytest.mark.whole
def test_every_kind_of_page_of_the_sample_can_be_read_by_everyone(browser, live_server):
    enter_sample()
    addresses = list(kinds_of_page())
    ways = WAYS if WAYS is ALL else FEW[:1]
    assert faults(browser, live_server, addresses, ways) == []


@pytest.fixture
def bare(browser, live_server):
    """A phone that runs no scripts."""
    context = browser.new_context(
        base_url=live_server.url, viewport={"width": 360, "height": HEIGHT}, java_script_enabled=False, locale="zh-CN"
    )
    yield context.new_page()
    context.close()


def test_large_type_is_two_presses_away_without_scripts_and_stays(bare: Page):
    factories.make_issue()
    story = factories.make_signed_article()
    bare.goto(story.get_absolute_url())
    bare.get_by_role("button", name="大字版").first.click()
    expect(bare).to_have_url(f"{bare.url.split('/articles')[0]}{story.get_absolute_url()}")
    expect(bare.locator("html")).to_have_class("large size-22")
    bare.get_by_role("button", name="30").click()
    bare.goto("/")
    expect(bare.locator("html")).to_have_class("large size-30")
    bare.get_by_role("button", name="退出大字版").click()
    expect(bare.get_by_role("button", name="退出大字版")).to_have_count(0)


def test_a_reader_without_scripts_searches_and_opens_the_attendance(bare: Page):
    factories.make_issue()
    factories.make_signed_article(headline="三百亩麦田越冬", officials=[factories.make_official("司空月")])
    bare.goto("/search/")
    bare.get_by_role("searchbox").fill("麦田")
    bare.keyboard.press("Enter")
    bare.get_by_role("link", name="三百亩麦田越冬").click()
    present = bare.locator("details.attendance")
    expect(present.get_by_role("link")).to_be_hidden()
    present.locator("summary").focus()
    bare.keyboard.press("Enter")
    expect(present.get_by_role("link", name="司空月")).to_be_visible()


CAN_BE_PRESSED = "a[href], button, input:not([type=hidden]), select, summary"


def test_all_that_can_be_pressed_is_reached_by_the_tab_key_and_seen(window: Page):
    township, meeting = factories.make_township(), factories.make_meeting()
    factories.make_village(township=township)
    issue = factories.make_issue()
    for _turn in range(6):
        story = factories.make_signed_article(
            issue=issue,
            meeting=meeting,
            officials=[factories.make_official()],
            topics=["民生实事"],
            townships=[township],
            flags={"red": [township]},
            placements=[factories.make_photo()],
        )
    pages = ("/", story.get_absolute_url(), "/search/?q=" + story.headline[:2], township.get_absolute_url(), "/weeks/")
    for width, address in product((360, 1440), pages):
        window.set_viewport_size({"width": width, "height": HEIGHT})
        window.goto(address)
        wanted = window.locator(CAN_BE_PRESSED).evaluate_all(
            """all => { let n = 0; for (const one of all) if (one.checkVisibility()) one.dataset.n = ++n; return n; }"""
        )
        reached: set[str] = set()
        for press in range(wanted):
            window.keyboard.press("Tab")
            number, outline = window.evaluate(
                """() => [document.activeElement.dataset.n, getComputedStyle(document.activeElement).outlineStyle]"""
            )
            assert outline == "solid", (address, press)
            reached.add(number)
        assert reached == {str(number) for number in range(1, wanted + 1)}, (address, width)


def test_the_first_press_of_the_tab_key_offers_to_skip_to_the_story(window: Page):
    factories.make_issue()
    window.goto(factories.make_signed_article().get_absolute_url())
    window.keyboard.press("Tab")
    expect(window.get_by_role("link", name="跳到正文")).to_be_focused()
    expect(window.get_by_role("link", name="跳到正文")).to_be_in_viewport()
    window.keyboard.press("Enter")
    expect(window).to_have_url(re.compile("#content$"))
