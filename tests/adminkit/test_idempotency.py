"""Two quick presses of one button make one story, one record and one message."""

import io
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from adminkit import idempotency
from articles.models import Article, Meeting, Photo
from articles.review.workflow import State, Verb
from tests.articles.admin.forms import address, filled, step_address, story_page
from tests.conftest import signed_in
from tests.factories import author, editor, make_article, make_submitted_article, make_topic


def opened(page) -> dict:
    """The mark that the form sends back."""
    (mark,) = re.findall(r'name="opening" value="([^"]+)"', page.content.decode())
    return {"opening": mark}


def words(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.fixture
def pressed_twice():
    """Both presses leave before the first is answered, so the second carries no cookie of the first."""

    def press(client, where, data, again=None):
        cookies = client.cookies.copy()
        first = client.post(where, data)
        client.cookies = cookies
        return first, client.post(where, again or data)

    return press


class TestAStory:
    @pytest.fixture
    def written(self, as_author):
        page = story_page(as_author)
        row = {"reporter": page.wsgi_request.user.reporter, "role": "reporter"}
        fields = {"headline": "一个标题", "body": "一句话。", "main_topic": make_topic()}
        return filled(page, rows={"credits": [row]}, **fields) | opened(page)

    @pytest.mark.parametrize("button", [{"_continue": "1"}, {"_save": "1"}, {"_addanother": "1"}, {"_step": "submit"}])
    def test_is_filed_once_and_said_once(self, as_author, written, pressed_twice, button):
        first, second = pressed_twice(as_author, address(), written | button)

        assert Article.objects.count() == 1
        assert second.status_code == 302 and second.url == first.url
        assert words(second) == words(first) and len(words(second)) == 1

    def test_submitted_twice_has_one_record(self, as_author, written, pressed_twice):
        pressed_twice(as_author, address(), written | {"_step": "submit"})

        assert [record.verb for record in Article.objects.get().reviews.all()] == [Verb.SUBMIT]

    def test_saved_and_at_once_submitted_is_one_story_that_is_submitted(self, as_author, written, pressed_twice):
        pressed_twice(as_author, address(), written | {"_continue": "1"}, written | {"_step": "submit"})

        assert Article.objects.get().state == State.SUBMITTED

    def test_written_further_after_going_back_is_saved_too(self, as_author, written):
        as_author.post(address(), written | {"_save": "1"})
        as_author.post(address(), written | {"_save": "1", "body": "又写了一句。"})

        assert Article.objects.filter(body="又写了一句。").exists()

    def test_what_was_refused_may_be_sent_again_as_it_is(self, as_author, written, monkeypatch):
        with monkeypatch.context() as lacking:
            lacking.setattr("articles.admin.story_form.ArticleForm.is_valid", lambda form: False)
            assert as_author.post(address(), written).status_code == 200

        assert as_author.post(address(), written).status_code == 302
        assert Article.objects.count() == 1

    def test_changed_twice_is_saved_once(self, as_author, pressed_twice):
        story = make_article()
        page = story_page(as_author, story)
        data = filled(page, body="改过的话。") | opened(page) | {"_continue": "1"}
        first, second = pressed_twice(as_author, address(story), data)

        assert second.status_code == 302
        assert words(second) == words(first) and len(words(second)) == 1

    def test_a_form_without_a_mark_is_taken_as_ever(self, as_author, written):
        del written["opening"]
        as_author.post(address(), written)

        assert Article.objects.count() == 1

    def test_the_browser_is_told_which_form_was_taken(self, as_author, written):
        response = as_author.post(address(), written)

        (number,) = response.cookies[idempotency.COOKIE].value.split(".")
        assert number and not response.cookies[idempotency.COOKIE]["httponly"]


@pytest.mark.django_db(transaction=True)
def test_presses_at_the_same_moment_make_one_story():
    client = signed_in(author())
    page = story_page(client)
    data = filled(page, headline="一个标题", body="一句话。") | opened(page) | {"_save": "1"}

    def press(_number) -> int:
        again = Client()
        again.cookies = client.cookies.copy()
        try:
            return again.post(address(), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as people:
        assert set(people.map(press, range(6))) == {302}
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_story_signed_twice_has_one_record_and_no_refusal(as_editor, one_review, pressed_twice):
    story = make_submitted_article()
    shown = re.findall(r'name="seen" value="([^"]+)"', as_editor.get(step_address(story, "sign")).content.decode())
    first, second = pressed_twice(as_editor, step_address(story, "sign"), {"at": "", "seen": shown})

    assert story.reviews.filter(verb=Verb.SIGN, by=editor()).count() == 1
    assert second.url == first.url
    assert words(second) == words(first)


def test_a_meeting_is_added_once(as_editor, pressed_twice):
    where = reverse("admin:articles_meeting_add")
    data = {"name": "现场会", "day": "2026-11-18"} | opened(as_editor.get(where))
    pressed_twice(as_editor, where, data)

    assert Meeting.objects.count() == 1


def test_a_photo_is_added_once(as_editor):
    where = reverse("admin:articles_photo_add")
    page = as_editor.get(where)
    picture = io.BytesIO()
    Image.new("RGB", (900, 600), "#7a9").save(picture, "JPEG")
    data = {name: value for name, value in (filled(page) | opened(page)).items() if value is not None}
    for _press in range(2):
        file = SimpleUploadedFile("a.jpg", picture.getvalue(), "image/jpeg")
        as_editor.post(where, data | {"image": file})

    assert Photo.objects.count() == 1
