"""A closed tab, an expired sign-in, a double press, a colleague who was quicker: nothing typed is lost."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests import factories

from .test_first_story import newsroom, sign_in  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADD = "/admin/articles/article/add/"


def change(story: Article) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def holds(window: Page, number: int) -> None:
    """So many forms are kept in this browser."""
    expect(window.locator(".kept")).to_have_attribute("data-holds", str(number))


def leave(window: Page) -> Page:
    """The tab is closed; the same browser opens another."""
    holds(window, 1)
    other = window.context.new_page()
    window.close(run_before_unload=False)
    return other


@pytest.fixture
def story(newsroom):  # noqa: F811
    return factories.make_article(body="原来的话。", reporters=["甲一"], officials=[factories.make_official("吕沛")])


def test_a_closed_tab_is_restored_with_its_rows_and_forgotten_once_saved(window, story):
    sign_in(window, "author")
    window.goto(change(story))
    window.fill("[name=body]", "夜里写的话。\n第二段。")
    window.locator("#attendances-group .add-row a").click()
    window.fill("[name=attendances-1-name]", "何远舟")
    window = leave(window)

    window.goto(change(story))
    expect(window.locator(".kept")).to_be_visible()
    expect(window.locator(".kept-changed")).to_be_hidden()
    expect(window.locator("[name=body]")).to_have_value("原来的话。")
    window.locator(".kept-restore").click()
    expect(window.locator("[name=body]")).to_have_value("夜里写的话。\n第二段。")
    expect(window.locator("[name=attendances-1-name]")).to_have_value("何远舟")
    assert Article.objects.get().body == "原来的话。"

    window.locator("[name=_continue]").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    expect(window.locator(".kept")).to_be_hidden()
    holds(window, 0)
    assert Article.objects.get().body == "夜里写的话。\n第二段。"
    assert [row.name for row in story.attendances.all()][-1] == "何远舟"


def test_a_new_story_is_restored_or_discarded(window, newsroom):  # noqa: F811
    sign_in(window, "author")
    window.goto(ADD)
    window.fill("[name=headline]", "没写完的标题")
    window = leave(window)
    window.goto(ADD)
    window.locator(".kept-restore").click()
    expect(window.locator("[name=headline]")).to_have_value("没写完的标题")

    window = leave(window)
    window.goto(ADD)
    window.locator(".kept-drop").click()
    expect(window.locator(".kept")).to_be_hidden()
    holds(window, 0)


def test_what_a_colleague_saved_meanwhile_stands_beside_it(window, story):
    sign_in(window, "author")
    window.goto(change(story))
    window.fill("[name=body]", "夜里写的话。")
    window = leave(window)
    story.body = "别人的话。"
    story.save()

    window.goto(change(story))
    expect(window.locator(".kept-changed")).to_be_visible()
    window.locator(".kept-restore").click()
    window.locator("[name=choice-body][value=mine]").check()
    window.locator(".two-texts .default").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get().body == "夜里写的话。"
    window.goto(change(story))
    expect(window.locator(".kept")).to_be_hidden()


def test_two_savers_choose(window, story):
    sign_in(window, "author")
    window.goto(change(story))
    window.fill("[name=body]", "我的话。")
    window.fill("[name=kicker]", "我的引题")
    story.body = "别人的话。"
    story.deck = "别人的副题"
    story.save()
    window.locator("[name=_continue]").click()

    expect(window.locator("[name=choice-kicker][value=mine]")).to_be_checked()
    expect(window.locator("[name=choice-deck][value=theirs]")).to_be_checked()
    expect(window.locator("#choice-body ins").first).to_be_visible()
    window.locator("[name=choice-body][value=mine]").check()
    window.locator(".two-texts .default").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    saved = Article.objects.get()
    assert (saved.kicker, saved.deck, saved.body) == ("我的引题", "别人的副题", "我的话。")


def test_an_expired_sign_in_brings_the_text_back(window, story):
    sign_in(window, "author")
    window.goto(change(story))
    window.fill("[name=body]", "夜里写的话。")
    kept = [cookie for cookie in window.context.cookies() if cookie["name"] != "sessionid"]
    window.context.clear_cookies()
    window.context.add_cookies(kept)
    window.locator("[name=_continue]").click()
    window.fill("[name=username]", "author")
    window.fill("[name=password]", factories.PASSWORD)
    window.click("[type=submit]")
    expect(window.locator("[name=body]")).to_have_value("夜里写的话。")
    assert Article.objects.get().body == "原来的话。"

    window.locator("[name=_continue]").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get().body == "夜里写的话。"


def test_a_double_press_files_one_story(window, newsroom):  # noqa: F811
    sign_in(window, "author")
    window.goto(ADD)
    window.fill("[name=headline]", "只要一篇")
    window.fill("[name=body]", "一句话。")
    window.locator("[name=_continue]").dblclick()
    expect(window.locator(".messagelist .success")).to_have_count(1)
    assert Article.objects.count() == 1


def test_leaving_asks_only_when_something_would_be_lost(window, story):
    asked: list[str] = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept()

    window.on("dialog", answer)
    sign_in(window, "author")
    window.goto(change(story))
    window.goto("/admin/")
    assert asked == []

    window.goto(change(story))
    window.locator("[name=body]").press_sequentially("改")
    window.goto("/admin/")
    assert asked == ["beforeunload"]


def test_logging_out_asks_and_forgets(window, story):
    sign_in(window, "author")
    window.goto(change(story))
    window.fill("[name=body]", "夜里写的话。")
    window = leave(window)
    window.goto("/admin/")
    window.on("dialog", lambda dialog: dialog.accept())
    window.locator("#logout-form button").click()
    expect(window.locator("#logout-form")).to_have_count(0)
    sign_in(window, "author")
    window.goto(change(story))
    holds(window, 0)


def test_a_browser_that_keeps_nothing_is_no_fault(window, story):
    window.add_init_script(
        """Storage.prototype.setItem = (key) => {
            if (key.startsWith("newsroom.")) throw new DOMException("full", "QuotaExceededError");
        };"""
    )
    sign_in(window, "author")
    window.goto(change(story))
    window.fill("[name=body]", "夜里写的话。")
    window.locator("[name=_continue]").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get().body == "夜里写的话。"
