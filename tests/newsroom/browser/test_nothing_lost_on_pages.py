"""The pages that are not one entry's form: reviewing, steps, whole pages. And registers, which are."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Issue
from people.models import Official
from tests import factories

from .test_first_story import newsroom, sign_in  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def story(newsroom, one_review):  # noqa: F811
    return factories.make_submitted_article(body="原来的话。", reporters=["甲一"])


def again(window: Page) -> Page:
    """The tab is closed; the same browser opens another."""
    window.wait_for_function("() => Object.keys(localStorage).some((key) => key.startsWith('newsroom.kept.'))")
    other = window.context.new_page()
    window.close(run_before_unload=False)
    return other


def sign_out_elsewhere(window: Page) -> None:
    rest = [cookie for cookie in window.context.cookies() if cookie["name"] != "sessionid"]
    window.context.clear_cookies()
    window.context.add_cookies(rest)


def sign_in_again(window: Page, username: str) -> None:
    window.fill("[name=username]", username)
    window.fill("[name=password]", factories.PASSWORD)
    window.click("[type=submit]")


def kept_in(window: Page) -> int:
    return window.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('newsroom.kept.')).length")


def test_on_the_review_page_nothing_is_lost(window, story):
    page = f"/admin/articles/article/{story.pk}/review/"
    sign_in(window, "editor")
    window.goto(page)
    window.fill("[name=reason]", "第二段数字请再核。")
    window.locator("details:has([name=text-body])").evaluate("part => (part.open = true)")
    window.fill("[name=text-body]", "夜里改的话。")
    window = again(window)

    window.goto(page)
    window.locator(".kept-restore").click()
    expect(window.locator("[name=reason]")).to_have_value("第二段数字请再核。")
    expect(window.locator("[name=text-body]")).to_have_value("夜里改的话。")

    sign_out_elsewhere(window)
    window.locator("button[name=verb][value=send_back]").click()
    sign_in_again(window, "editor")
    expect(window.locator("[name=reason]")).to_have_value("第二段数字请再核。")
    expect(window.locator("[name=text-body]")).to_have_value("夜里改的话。")
    assert Article.objects.get().state == "submitted"

    window.locator("button[name=verb][value=send_back]").dblclick()
    expect(window.locator(".messagelist .success")).to_have_count(1)
    assert (Article.objects.get().state, Article.objects.get().body) == ("returned", "夜里改的话。")
    assert story.reviews.filter(verb="send_back").count() == 1
    assert kept_in(window) == 0


def test_words_that_a_colleague_changed_meanwhile_are_not_overwritten(window, story):
    page = f"/admin/articles/article/{story.pk}/review/"
    sign_in(window, "editor")
    window.goto(page)
    window.locator("details:has([name=text-body])").evaluate("part => (part.open = true)")
    window.fill("[name=text-body]", "夜里改的话。")
    window.fill("[name=reason]", "请再核。")
    window = again(window)
    Article.objects.filter(pk=story.pk).update(body="别人的话。")

    window.goto(page)
    window.locator(".kept-restore").click()
    expect(window.locator("[name=text-body]")).to_have_value("别人的话。")
    expect(window.locator("[name=reason]")).to_have_value("请再核。")
    expect(window.locator(".unsaved")).to_contain_text("夜里改的话。")


def test_a_whole_page_is_signed_and_closed_by_one_press_each_and_its_words_are_kept(window, story):
    issue = Issue.objects.get(pk=story.issue_id)
    sign_in(window, "editor")
    window.goto(f"/admin/articles/issue/{issue.pk}/sign/")
    window.fill("[name=at]", "2099-01-02T03:04")
    window = again(window)
    window.goto(f"/admin/articles/issue/{issue.pk}/sign/")
    window.locator(".kept-restore").click()
    expect(window.locator("[name=at]")).to_have_value("2099-01-02T03:04")
    window.fill("[name=at]", "")
    window.locator(".step-form .default").dblclick()
    expect(window.locator(".messagelist .success")).to_have_count(1)
    expect(window.locator(".messagelist .error")).to_have_count(0)
    assert Article.objects.get().state == "signed"
    window.goto(f"/admin/articles/issue/{issue.pk}/turn/close/")
    window.locator(".step-form .default").dblclick()
    expect(window.locator(".messagelist .success")).to_have_count(1)
    assert issue.records.count() == 1


def test_a_register_entry_is_restored_beside_what_a_colleague_saved(window, newsroom):  # noqa: F811
    official = factories.make_official("吕沛")
    page = f"/admin/people/official/{official.pk}/change/"
    sign_in(window, "editor")
    window.goto(page)
    window.fill("[name=name]", "吕沛然")
    window = again(window)
    Official.objects.filter(pk=official.pk).update(is_on_display=not official.is_on_display)

    window.goto(page)
    window.locator(".kept-restore").click()
    expect(window.locator("[name=name]")).to_have_value("吕沛然")
    window.locator("[name=_continue]").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    saved = Official.objects.get(pk=official.pk)
    assert (saved.name, saved.is_on_display) == ("吕沛然", not official.is_on_display)
    assert kept_in(window) == 0
