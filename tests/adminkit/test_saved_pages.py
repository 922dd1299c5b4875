"""Reviewing, steps, whole pages: what is typed on any page of the desk outlives the sign-in and a double press."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from adminkit.models import SavedPost
from articles.models import Issue, Photo
from tests.conftest import signed_in
from tests.factories import (
    PASSWORD,
    author,
    editor,
    make_issue,
    make_official,
    make_photo,
    make_submitted_article,
    make_topic,
    make_user,
)
from tests.newsroom.doors.walking import addresses, admin_patterns

from .test_saved_posts import opened, way_back

pytestmark = pytest.mark.django_db


def mark(page) -> dict:
    """What the page's script puts into each form."""
    (found,) = re.findall(r'data-mark="([^"]+)"', page.content.decode())
    return {"page-opening": found, "page-form": "0"}


def step(story, verb: str) -> str:
    return reverse("admin:articles_article_step", args=[story.pk, verb])


def signed_in_again(response, username: str):
    client = Client()
    return client.post(
        response.url, {"username": username, "password": PASSWORD, "next": way_back(response)}, follow=True
    )


def test_a_reason_typed_while_signed_out_waits_on_the_page(one_review):
    story = make_submitted_article()
    client = signed_in(editor())
    sent = {"reason": "第二段数字请再核。"} | mark(client.get(step(story, "send_back")))
    client.logout()
    page = signed_in_again(client.post(step(story, "send_back"), sent), editor().username)

    assert page.context["kept_on_page"]["reason"] == ["第二段数字请再核。"]
    assert 'id="kept-typed"' in page.content.decode() and "还没有保存" in page.content.decode()
    story.refresh_from_db()
    assert story.state == "submitted"


def test_a_form_that_is_sent_elsewhere_comes_back_on_the_page_where_it_stands():
    client = signed_in(editor())
    page = reverse("admin:articles_photo_changelist") + "?q=3"
    sent = {"page-address": page, "name": "甲"} | mark(client.get(page))
    client.logout()
    assert way_back(client.post(reverse("admin:articles_names"), sent)).startswith(f"{page}&kept=")
    for foreign in ("https://elsewhere.example/admin/", "//elsewhere.example", "/search/"):
        back = way_back(client.post(reverse("admin:articles_names"), sent | {"page-address": foreign}))
        assert back.startswith(f"{reverse('admin:articles_names')}?kept=")
    assert SavedPost.objects.count() == 1


def test_where_the_step_is_no_longer_open_the_words_are_shown(one_review):
    story = make_submitted_article()
    client = signed_in(editor())
    sent = {"reason": "第二段数字请再核。"} | mark(client.get(step(story, "send_back")))
    client.logout()
    refused = client.post(step(story, "send_back"), sent)
    story.recall(by=author())

    assert "第二段数字请再核。" in signed_in_again(refused, editor().username).content.decode()


def test_a_colleague_neither_sees_it_nor_sends_it(one_review):
    story = make_submitted_article()
    client = signed_in(editor())
    sent = {"reason": "第二段数字请再核。"} | mark(client.get(step(story, "send_back")))
    client.force_login(make_user("chief_editor"))
    refused = client.post(step(story, "send_back"), sent)

    assert refused.status_code == 409 and not story.reviews.filter(verb="send_back").exists()
    assert client.get(refused.context["way_back"]).status_code == 409


