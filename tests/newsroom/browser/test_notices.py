"""A reminder is copied by one press, and a notice leads to its story."""

import pytest
from playwright.sync_api import expect

from tests import factories

from .test_first_story import newsroom, sign_in  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.usefixtures("newsroom")
def test_a_reminder_is_copied_by_one_press_and_a_notice_leads_to_its_story(window):
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    story = factories.make_submitted_article(headline="柳溪冬管")
    sign_in(window, "author")
    window.locator(".of-way .reminder summary").click()
    expect(window.locator(".of-way .reminder .line")).to_be_visible()
    window.wait_for_function("navigator.clipboard.readText().then(text => text.includes('柳溪冬管'))")

    story.send_back(by=factories.first_reviewer(), reason="请核实数字。")
    window.goto("/admin/")
    expect(window.locator(".of-returned blockquote")).to_contain_text("请核实数字。")
    expect(window.locator(".unread-count")).to_contain_text("1")
    window.locator(".to-notices").click()
    window.locator(".notices .unread .says a").click()
    expect(window.locator("[name=headline]")).to_have_value("柳溪冬管")
    expect(window.locator(".unread-count")).to_have_count(0)
