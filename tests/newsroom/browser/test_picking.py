"""A picker takes only an answer to what is typed, however late it comes."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import factories

from .test_first_story import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What stands first in each register, what is typed, and what it finds; a picker of another register needs its line.
REGISTERS = {
    "topic": ("安全生产", "乡村振兴"),
    "township": ("宁河镇", "柳溪镇"),
    "village": ("北柳村", "东柳村"),
    "reporter": ("柴新月", "程墨言"),
    "official": ("谌愫", "谌樵"),
    "meeting": ("安全会", "冬管会"),
    "photo": ("甲图", "乙图"),
    "body": ("党工委", "管委会"),
    "issue": ("2026-W47", "2026-W48"),
}
PAGES = ("/admin/articles/article/add/", "/admin/people/official/add/", "/admin/people/village/add/")


@pytest.fixture
def registers():
    factories.editor(), factories.author()
    for name in REGISTERS["topic"]:
        factories.make_topic(name)
    for name in REGISTERS["township"]:
        factories.make_village(REGISTERS["village"][name == "柳溪镇"], factories.make_township(name))
    factories.make_reporter("柴新月", kind="staff")
    for name in REGISTERS["official"]:
        factories.make_official(name)
    for name in REGISTERS["meeting"]:
        factories.make_meeting(name)
    for name in REGISTERS["photo"]:
        factories.make_photo(alt_text=name)
    factories.make_body("管委会")
    for week in REGISTERS["issue"]:
        factories.make_issue(week)


class Held:
    """Answers to what is typed are held back until they are let go; the first list, of everything, comes at once."""

    def __init__(self, window: Page):
        self.window = window
        self.routes: list = []
        window.route("**/admin/autocomplete/**", self._hold)

    def _hold(self, route):
        if parse_qs(urlsplit(route.request.url).query).get("term"):
            self.routes.append(route)
        else:
            route.continue_()

    def let_go(self):
        while not self.routes:
            self.window.wait_for_timeout(10)
        for route in self.routes:
            route.continue_()
        self.routes.clear()


def chosen(window: Page, field: str) -> list[str]:
    return window.eval_on_selector(
        field, "field => [...field.selectedOptions].map(option => option.text).filter(Boolean)"
    )


def test_enter_takes_only_an_answer_to_what_is_typed(window, registers):
    sign_in(window, "editor")
    held = Held(window)
    tried = set()
    for page in PAGES:
        window.goto(page)
        for add in window.locator(".add-row a, .add-row button").all():
            add.click()
        fields = window.eval_on_selector_all(
            "select.admin-autocomplete", "all => all.filter(one => !one.name.includes('__prefix__')).map(one => one.id)"
        )
        assert fields, page
        for field in fields:
            named = window.get_attribute(f"#{field}", "data-field-name")
            if (page, named) in tried:
                continue
            tried.add((page, named))
            register = REGISTER_OF.get(named, named)
            _first, wanted = REGISTERS[register]
            before = chosen(window, f"#{field}")
            window.locator(f"#{field} + .select2").click()
            expect(window.locator(".select2-results__option[aria-selected]").first).to_be_visible()
            window.keyboard.insert_text(wanted)
            window.keyboard.press("Enter")
            window.keyboard.press("Enter")
            assert chosen(window, f"#{field}") == before, (page, field)
            expect(window.locator(".select2-results__option[aria-selected]")).to_have_count(0)
            held.let_go()
            expect(window.locator(".select2-results__option--highlighted")).to_contain_text(wanted)
            window.keyboard.press("Enter")
            assert [wanted in name for name in chosen(window, f"#{field}") if name not in before] == [True], (
                page,
                field,
            )
            window.keyboard.press("Escape")
    assert {REGISTER_OF.get(named, named) for _page, named in tried} == {*REGISTERS}


# Fields that are not called after their register.
REGISTER_OF = {"main_topic": "topic", "tag": "topic", "topics": "topic", "townships": "township", "villages": "village"}


def test_an_answer_that_is_an_error_picks_nothing_and_says_so(window, registers):
    sign_in(window, "editor")
    window.goto("/admin/articles/article/add/")
    window.locator("#id_main_topic + .select2").click()
    expect(window.locator(".select2-results__option[aria-selected]").first).to_be_visible()
    window.route("**/admin/autocomplete/**", lambda route: route.fulfill(status=403, body="no"))
    window.keyboard.insert_text("乡村")
    expect(window.locator(".select2-results__message")).to_be_visible()
    window.keyboard.press("Enter")
    assert chosen(window, "#id_main_topic") == []
