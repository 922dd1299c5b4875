"""What no form of ours sends is refused in plain words, and tells nothing of stories that a person may not read."""

import pytest
from django.test import RequestFactory

from adminkit.formsets import MOST_NEW_ROWS
from newsroom.request_limits import Utf8Handler
from tests import factories
from tests.articles.admin.forms import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporter(client):
    client.force_login(factories.make_user("reporter"))
    return client


def sent(path: str, **environ) -> int:
    """The status that a server would answer: the test client makes its requests in a way of its own."""
    content, told = b"size=22&next=/", []
    asked = RequestFactory().generic("POST", path, content).environ
    Utf8Handler()({**asked, **environ}, lambda status, headers: told.append(status))
    return int(told[0].split()[0])


@pytest.mark.parametrize("path", ["/admin/login/", "/text-size/", "/search/?q=水"])
def test_a_body_in_another_charset_is_refused(path):
    for charset in ("rot13", "base64", "zlib", "utf-7", "utf-16", "idna", "nonsense", "a\0b", ""):
        kind = f"application/x-www-form-urlencoded; charset={charset}"
        assert sent(path, CONTENT_TYPE=kind) == 400, charset


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf-8"'])
def test_a_body_in_our_charset_is_read(charset):
    assert sent("/text-size/", CONTENT_TYPE=f"application/x-www-form-urlencoded; charset={charset}") == 302


@pytest.mark.parametrize("length", ["1.5", "abc", "-1", "9" * 5000])
def test_a_length_that_is_no_number_is_refused(length):
    assert sent("/admin/login/", CONTENT_LENGTH=length) == 400


def test_too_many_questions_are_refused():
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    assert sent("/text-size/", CONTENT_TYPE=kind, QUERY_STRING="&" * 9000) < 500


def test_a_picker_without_its_question_is_refused(reporter):
    asked = {"app_label": "articles", "model_name": "article", "field_name": "meeting"}
    assert reporter.get("/admin/autocomplete/", asked).status_code == 200
    for left_out in asked:
        sent = {name: value for name, value in asked.items() if name != left_out}
        assert reporter.get("/admin/autocomplete/", sent).status_code == 403, left_out
    assert reporter.get("/admin/autocomplete/").status_code == 403


def test_a_picker_asks_for_fields_of_forms_only(reporter):
    """The other end of a relation has no choices."""
    asked = {"app_label": "people", "model_name": "body", "field_name": "appointments"}
    assert reporter.get("/admin/autocomplete/", asked).status_code == 403


@pytest.mark.parametrize(
    ("register", "relation"),
    [
        ("articles/meeting", "coverage"),
        ("articles/meeting", "coverage__isnull"),
        ("articles/topic", "articles"),
        ("people/official", "attendances"),
        ("people/official", "attendances__isnull"),
        ("people/reporter", "credits"),
        ("people/township", "articles"),
        ("articles/photo", "placements"),
    ],
)
def test_no_list_tells_whether_a_hidden_story_links_to_an_entry(reporter, register, relation):
    story = factories.make_article(
        meeting=factories.make_meeting(), officials=[factories.make_official()], topics=["人居环境"]
    )
    for value in (story.pk, 0, 1):
        assert reporter.get(f"/admin/{register}/", {relation: value}).status_code in (302, 400)
        answer = reporter.get(f"/admin/{register}/", {relation: value}, follow=True)
        assert answer.status_code == 400 or not answer.context["cl"].get_filters_params()


def test_a_list_is_narrowed_by_what_it_offers(reporter):
    body = factories.make_body()
    for register, asked in (
        ("people/official", {"appointments__body__id__exact": body.pk}),
        ("people/village", {"township__id__exact": factories.make_township().pk}),
        ("articles/meeting", {"day__year": 2026}),
        ("people/body", {"kind__exact": "party"}),
    ):
        assert reporter.get(f"/admin/{register}/", asked).status_code == 200, register


def test_what_is_no_key_ticks_no_row(client):
    client.force_login(factories.make_user("chief_editor"))
    factories.make_meeting()
    for key in ("a/b", "9" * 400, "\0", ""):
        sent = {"action": "delete_selected", "_selected_action": key}
        assert client.post("/admin/articles/meeting/", sent).status_code == 400, key


@pytest.mark.parametrize("path", ["people/body/?kind=1%00", "articles/article/?%00=1", "articles/meeting/?p=%00"])
def test_no_address_of_the_desk_holds_a_nul(reporter, path):
    assert reporter.get(f"/admin/{path}").status_code == 400


def test_an_empty_name_of_a_field_finds_the_entry_by_its_key(client):
    client.force_login(factories.editor())
    topic = factories.make_topic()
    address = f"/admin/articles/topic/{topic.pk}/change/?_to_field="
    assert client.get(address).status_code == 200
    assert client.post(address, {"name": "教育", "order": "3"}).status_code < 500


@pytest.mark.parametrize("register", ["articles/article", "people/official", "articles/issue", "articles/photo"])
@pytest.mark.parametrize(
    ("total", "initial"), [("100000", "0"), ("3", "900000000"), ("99999999", "99999999"), ("x", "x"), ("3", "-1")]
)
def test_numbers_of_rows_that_nobody_typed_are_not_counted_to(client, register, total, initial):
    client.force_login(factories.editor())
    story = factories.make_article(officials=[factories.make_official()], placements=[factories.make_photo()])
    model = {"articles/article": story, "people/official": story.attendances.get().official}.get(register)
    model = model or {"articles/issue": story.issue, "articles/photo": story.placements.get().photo}[register]
    address = f"/admin/{register}/{model.pk}/change/"
    sent = filled(client.get(address))
    numbers = {name: total for name in sent if name.endswith("-TOTAL_FORMS")}
    numbers |= {name: initial for name in sent if name.endswith("-INITIAL_FORMS")}

    answer = client.post(address, sent | numbers)

    assert answer.status_code in (200, 302)
    for inline in (answer.context or {}).get("inline_admin_formsets", ()):
        assert len(inline.formset.forms) <= len(inline.formset.get_queryset()) + MOST_NEW_ROWS


@pytest.mark.parametrize("page", ["article/add/", "article/{}/change/"])
def test_no_form_saves_an_entry_as_a_new_one(reporter, page):
    address = f"/admin/articles/{page.format(factories.make_article().pk)}"
    assert reporter.post(address, {"_saveasnew": "1", "headline": ""}).status_code == 400