def test_two_presses_on_a_page_are_one_and_lead_to_the_same_place(one_review):
    issue = make_issue()
    story, chief = make_submitted_article(issue=issue), signed_in(editor())
    presses = [
        (reverse("admin:articles_article_review", args=[story.pk]), {"text-body": "改过的话。"}),
        (step(story, "hold"), {"reason": "等图片。"}),
        (step(story, "resume"), {}),
        (reverse("admin:articles_issue_sign", args=[issue.pk]), {"story": [story.pk], "text": ""}),
        (reverse("admin:articles_issue_turn", args=[issue.pk, "close"]), {"unsigned": "next"}),
        (reverse("admin:articles_topic_delete", args=[make_topic("无人用过").pk]), {"post": "yes"}),
    ]
    for address, typed in presses:
        page = chief.get(address)
        form = page.context.get("form")
        seen = re.findall(r'name="seen" value="([^"]+)"', page.content.decode())
        texts = page.context.get("text")
        if texts is not None:
            typed |= {
                f"{kind}text-{name}": texts[name].value() or "" for name in texts.fields for kind in ("initial-", "")
            }
            typed["text-body"] = "改过的话。"
        sent = typed | {"seen": seen} | mark(page)
        first = chief.post(address, sent)
        second = chief.post(address, sent)
        assert first.status_code == second.status_code == 302, (address, form and form.errors)
        assert first.url == second.url, address
        levels = [
            [m.level_tag for m in response.wsgi_request._messages._queued_messages] for response in (first, second)
        ]
        assert levels[0] == levels[1] and "error" not in levels[1], (address, levels)
    assert Issue.objects.get(pk=issue.pk).records.count() == 1


def test_what_was_typed_for_a_step_that_a_colleague_took_is_shown_to_be_copied(one_review):
    story, client = make_submitted_article(), signed_in(editor())
    story.recall(by=author())
    sent = {"reason": "第二段数字请再核。", "text-body": "改过的话。", "verb": "send_back"}
    for address in (step(story, "send_back"), reverse("admin:articles_article_review", args=[story.pk])):
        page = client.post(address, sent, follow=True).content.decode()
        assert "第二段数字请再核。" in page and "以下内容没有保存" in page


def test_a_closing_that_is_refused_keeps_the_page_and_its_reason():
    issue, client = make_issue(), signed_in(editor())
    page = client.post(reverse("admin:articles_issue_turn", args=[issue.pk, "reopen"]), {"reason": "标题有误。"})
    assert page.status_code == 200
    assert "标题有误。" in page.content.decode()


def test_what_was_refused_may_be_pressed_again(one_review):
    story = make_submitted_article()
    client = signed_in(editor())
    sent = mark(client.get(step(story, "send_back")))
    assert [client.post(step(story, "send_back"), sent | {"reason": ""}).status_code for _each in range(2)] == [
        200,
        200,
    ]
    assert client.post(step(story, "send_back"), sent | {"reason": "请再核。"}).status_code == 302


def test_a_picture_and_a_register_entry_wait_too():
    for address, typed in (
        (
            reverse("admin:articles_photo_change", args=[make_photo(uploaded_by=author()).pk]),
            {"alt_text": "夜里写的说明"},
        ),
        (reverse("admin:people_official_add"), {"name": "何远舟"}),
    ):
        client = signed_in(editor())
        page = client.get(address)
        assert 'class="kept"' in page.content.decode()
        sent = typed | opened(page)
        client.logout()
        again = signed_in_again(client.post(address, sent), editor().username)
        (value,) = typed.values()
        (name,) = typed
        assert again.context["adminform"].form[name].value() == value
    assert not Photo.objects.filter(alt_text="夜里写的说明").exists()


def test_every_form_of_the_desk_is_marked_whoever_made_its_page(one_review):
    make_submitted_article(), make_issue(), make_photo(), make_official()
    root = signed_in(make_user("chief_editor", username="root", is_staff=True, is_superuser=True))
    forms = 0
    for address in addresses(admin_patterns(), rows_each=1):
        page = root.get(address.path, follow=False)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        document = html.fromstring(page.content)
        found = document.xpath("//div[@id='content']//form[@method='post']")
        for form in found:
            forms += 1
            is_private = form.xpath(".//input[@type='password']")
            has_own = form.xpath(".//input[@name='opening']")
            kept = (
                form.xpath(".//*[contains(@class, 'kept')]") or not page.context["opening"].keeps if has_own else True
            )
            marked = (
                document.xpath("//template[@id='kept-page']/@data-mark") and "keep_page.js" in page.content.decode()
            )
            assert is_private or (has_own and kept) or marked, address
            assert is_private or not has_own or kept, address
    assert forms > 40
