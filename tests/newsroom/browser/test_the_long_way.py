"""All that can happen to one story, in a browser: returned, mended, scheduled, corrected, offline, withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article

from .test_first_story import newsroom, pick, sign_in  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Clock:
    """The newsroom's own clock, which a test turns forward."""

    def __init__(self, monkeypatch):
        self.ahead, real = timedelta(), timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def turn(self, **by) -> None:
        self.ahead += timedelta(**by)


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def form(story) -> str:
    return f"/admin/articles/article/{story.pk}/change/"


def as_reader(window: Page, address: str) -> int:
    window.context.clear_cookies()
    return window.goto(address).status


def review(window: Page, who: str, story, button: str, *, comment: str = "", at: str = "") -> None:
    sign_in(window, who)
    window.goto(f"/admin/articles/article/{story.pk}/review/")
    if comment:
        window.fill("[name=reason]", comment)
    if at:
        window.fill("[name=at]", at)
    window.get_by_role("button", name=button, exact=True).click()
    expect(window.locator(".messagelist .success")).to_be_visible()


def three_reviews(window: Page, story, *, at: str = "") -> None:
    review(window, "first", story, "初审通过")
    review(window, "second", story, "复审通过")
    review(window, "editor", story, "签发", at=at)


def press(window: Page, who: str, story, step: str, **typed) -> None:
    """A step from the story's form; those that ask once more are told what they ask."""
    sign_in(window, who)
    window.goto(form(story))
    window.locator(f".step-{step}").click()
    # On a busy machine the press returns before its answer is here.
    expect(window.locator(".step-form, .messagelist .success").first).to_be_visible()
    if typed or window.locator(".step-form").count():
        for name, words in typed.items():
            window.fill(f"[name={name}]", words)
        window.locator(f".step-form button.step-{step}").click()
    expect(window.locator(".messagelist .success")).to_be_visible()


def file_story(window: Page) -> Article:
    sign_in(window, "author")
    window.goto("/admin/articles/article/add/")
    window.fill("[name=headline]", "柳溪镇冬管现场会开到田间")
    window.fill("[name=body]", "11月18日上午，柳溪镇召开冬季麦田管护现场会。\n全镇今年种麦三万亩。")
    window.fill("[name=happened_on]", "2026-11-18")
    pick(window, "main_topic", "xczx", "乡村振兴")
    pick(window, "credits-0-reporter", "cmy", "程墨言")
    window.get_by_role("button", name="保存并提交初审").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    return Article.objects.get()


def mend(window: Page, story, before: str, after: str) -> None:
    body = window.locator("[name=body]")
    body.fill(body.input_value().replace(before, after))


@pytest.mark.usefixtures("newsroom")
def test_the_long_way_of_one_story(window, clock):
    story = file_story(window)

    review(window, "first", story, "退回修改", comment="亩数请与镇农办核对。")
    sign_in(window, "author")
    window.goto(form(story))
    expect(window.locator(".remark")).to_contain_text("亩数请与镇农办核对。")
    mend(window, story, "三万亩", "两万八千亩")
    window.get_by_role("button", name="保存并提交初审").click()
    expect(window.locator(".messagelist .success")).to_be_visible()

    in_two_minutes = timezone.localtime(timezone.now() + timedelta(minutes=2))
    three_reviews(window, story, at=in_two_minutes.strftime("%Y-%m-%dT%H:%M"))
    assert as_reader(window, story.get_absolute_url()) == 404
    clock.turn(minutes=3)
    assert as_reader(window, story.get_absolute_url()) == 200
    expect(window.locator(".body")).to_contain_text("两万八千亩")

    press(window, "author", story, "correct")
    copy = Article.objects.get(corrects=story)
    mend(window, copy, "两万八千亩", "两万六千亩")
    window.select_option("[name=corrections-0-kind]", "correction")
    window.fill("[name=corrections-0-text]", "本文中的种麦面积有误，现已更正。")
    window.get_by_role("button", name="保存并提交初审").click()
    expect(window.locator(".messagelist .success")).to_be_visible()
    assert as_reader(window, copy.get_absolute_url()) == 404
    three_reviews(window, copy)
    assert as_reader(window, story.get_absolute_url()) == 200
    expect(window.locator(".body")).to_contain_text("两万六千亩")
    expect(window.locator(".correction")).to_contain_text("种麦面积有误")
    assert as_reader(window, "/corrections/") == 200
    expect(window.locator(".timeline")).to_contain_text("种麦面积有误")

    press(window, "second", story, "take_offline")
    assert as_reader(window, story.get_absolute_url()) == 404
    press(window, "editor", story, "restore")
    assert as_reader(window, story.get_absolute_url()) == 200

    press(window, "editor", story, "withdraw", reason="采访对象要求撤下。")
    assert as_reader(window, story.get_absolute_url()) == 410
    expect(window.get_by_role("heading", level=1)).to_contain_text("该稿件已撤下")
    story.refresh_from_db()
    assert story.state == "withdrawn"
