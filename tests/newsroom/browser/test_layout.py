"""How pages stand on a phone and on a desk, where it can be said in numbers."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from newsroom.pages import text_size
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST_SCREEN = 560  # of a small phone, below the browser's own bars


@pytest.fixture
def phone(window: Page):
    window.set_viewport_size({"width": 360, "height": 740})
    return window


def foot_of(place) -> float:
    box = place.bounding_box()
    return box["y"] + box["height"]


@pytest.fixture
def week():
    closed = factories.make_issue(number=312)
    factories.make_signed_article(
        issue=closed,
        headline="柳溪区召开农田水利冬修\n暨村庄清洁冬季行动动员会",
        standfirst="上王作乡、柳埠街道获村庄清洁红旗；186公里沟渠12月底前完成清淤，泵站和塘堰改造明年2月底前完工。",
        placements=[factories.make_photo()],
        happened_on=closed.first_day + timedelta(days=3),
    )
    return closed


def test_a_phone_shows_search_large_type_the_lead_and_the_edge_of_the_first_picture_at_once(phone: Page, week):
    for address in ("/", week.get_absolute_url()):
        phone.goto(address)
        search = phone.get_by_role("link", name="搜索", exact=True).first
        larger = phone.get_by_role("button", name="大字版").first
        for way in (search, larger):
            assert way.bounding_box()["height"] >= 44
            assert foot_of(way) < phone.locator(".lead h2").bounding_box()["y"]
        assert phone.locator(".first-picture img").bounding_box()["y"] < FIRST_SCREEN
    for grouping in ("reporters", "dates", "topics"):
        phone.goto(f"{week.get_absolute_url()}{grouping}/")
        expect(phone.get_by_role("button", name="大字版").first).to_be_in_viewport()


@pytest.mark.parametrize("size", [22, 30])
def test_in_large_type_search_stands_above_the_story(phone: Page, live_server, week, size):
    phone.context.add_cookies([{"name": text_size.COOKIE, "value": str(size), "url": live_server.url}])
    phone.goto("/")
    search = phone.get_by_role("link", name="搜索", exact=True).first
    assert search.bounding_box()["height"] >= 44
    assert foot_of(search) < phone.locator(".lead h2").bounding_box()["y"]


def test_no_box_of_verbs_is_broken_over_two_lines(phone: Page):
    official = factories.make_official()
    said = [
        "出席会议",
        "出席会议并讲话",
        "主持会议并通报上月情况",
        "宣读表彰决定、部署下一阶段工作并颁发流动红旗",
    ]
    for verbs in said:
        meeting = factories.make_meeting(verbs)
        factories.make_signed_article(officials=[(official, "柳溪区党工委书记", verbs)], meeting=meeting)
    for address in (official.get_absolute_url(), meeting.get_absolute_url()):
        phone.goto(address)
        boxes = phone.locator(".verbs").evaluate_all("all => all.map(one => one.getClientRects().length)")
        assert boxes and set(boxes) == {1}, address
        assert phone.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_paper_of_a_short_page_reaches_the_foot_of_the_window(window: Page, colours):
    window.emulate_media(color_scheme=colours)
    window.set_viewport_size({"width": 1440, "height": 1000})
    window.goto("/corrections/")
    paper = window.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert paper == ("rgb(253, 252, 248)" if colours == "light" else "rgb(22, 21, 15)")


def test_a_phones_foot_names_each_way_once_in_an_even_grid_of_broad_targets(phone: Page, week):
    phone.goto("/")
    foot = phone.get_by_role("contentinfo")
    ways = foot.locator("a, button").filter(visible=True)
    names = ways.all_inner_texts()
    assert len(names) == len(set(names))
    assert {"搜索", "大字版"} <= set(names)
    assert foot.get_by_role("navigation").get_by_role("link").filter(visible=True).count() % 2 == 0
    assert all(way.bounding_box()["height"] >= 44 for way in ways.all())


def test_the_days_of_the_week_strip_can_be_read(phone: Page, week):
    phone.goto("/")
    sizes = phone.locator(".strip small").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert len(sizes) == 7 and min(sizes) >= 14


BROKEN = """() => {
  const words = /[0-9]+月[0-9]+日|三河口镇|双塔街道/g, broken = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    for (const found of node.data.matchAll(words)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const rows = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (rows.size > 1) broken.push(found[0]);
    }
  }
  return broken;
}"""


def test_no_line_ends_within_a_day_or_a_place(phone: Page):
    places = [factories.make_township(name) for name in ("三河口镇", "双塔街道")]
    # A letter more in each sentence moves the days and places over every place in a line.
    told = ["长" * number + "于11月18日到三河口镇、双塔街道，12月20日到双塔街道。" for number in range(24)]
    photo = (factories.make_photo(), told[5])
    story = factories.make_signed_article(
        headline="冬修", standfirst=told[8], body="\n".join(told), townships=places, placements=[photo]
    )
    for address in ("/", f"{story.issue.get_absolute_url()}dates/", story.get_absolute_url()):
        phone.goto(address)
        assert phone.evaluate(BROKEN) == [], address
