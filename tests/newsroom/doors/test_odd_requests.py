"""What nobody sends by hand is answered plainly, and tells nothing that its sender may not read."""

from io import BytesIO

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from django.urls import reverse

from newsroom.bodies import read_as_utf8
from tests import factories

from .walking import client_of

pytestmark = pytest.mark.django_db

AUTOCOMPLETE = "/admin/autocomplete/"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?app_label=articles",
        "?app_label=articles&model_name=article",
        "?app_label=no&model_name=no&field_name=no",
        "?app_label=articles&model_name=article&field_name=headline",
        "?app_label=articles&model_name=article&field_name=meeting&page=x",
        "?app_label=articles&model_name=article&field_name=meeting&page=99999999999999999999",
        "?app_label=articles&model_name=article&field_name=meeting&term=%00",
        "?app_label=articles&model_name=article&field_name=meeting&term=%ED%A0%80",
    ],
)
def test_a_picker_that_asks_oddly_is_refused_or_answered(query):
    assert client_of(factories.editor()).get(AUTOCOMPLETE + query).status_code in (200, 400, 403, 404)


CHARSETS = ("rot13", "utf-7", "hex", "zip", "idna", "no-such", "utf-16", "", "undefined", '"rot13"', "utf-8")


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_form_is_read_as_utf8_whatever_encoding_it_names(charset):
    """As a server asks: Django's own test client stops before the application."""
    read = []

    def view(environ, start_response):
        read.append(WSGIRequest(environ).POST.get("name"))

    ours = read_as_utf8(view)
    for kind in (
        f"application/x-www-form-urlencoded; charset={charset}",
        f"application/x-www-form-urlencoded;Charset={charset}; x=y",
    ):
        factory = RequestFactory()
        environ = factory._base_environ(
            REQUEST_METHOD="POST", CONTENT_TYPE=kind, CONTENT_LENGTH="14", **{"wsgi.input": BytesIO(b"name=%E6%94%B9")}
        )
        ours(environ, None)
    assert read == ["改", "改"]


def test_the_application_reads_forms_as_utf8():
    told = (settings.BASE_DIR / "newsroom" / "wsgi.py").read_text()
    assert "application = read_as_utf8(handler)" in told


def test_no_list_is_narrowed_by_what_points_at_its_rows():
    """Whether a hidden story covers a meeting is not to be asked by the story's number."""
    meeting = factories.make_meeting("密会")
    official = factories.make_official()
    photo = factories.make_photo()
    secret = factories.make_article(meeting=meeting, officials=[official], placements=[photo])
    client = client_of(factories.make_user("reporter"))
    asked = 0
    for model in admin.site._registry:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        if client.get(page).status_code != 200:
            continue
        for field in model._meta.get_fields(include_hidden=True):
            if not field.auto_created or not field.is_relation:
                continue
            for lookup in (field.name, f"{field.name}__pk", f"{field.name}__in"):
                asked += 1
                answers = [client.get(page, {lookup: key}) for key in (secret.pk, 987654)]
                assert {answer.status_code for answer in answers} <= {302, 400}, (page, lookup)
    assert asked > 30
    assert client.get("/admin/people/official/", {"appointments__body__id__exact": 1}).status_code == 200
