"""The page of the sign-off sheet: who opens it, and what stands on it."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Review
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_user,
    pass_reviews,
)

pytestmark = pytest.mark.django_db

ROLES = ["reporter", "first_reviewer", "second_reviewer", "chief_editor", "proofreader", "newsroom_administrator"]


def address(story) -> str:
    return reverse("admin:articles_article_sheet", args=[story.pk])


def get(user, story):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(address(story))


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_read_the_story_or_inspects_the_records_opens_it(role):
    story = make_signed_article()

    assert get(make_user(role), story).status_code == (403 if role == "reporter" else 200)


@pytest.mark.parametrize("role", ROLES)
def test_the_draft_of_another_is_not_for_who_inspects_only(role):
    shut_out = {"reporter", "newsroom_administrator"}

    assert get(make_user(role), make_article()).status_code == (403 if role in shut_out else 200)


def test_its_author_opens_it_and_another_reporter_does_not():
    story = make_submitted_article()
    other = make_user("reporter")
    make_reporter(user=other)

    assert get(author(), story).status_code == 200
    assert get(other, story).status_code == 403


def test_strangers_and_leavers_do_not():
    story = make_signed_article()
    left = make_user("chief_editor", is_active=False)

    assert get(None, story).status_code == 302
    assert get(make_user(), story).status_code == 302
    assert get(left, story).status_code == 302
    assert get(make_user(is_staff=True), story).status_code == 403
    assert get(make_user(is_staff=True, is_superuser=True), story).status_code == 200


def test_a_story_that_is_none_is_not_found():
    client = Client()
    client.force_login(editor())

    assert client.get("/admin/articles/article/4711/sheet/").status_code == 404


def test_it_shows_who_signed_what_and_that_the_records_are_whole():
    story = make_submitted_article()
    story.headline = "柳溪区召开农田管护现场会"
    story.save()
    story.record_edit(by=first_reviewer())
    pass_reviews(story)
    story.sign(by=editor(), reason="同意签发。")

    page = get(editor(), story).content.decode()

    assert str(first_reviewer()) in page and "同意签发。" in page
    assert story.signed_revision.sha256[:8] in page
    assert "<del>" in page and "is-faulty" not in page


def test_it_says_when_they_are_not():
    story = make_signed_article()
    Review.objects.filter(article=story, number=2).update(reason="改过的意见")

    assert "is-faulty" in get(editor(), story).content.decode()


def test_what_people_typed_is_text():
    story = make_submitted_article(headline="<script>alert(1)</script>", body="<img src=x onerror=alert(2)>")
    story.send_back(by=first_reviewer(), reason="<b>粗</b>")

    page = get(editor(), story).content.decode()

    assert "<script>alert" not in page and "<img src=x" not in page and "<b>粗" not in page


def test_the_story_leads_to_it():
    story = make_signed_article()
    client = Client()
    client.force_login(editor())

    page = client.get(reverse("admin:articles_article_change", args=[story.pk])).content.decode()

    assert f'href="{address(story)}"' in page
