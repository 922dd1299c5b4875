"""Fields that pick from a register by typing: only what was answered to what stands typed is picked.

The pages are the admin's own, and so are the pickers on them: one that is added joins by itself.
"""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Locator, Page, Route, expect

from people.models import Official
from tests import factories

from .test_first_story import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED, WANTED, STALE = "谌樵", "谌樵 · 党工委委员", "党工委书记"
AUTOCOMPLETE = "**/autocomplete/**"
ROWS = ".select2-results__option[aria-selected]"
MESSAGE = ".select2-results__message"


class Answers:
    """Answers an empty box at once with another leader, and what is typed when it is told to."""

    def __init__(self, window: Page):
        self.window = window
        self.held: list[tuple[str, Route]] = []
        window.route(AUTOCOMPLETE, self._take)

    def _take(self, route: Route) -> None:
        term = parse_qs(urlsplit(route.request.url).query).get("term", [""])[0]
        if term:
            self.held.append((term, route))
        else:
            _answer(route, STALE)

    def wait(self, term: str = TYPED) -> Route:
        for _turn in range(1500):
            for number, (asked, route) in enumerate(self.held):
                if asked == term:
                    del self.held[number]
                    return route
            self.window.wait_for_timeout(20)  # in which Playwright hears of requests
        raise AssertionError(f"nobody asked for {term}")

    def give(self, text: str = WANTED, term: str = TYPED) -> None:
        _answer(self.wait(term), text)


def _answer(route: Route, text: str) -> None:
    key = "900001" if text == WANTED else "900002"
    body = json.dumps({"results": [{"id": key, "text": text}], "pagination": {"more": False}})
    route.fulfill(status=200, content_type="application/json", body=body)


def pages_with_pickers() -> list[str]:
    """Where the admin lets something be added or changed, and the names that wait; in as few windows as there are."""
    factories.make_official("鄢屺川")
    Official.objects.create(name="晏知瑶", is_proposed=True)
    editor = factories.editor()
    editor.is_superuser = editor.is_staff = True
    editor.save()
    photo = factories.make_photo(photographers=[])
    adding = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_add") for m in admin.site._registry]
    changing = [
        reverse("admin:people_official_change", args=[Official.objects.first().pk]),
        reverse("admin:articles_photo_change", args=[photo.pk]),
    ]
    return [*adding, *changing, reverse("admin:articles_names")]


def pickers_on(window: Page, address: str) -> list[str]:
    """Their ids, with one row more in each group of rows."""
    window.goto(address)
    for button in window.locator(".add-row a").all():
        button.click()
    window.locator("details:not([open])").evaluate_all("all => all.forEach(one => { one.open = true; })")
    return window.locator(".admin-autocomplete:not([name*=__prefix__])").evaluate_all("all => all.map(one => one.id)")


def picked(window: Page, picker: str) -> list[str]:
    read = "one => [...one.selectedOptions].map(option => option.value).filter(Boolean)"
    return window.locator(f"[id='{picker}']").evaluate(read)


def open_list(window: Page, picker: str) -> Locator:
    box = window.locator(f"[id='{picker}'] + .select2")
    box.scroll_into_view_if_needed()
    box.locator(".select2-selection").click()
    rows = window.locator(ROWS)
    expect(rows).to_have_text([STALE])
    return rows


def type_in(window: Page, text: str) -> None:
    """As an input method does: words, and no keys."""
    window.locator(".select2-container--open .select2-search__field").first.focus()
    window.keyboard.press("ControlOrMeta+a")
    window.keyboard.insert_text(text)


@pytest.mark.whole
def test_no_picker_takes_a_row_of_the_list_before(window):
    pages = pages_with_pickers()
    sign_in(window, "editor")
    answers = Answers(window)
    found = []
    for address in pages:
        for picker in pickers_on(window, address):
            found.append(picker)
            before = picked(window, picker)
            where = f"{address} {picker}"
            rows = open_list(window, picker)
            type_in(window, TYPED)
            for key in ("Enter", "ArrowDown", "Enter", "Control+Space"):
                window.keyboard.press(key)
            assert picked(window, picker) == before, where
            expect(rows).to_have_count(0)
            answers.give()
            expect(rows).to_have_text([WANTED])
            window.keyboard.press("Enter")
            assert picked(window, picker) == [*before, "900001"], where
    assert len(found) > 12


ONE, SEVERAL = "id_main_topic", "id_townships"


@pytest.fixture
def form(window):
    """A story's form in a window of its own: browsers report what fails on purpose as errors of the page."""
    factories.author()
    sign_in(window, "author")
    page = window.context.new_page()
    page.goto("/admin/articles/article/add/")
    return page


def press_while_composing(window: Page, key: str, code: int) -> None:
    window.evaluate(
        """([key, keyCode]) => document.activeElement.dispatchEvent(
            new KeyboardEvent("keydown", { key, keyCode, which: keyCode, isComposing: true, bubbles: true }))""",
        [key, code],
    )


@pytest.mark.parametrize("picker", [ONE, SEVERAL])
def test_leaving_composing_and_late_answers_pick_nothing(form, picker):
    answers = Answers(form)
    rows = open_list(form, picker)

    type_in(form, "谌望")
    form.keyboard.press("Tab")
    expect(form.locator(ROWS)).to_have_count(0)
    rows = open_list(form, picker)  # perhaps before the search that Tab left behind has begun
    answers.give("谌望", "谌望")
    expect(rows).to_have_text([STALE])
    form.keyboard.press("Escape")
    assert picked(form, picker) == []

    rows = open_list(form, picker)
    type_in(form, "谌木")  # a search that is left behind again
    form.locator("h1").first.click()
    assert picked(form, picker) == []

    rows = open_list(form, picker)
    type_in(form, "谌")
    early = answers.wait("谌")
    type_in(form, TYPED)
    answers.give()
    expect(rows).to_have_text([WANTED])
    _answer(early, STALE)
    press_while_composing(form, "Enter", 13)
    press_while_composing(form, "Enter", 229)
    expect(rows).to_have_text([WANTED])
    assert picked(form, picker) == []

    form.keyboard.press("ArrowDown")
    form.keyboard.insert_text("们")  # no key tells of it
    expect(rows).to_have_count(0)
    form.keyboard.press("Enter")
    answers.give("谌樵们", TYPED + "们")
    expect(rows).to_have_text(["谌樵们"])
    assert picked(form, picker) == []


@pytest.mark.parametrize("picker", [ONE, SEVERAL])
def test_what_is_no_answer_picks_nothing_and_is_said(form, picker):
    answers = Answers(form)
    html = {"content_type": "text/html", "body": "<p>请登录</p>"}
    for number, (go_on, said) in enumerate(
        [
            (lambda route: route.fulfill(status=500, **html), "服务器"),
            (lambda route: route.fulfill(status=403, **html), "账号"),
            (lambda route: route.fulfill(status=200, **html), "服务器"),
            (lambda route: route.fulfill(status=200, content_type="application/json", body="{}"), "服务器"),
            (lambda route: route.abort(), "连不上"),
            (lambda route: (form.context.clear_cookies(name="sessionid"), route.continue_()), "登录"),
        ]
    ):
        open_list(form, picker)
        typed = f"{TYPED}{number}"
        type_in(form, typed)
        go_on(answers.wait(typed))
        expect(form.locator(MESSAGE)).to_contain_text(said)
        form.keyboard.press("Enter")
        form.keyboard.press("Tab")
        assert picked(form, picker) == []
