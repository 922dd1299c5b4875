"""识别填表: a pasted story fills the form, one press puts back what stood there, and what is saved is what was read."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from articles.admin import read_this
from articles.models import Article
from newsroom.demo import loader
from tests import factories

from .test_first_story import pick, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = (loader.FOLDER / "page.txt").read_text(encoding="utf-8")
STORY = PAGE[PAGE.index("本报讯（记者沈牧之）") : PAGE.index("本报讯（记者骆一舟）")]
LEADERS = ("鄢屺川", "仉若蘅", "禤伯言", "亓官雪", "谌樵", "晏知遥", "晏知瑶")
READ = ".read-this-press button"
UNDO = ".read-this-said button"


@pytest.fixture
def newsroom(monkeypatch):
    """The people and places of the story; 晏知瑶 is in no register."""
    monkeypatch.setattr(read_this.timezone, "localdate", lambda *_: date(2026, 11, 16))
    factories.author()
    factories.editor()
    factories.make_topic("乡村振兴")
    factories.make_reporter("沈牧之")
    for name in ("柳埠街道", "望塔街道", "三河口镇", "上王作乡"):
        factories.make_township(name)
    posts = {"鄢屺川": [("党工委", "书记", 1)], "仉若蘅": [("党工委", "副书记", 2), ("管委会", "主任", 2)]}
    for number, name in enumerate(LEADERS[:-1], start=1):
        held = posts.get(name, [("管委会", f"副主任{number}", number)])
        factories.make_official(name, held, from_day=date(2020, 1, 1))
    factories.make_meeting("农田水利冬修暨村庄清洁冬季行动动员会", day=date(2026, 11, 12))


def paste(window: Page, text: str) -> None:
    window.fill("#read-this-text", text)
    window.press("#read-this-text", "Control+Enter")


def sentence(window: Page, name: str) -> str:
    return window.locator(".read-this").get_attribute(f"data-{name}") or ""


def standing(window: Page) -> dict:
    """All that the form would send, and the words in its picks."""
    return window.evaluate(
        """() => {
            const form = document.querySelector("#article_form");
            const sent = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
            const shown = [...form.querySelectorAll(".select2-selection__rendered")].map((e) => e.textContent);
            return { sent, shown };
        }"""
    )


def test_a_pasted_story_fills_the_form_and_is_saved_as_read(window, newsroom):
    sign_in(window, "author")
    window.goto("/admin/articles/article/add/")
    window.fill("[name=headline]", "我自己的标题")
    window.fill("[name=slugline]", "冬修")
    window.fill("[name=attendances-0-name]", "何远舟")
    window.fill("[name=attendances-0-organisation]", "远舟公司")
    pick(window, "townships", "柳埠", "柳埠街道")
    pick(window, "main_topic", "xczx", "乡村振兴")
    before = standing(window)

    paste(window, STORY)
    said = window.locator(".read-this-said")
    expect(said).to_contain_text(sentence(window, "filled"))
    expect(said).to_contain_text("主标题")
    expect(said).to_contain_text("晏知瑶")
    expect(window.locator("[name=headline]")).to_have_value("云汀新区召开农田水利冬修暨\n村庄清洁冬季行动动员会")
    expect(window.locator("[name=slugline]")).to_have_value("冬修")
    expect(window.locator("[name=attendances-6-name]")).to_have_value("晏知瑶")
    expect(window.locator("#credits-0 .select2-selection__rendered")).to_contain_text("沈牧之")
    expect(window.locator("#attendances-0 .select2-selection__rendered")).to_contain_text("鄢屺川")
    expect(window.locator(".field-happened_on.read-doubt")).to_be_visible()
    assert not Article.objects.exists()

    window.locator(UNDO).click()
    expect(said).not_to_contain_text("晏知瑶")
    assert standing(window) == before
    expect(window.locator(UNDO)).to_have_count(0)

    window.click(READ)
    expect(window.locator(UNDO)).to_be_visible()
    window.get_by_role("button", name="保存", exact=True).click()
    expect(window.locator(".messagelist .success")).to_be_visible()

    story = Article.objects.get()
    assert (story.genre, story.slugline) == ("brief", "冬修")
    assert story.headline == "云汀新区召开农田水利冬修暨\n村庄清洁冬季行动动员会"
    assert story.body.startswith("11月12日上午，云汀新区召开") and "三河口镇作了表态发言" in story.body
    assert (story.happened_on, story.happened_until, story.part_of_day) == (date(2026, 11, 12), None, "2_morning")
    assert story.meeting.name == "农田水利冬修暨村庄清洁冬季行动动员会"
    assert story.townships.count() == 4
    assert [(c.role, c.reporter.name, c.name_as_printed) for c in story.credits.all()] == [
        ("reporter", "沈牧之", "沈牧之")
    ]
    there = list(story.attendances.all())
    assert [row.name for row in there] == list(LEADERS)
    assert [bool(row.official) for row in there] == [True] * 6 + [False]
    assert (there[1].post, there[1].verbs, there[1].group) == ("党工委副书记、管委会主任", "主持会议", "principal")
    flags = {flag.township.name: flag.colour for flag in story.flag_rounds.get().flags.all()}
    assert flags == {"上王作乡": "red", "柳埠街道": "red", "三河口镇": "blue", "望塔街道": "blue"}


def test_a_draft_keeps_the_rows_of_whom_the_text_names_and_drops_the_others(window, newsroom):
    official = factories.Official.objects.get(name="仉若蘅")
    stranger = factories.make_official("鲍喆")
    draft = factories.make_article(created_by=factories.author(), officials=[stranger, official])
    row = draft.attendances.get(official=official)
    sign_in(window, "author")
    window.goto(f"/admin/articles/article/{draft.pk}/change/")
    window.click(".read-this summary")
    before = standing(window)

    paste(window, STORY)
    expect(window.locator("[name=attendances-0-DELETE]")).to_be_checked()
    window.locator(UNDO).click()
    assert standing(window) == before

    paste(window, STORY)
    expect(window.locator(UNDO)).to_be_visible()
    window.get_by_role("button", name="保存", exact=True).click()
    expect(window.locator(".messagelist .success")).to_be_visible()

    assert [person.name for person in draft.attendances.all()] == list(LEADERS)
    assert draft.attendances.get(official=official).pk == row.pk
    assert [credit.name_as_printed for credit in draft.credits.all()] == ["沈牧之"]


def test_what_goes_wrong_is_said_and_nothing_is_lost(window, newsroom):
    sign_in(window, "author")
    window.goto("/admin/articles/article/add/")
    window.fill("[name=headline]", "我自己的标题")
    before = standing(window)
    problem = window.locator(".read-problem")

    paste(window, "你好")
    expect(problem).to_be_visible()
    paste(window, "字" * 60_001)
    expect(problem).to_contain_text("60000")
    window.route("**/read-this/", lambda route: route.fulfill(status=403, body="no"))
    paste(window, STORY)
    expect(problem).to_have_text(sentence(window, "refused"))
    window.unroute("**/read-this/")
    window.evaluate("() => { window.online = fetch; window.fetch = () => Promise.reject(new TypeError()); }")
    paste(window, STORY)
    expect(problem).to_have_text(sentence(window, "offline"))
    window.evaluate("() => { window.fetch = window.online; }")
    window.context.clear_cookies(name="sessionid")
    paste(window, STORY)
    expect(problem).to_have_text(sentence(window, "signed-out"))

    assert standing(window) == before
    expect(window.locator("#read-this-text")).to_have_value(STORY)

    sign_in(window.context.new_page(), "author")
    window.click(READ)
    expect(window.locator(UNDO)).to_be_visible()
    window.get_by_role("button", name="保存", exact=True).click()
    expect(window.locator(".messagelist .success")).to_be_visible()


def test_without_scripts_there_is_no_box_and_with_them_no_sideways_scrolling(browser, live_server, newsroom):
    for scripts in (False, True):
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=scripts,
            viewport={"width": 360, "height": 740},
            locale="zh-CN",
        )
        page = context.new_page()
        sign_in(page, "author")
        page.goto("/admin/articles/article/add/")
        expect(page.locator(".read-this")).to_be_visible(visible=scripts)
        if scripts:
            paste(page, PAGE)
            expect(page.locator(".read-this-said")).to_contain_text("10")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        context.close()
