"""History is read, never written: a former state comes back through the entry's own form, by whoever may change it."""

import pytest
from django.test import Client
from django.urls import get_resolver

from people.models import Official, Reporter
from tests.factories import author, editor, make_article, make_official, make_photo, make_reporter, make_user

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def version_of(entry) -> str:
    opts = entry._meta
    return f"/admin/{opts.app_label}/{opts.model_name}/{entry.pk}/history/{entry.history.first().pk}/"


@pytest.mark.parametrize(
    "role", ["reporter", "proofreader", "first_reviewer", "chief_editor", "newsroom_administrator"]
)
def test_nobody_writes_a_register_through_its_history(role):
    official = make_official("谌樵")
    signed_in(make_user(role)).post(version_of(official), {"name": "谌憔", "gender": "", "note": ""})
    assert Official.objects.get().name == "谌樵"
    assert official.history.count() == 1


def test_nobody_parts_an_entry_from_its_account_through_its_history():
    chief = make_user("chief_editor")
    reporter = make_reporter("苗晓澜")
    reporter.user = chief
    reporter.save()
    first = f"/admin/people/reporter/{reporter.pk}/history/{reporter.history.last().pk}/"
    signed_in(chief).post(first, {"name": "苗晓澜", "kind": "staff", "unit": "", "is_active": "on"})
    assert Reporter.objects.get(pk=reporter.pk).user == chief


def test_no_picture_in_others_stories_is_changed_through_its_history():
    photo = make_photo(alt_text="河堤")
    make_article(placements=[photo]).submit(by=author())
    signed_in(make_user("reporter")).post(version_of(photo), {"alt_text": "改", "rights": "own"})
    photo.refresh_from_db()
    assert photo.alt_text == "河堤"


def test_the_history_of_a_picture_is_hidden_from_whom_the_picture_is_hidden():
    photo = make_photo(alt_text="隐去的画面")
    make_article(placements=[photo])
    page = f"/admin/articles/photo/{photo.pk}/history/"
    assert signed_in(make_user("reporter")).get(page).status_code == 404
    assert signed_in(editor()).get(page).status_code == 200


@pytest.mark.parametrize("model", ["people/official", "articles/photo", "articles/topic", "articles/article"])
@pytest.mark.parametrize("key", ["abc", "0", "9" * 30, "１", "%00"])
def test_the_history_of_what_no_register_holds_is_not_found(model, key):
    answer = signed_in(editor()).get(f"/admin/{model}/{key}/history/")
    assert answer.status_code in (302, 404)  # Django's own list says it on the desk


def test_the_history_of_an_entry_says_who_changed_what_and_leads_to_no_form():
    official = make_official("谌樵")
    official.note = "分管农业"
    official.save()
    page = signed_in(make_user("reporter")).get(f"/admin/people/official/{official.pk}/history/").content.decode()
    assert "分管农业" in page
    assert f"/history/{official.history.first().pk}" not in page


def test_no_address_of_the_desk_opens_a_former_state_as_a_form():
    names = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if getattr(resolver, "app_name", None) == "admin"
        for pattern in _patterns(resolver)
    }
    assert "people_official_history" in names
    assert not [name for name in names if name and "simple_history" in name]


def _patterns(resolver):
    for part in resolver.url_patterns:
        yield from _patterns(part) if hasattr(part, "url_patterns") else [part]
