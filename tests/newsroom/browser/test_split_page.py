"""A printed page is pasted, looked through and filed, in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from newsroom.demo import loader
from tests import factories
from tests.newsroom.sample import SEED_DIR, needs_sample

from .test_first_story import sign_in

PAGE = (loader.FOLDER / "page.txt").read_text(encoding="utf-8")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def paste(window: Page, text: str, week: str) -> None:
    window.goto("/admin/")
    window.locator(".piles").get_by_role("link", name="整版拆稿").click()
    window.fill("[name=text]", text)
    window.fill("[name=week]", week)
    window.get_by_role("button", name="拆成稿件").click()
    expect(window.locator(".card").first).to_be_visible()


def mend_and_save(window: Page, *, headline: str, untick: int, drafts: int) -> None:
    window.locator("#card-1 textarea.headline").fill(headline)
    window.locator(f"#card-{untick}").get_by_label("存为草稿").uncheck()
    expect(window.locator(".ticked-count")).to_contain_text(f"{drafts} /")
    window.get_by_role("button", name="保存为草稿").click()
    expect(window.locator(".messagelist")).to_contain_text(f"已存为{drafts}篇草稿")


def test_the_demo_page_becomes_drafts_that_wait_on_the_desk(window):
    factories.author()
    sign_in(window, "author")
    paste(window, PAGE, "2026-W46")
    cards = window.locator(".card").count()
    # A mark leads to its card, and back; the text follows the card that one works on.
    window.locator(".passage .number", has_text=re.compile(r"\b5$")).first.click()
    expect(window).to_have_url(re.compile("#card-5$"))
    window.locator("#card-5 textarea.headline").click()
    expect(window.locator("#passage-5")).to_have_class(re.compile("current"))

    mend_and_save(window, headline="主标题改过\n分两行", untick=2, drafts=cards - 1)

    expect(window.locator("#card-1")).to_contain_text("草稿")
    expect(window.locator("#card-2").get_by_label("存为草稿")).to_be_checked()
    assert Article.objects.filter(headline="主标题改过\n分两行").exists()
    window.get_by_role("link", name="查看本版草稿").click()
    expect(window.locator("#result_list tbody tr")).to_have_count(cards - 1)
    window.goto("/admin/")
    expect(window.locator(".piles")).to_contain_text(f"{cards - 1} 我的草稿")


def test_names_are_settled_in_one_press(window):
    factories.author(), factories.editor()
    sign_in(window, "editor")
    paste(window, PAGE, "2026-W46")
    window.get_by_role("button", name="保存为草稿").click()
    window.locator(".messagelist").get_by_role("link", name="待确认名单").click()
    # One of them is somebody with another name, who is picked.
    factories.make_reporter("沈牧")
    first = window.locator("fieldset.name", has_text="沈牧之")
    first.locator(".select2").click()
    window.keyboard.insert_text("沈牧")
    window.locator(".select2-results__option", has_text="沈牧").first.click()
    # A name that is one character off a registered one waits until somebody says that it is another.
    for row in window.locator("fieldset.name").all():
        if row.get_by_label("以后再说").is_checked():
            row.get_by_label("登记为新条目").check()
    window.get_by_role("button", name="按勾选处理").click()
    expect(window.get_by_text("没有待确认的名字")).to_be_visible()
    window.goto("/admin/")
    expect(window.get_by_role("link", name="待确认名单")).to_have_count(0)


def test_on_a_telephone_without_scripts_each_card_has_its_passage(browser, live_server):
    factories.author()
    context = browser.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    window = context.new_page()
    sign_in(window, "author")
    paste(window, PAGE, "2026-W46")
    window.locator("#card-1 .own-passage summary").click()
    expect(window.locator("#card-1 .as-printed")).to_be_visible()
    widest = window.locator("body *").evaluate_all("all => Math.max(...all.map(e => e.getBoundingClientRect().right))")
    assert widest <= 360
    window.get_by_role("button", name="保存为草稿").click()
    expect(window.locator(".messagelist")).to_contain_text("篇草稿")
    context.close()


@needs_sample
def test_of_the_sample_page_ten_of_eleven_are_saved(window):
    factories.author()
    sign_in(window, "author")
    paste(window, (SEED_DIR / "roundup.txt").read_text(encoding="utf-8"), "2021-W50")
    expect(window.locator(".card")).to_have_count(11)

    mend_and_save(window, headline="改过的标题", untick=4, drafts=10)

    assert Article.objects.count() == 10
    window.goto("/admin/")
    expect(window.locator(".piles")).to_contain_text("10 我的草稿")
