"""A reader presses the link to subscribe, and is told in plain words what it is for; corrections reach the feed."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Correction
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def correct(story: Article) -> None:
    copy = story.correct(by=factories.author())
    copy.body = copy.body.replace("抓好", "做好")
    copy.save()
    Correction.objects.create(article=copy, text="“抓好”应为“做好”。", after_paragraph=1)
    copy.submit(by=factories.author())
    factories.pass_reviews(copy).sign(by=factories.editor())


def test_a_feed_opened_in_a_browser_is_laid_out(window: Page):
    factories.make_issue()
    story = factories.make_signed_article(headline="三百亩麦田越冬")
    window.goto("/")
    window.click("footer a[href='/feed/']")
    heading, entry = window.locator("feed > title"), window.locator("entry > title")
    expect(entry).to_have_text("三百亩麦田越冬")
    expect(entry).to_be_visible()
    expect(window.locator("entry > content")).to_be_hidden()
    explanation = heading.evaluate("title => getComputedStyle(title, '::after').content")
    assert "订阅" in explanation

    correct(story)
    window.reload()
    assert "应为“做好”" in (window.locator("entry > content").text_content() or "")

    Article.objects.get(pk=story.pk).withdraw(by=factories.editor(), reason="来源不实。")
    window.reload()
    expect(heading).to_be_visible()
    expect(entry).to_have_count(0)


def test_a_reader_who_returns_to_a_withdrawn_story_meets_a_notice_and_a_way_on(window: Page):
    factories.make_issue()
    story = factories.make_signed_article(headline="要撤下的标题")
    window.goto(story.get_absolute_url())
    expect(window.get_by_role("heading", level=1)).to_have_text("要撤下的标题")
    story.withdraw(by=factories.editor(), reason="来源不实。", notice="经核实，该稿件来源有误。")
    answer = window.reload()
    assert answer is not None and answer.status == 410
    expect(window.locator("main")).to_contain_text("经核实，该稿件来源有误。")
    expect(window.locator("main")).not_to_contain_text("要撤下的标题")
    window.click("main a[href='/']")
    expect(window.locator("body")).not_to_contain_text("要撤下的标题")
    window.click("footer a[href='/corrections/']")
    expect(window.locator("main")).to_contain_text("经核实，该稿件来源有误。")
