"""A reporter files, an editor signs, a reader reads: the whole way, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(window: Page, username: str) -> None:
    window.context.clear_cookies()
    window.goto("/admin/login/")
    window.fill("[name=username]", username)
    window.fill("[name=password]", factories.PASSWORD)
    window.click("[type=submit]")
    expect(window.get_by_role("heading", name="工作台")).to_be_visible()


def pick(window: Page, field: str, typed: str, wanted: str) -> None:
    """Open an autocomplete, type, and press the entry, as one does by hand: an input method gives words, not keys."""
    window.locator(f"#id_{field} + .select2").click()
    expect(window.locator(".select2-results__option").first).to_be_visible()
    window.keyboard.insert_text(typed)
    window.locator(".select2-results__option", has_text=wanted).first.click()


@pytest.fixture
def newsroom():
    factories.author()
    factories.first_reviewer()
    factories.second_reviewer()
    factories.editor()
    factories.make_topic("乡村振兴")
    factories.make_township("柳溪镇")
    factories.make_official("鲍喆")


def test_a_story_is_filed_reviewed_by_three_and_read(window, newsroom):
    sign_in(window, "author")
    window.goto("/admin/articles/article/add/")
    window.fill("[name=headline]", "柳溪镇冬管\n现场会开到田间")
    window.fill("[name=body]", "11月18日上午，柳溪镇召开冬季麦田管护现场会。\n\n　　会议要求抓好越冬管护。")
    window.fill("[name=happened_on]", "2026-11-18")
    pick(window, "main_topic", "xczx", "乡村振兴")
    pick(window, "townships", "柳溪", "柳溪镇")
    pick(window, "credits-0-reporter", "cmy", "程墨言")
    pick(window, "attendances-0-official", "鲍喆", "鲍喆")
    window.fill("[name=attendances-0-post]", "党工委书记")
    window.fill("[name=attendances-0-verbs]", "出席会议并讲话")
    window.get_by_role("button", name="保存并提交初审").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    story = Article.objects.get()
    assert (story.state, story.body.count("\n")) == ("submitted", 1)

    window.context.clear_cookies()
    assert window.goto(story.get_absolute_url()).status == 404

    for reviewer, verb, state in (
        ("first", "pass", "first_passed"),
        ("second", "pass", "second_passed"),
        ("editor", "sign", "signed"),
    ):
        sign_in(window, reviewer)
        window.goto(f"/admin/articles/article/{story.pk}/change/")
        window.locator(f"button.step-{verb}").click()
        expect(window.locator(".clipping")).to_contain_text("现场会开到田间")
        window.locator(f"button.step-{verb}").click()
        expect(window.locator(".messagelist .success")).to_be_visible()
        story.refresh_from_db()
        assert story.state == state
        window.context.clear_cookies()

    window.context.clear_cookies()
    window.goto("/")
    window.get_by_role("link", name=re.compile("现场会开到田间")).first.click()
    expect(window.get_by_role("heading", level=1)).to_contain_text("柳溪镇冬管")
    expect(window.locator(".body")).to_contain_text("本报讯（记者程墨言）11月18日上午")
    window.get_by_text("出席情况").click()
    window.get_by_role("link", name="鲍喆").click()
    expect(window.locator(".timeline")).to_contain_text("出席会议并讲话")


def test_the_week_is_read_without_scripts_and_without_scrolling_sideways(browser, live_server):
    factories.make_issue("2026-W47")
    for number in range(4):
        factories.make_signed_article(
            headline=f"第{number}件事\n分两行说清楚",
            placements=[factories.make_photo(size=(1200, 800))] if number < 2 else [],
            officials=[factories.make_official()],
            genre="photo_news" if number == 0 else "brief",
        )
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    for address in ("/", "/weeks/2026-W47/reporters/", "/weeks/2026-W47/dates/", "/weeks/2026-W47/topics/"):
        assert page.goto(address).ok
        widest = page.locator("body *").evaluate_all(
            "all => Math.max(...all.map(e => e.getBoundingClientRect().right))"
        )
        assert widest <= 360, address
    for way in ("按记者", "按日期", "按主题"):
        page.goto("/")
        button = page.get_by_role("link", name=way)
        assert button.bounding_box()["height"] >= 48
        button.click()
        expect(page.get_by_role("link", name=way)).to_have_attribute("aria-current", "page")
    context.close()
