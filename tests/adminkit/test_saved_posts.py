"""What was typed while its person was signed out waits for them, for an hour, and for nobody else."""

import re
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from adminkit import saved_posts
from adminkit.models import SavedPost
from articles.models import Article
from people.models import User
from tests.articles.admin.forms import address, filled, story_page
from tests.conftest import signed_in
from tests.factories import PASSWORD, author, make_article, make_submitted_article, make_user

pytestmark = pytest.mark.django_db


def opened(page) -> dict:
    (mark,) = re.findall(r'name="opening" value="([^"]+)"', page.content.decode())
    return {"opening": mark}


def typed(client, story=None, **fields) -> dict:
    page = story_page(client, story)
    return filled(page, **fields) | opened(page)


def way_back(response) -> str:
    assert response.status_code == 302 and response.url.startswith(reverse("admin:login"))
    return parse_qs(urlsplit(response.url).query)["next"][0]


def test_it_stands_in_the_form_again_unsaved(as_author):
    story = make_article(body="原来的话。")
    data = typed(as_author, story, body="夜里写的话。", rows={"attendances": [{"name": "何远舟", "group": "guest"}]})
    as_author.logout()
    response = as_author.post(address(story), data | {"_step": "submit"})
    back = way_back(response)
    sent = {"username": "author", "password": PASSWORD, "next": back}
    page = as_author.post(response.url, sent, follow=True)

    form = page.context["adminform"].form
    assert form["body"].value() == "夜里写的话。"
    assert "何远舟" in page.content.decode()
    assert Article.objects.get(pk=story.pk).body == "原来的话。" and not story.reviews.exists()
    as_author.post(back, filled(page) | opened(page))
    assert Article.objects.get(pk=story.pk).body == "夜里写的话。"


def test_a_new_story_too(as_author):
    data = typed(as_author, headline="新写的标题", body="新写的话。")
    as_author.logout()
    back = way_back(as_author.post(address(), data))
    page = signed_in(author()).get(back)

    assert page.context["adminform"].form["headline"].value() == "新写的标题"
    assert not Article.objects.exists()


def test_the_page_to_sign_in_says_so(as_author):
    data = typed(as_author, make_article(), body="夜里写的话。")
    as_author.logout()
    response = as_author.post(address(Article.objects.get()), data, follow=True)

    assert 'class="warning"' in response.content.decode()
    assert "夜里写的话。" not in response.content.decode()


def test_nobody_else_gets_it(as_author):
    data = typed(as_author, make_article(), body="夜里写的话。")
    as_author.logout()
    back = way_back(as_author.post(address(Article.objects.get()), data))
    response = signed_in(make_user("chief_editor")).get(back)

    assert response.status_code == 409
    assert "夜里写的话。" not in response.content.decode()
    assert back.replace("&", "&amp;") in response.content.decode()


def test_a_colleague_who_signed_in_meanwhile_saves_nothing_in_their_name(as_author):
    story = make_article(body="原来的话。")
    data = typed(as_author, story, body="夜里写的话。")
    as_author.force_login(make_user("chief_editor"))
    response = as_author.post(address(story), data)

    assert response.status_code == 409
    assert Article.objects.get(pk=story.pk).body == "原来的话。"
    assert "夜里写的话。" in signed_in(author()).get(response.context["way_back"]).content.decode()


def test_after_an_hour_it_is_gone_and_that_is_said(as_author):
    data = typed(as_author, make_article(), body="夜里写的话。")
    as_author.logout()
    back = way_back(as_author.post(address(Article.objects.get()), data))
    SavedPost.objects.update(kept_at=timezone.now() - timedelta(hours=1, seconds=1))
    response = signed_in(author()).get(back)

    assert response.status_code == 302 and "?" not in response.url


def test_without_a_mark_of_ours_nothing_is_kept(client):
    story = make_article()
    for mark in ({}, {"opening": "forged"}):
        response = client.post(address(story), {"headline": "甲" * 1000, **mark})
        assert response.status_code == 302 and "kept" not in response.url
    assert rows_everywhere() == {"adminkit_savedpost": 0, "django_session": 0}


def rows_everywhere() -> dict[str, int]:
    return {model._meta.db_table: model.objects.count() for model in (SavedPost, Session)}


@pytest.mark.parametrize("closed", [{"is_active": False}, {"is_staff": False}])
def test_nothing_is_kept_for_an_account_that_was_closed(as_author, closed):
    data = typed(as_author, make_article(), body="夜里写的话。")
    as_author.logout()
    User.objects.filter(username="author").update(**closed)

    assert "kept" not in as_author.post(address(Article.objects.get()), data).url
    assert not any(rows_everywhere().values())


def test_a_form_that_was_opened_weeks_ago_is_not_kept(as_author, monkeypatch):
    data = typed(as_author, make_article(), body="夜里写的话。")
    as_author.logout()
    later = time.time() + 8 * 24 * 60 * 60
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert "kept" not in as_author.post(address(Article.objects.get()), data).url
    assert not any(rows_everywhere().values())


def test_one_opening_sent_again_and_again_is_kept_once(as_author):
    story = make_article()
    data = typed(as_author, story, body="夜里写的话。")
    as_author.logout()
    for number in range(30):
        back = way_back(Client().post(address(story), data | {"deck": f"副题{number}"}))
    assert rows_everywhere() == {"adminkit_savedpost": 1, "django_session": 0}
    page = signed_in(author()).get(back)
    assert page.context["adminform"].form["deck"].value() == "副题29"


def test_an_account_keeps_a_few_forms_the_latest_and_the_old_are_swept_by_whoever_comes(as_author, monkeypatch):
    monkeypatch.setattr(saved_posts, "MOST", 3)
    story = make_article()
    old = SavedPost.objects.create(
        account=make_user("reporter"),
        token="old",
        key="old",
        content="{}",
        kept_at=timezone.now() - saved_posts.LASTS,
    )
    marks = [typed(as_author, story, body=f"第{number}遍。") for number in range(5)]
    as_author.logout()
    ways = [way_back(Client().post(address(story), data)) for data in marks]
    assert SavedPost.objects.count() == 3 and not SavedPost.objects.filter(pk=old.pk).exists()
    again = signed_in(author())
    assert [again.get(way).status_code for way in ways] == [302, 302, 200, 200, 200]


def test_what_is_too_long_or_no_text_at_all_fills_nothing_and_breaks_nothing(as_author):
    story = make_article()
    data = typed(as_author, story)
    as_author.logout()
    assert "kept" not in as_author.post(address(story), data | {"body": "甲" * saved_posts.LONGEST}).url
    assert not SavedPost.objects.exists()
    strange = Client().post(f"{address(story)}%00/", data | {"body": "\0"})
    assert strange.status_code == 302


def test_too_much_is_not_kept(as_author, monkeypatch):
    data = typed(as_author, make_article(), body="夜里写的话。")
    as_author.logout()
    monkeypatch.setattr(saved_posts, "LONGEST", 100)

    assert "kept" not in as_author.post(address(Article.objects.get()), data).url


def test_a_password_is_never_kept():
    root = signed_in(make_user(username="root", is_staff=True, is_superuser=True))
    where = reverse("admin:people_user_add")
    data = opened(root.get(where)) | {"username": "neu", "password1": "geheim-und-lang"}
    root.logout()

    assert "kept" not in root.post(where, data).url
    assert not User.objects.filter(username="neu").exists()


def test_a_refused_token_keeps_it_too():
    client = Client(enforce_csrf_checks=True)
    client.force_login(author())
    data = typed(client, make_article(), body="夜里写的话。")
    response = client.post(address(Article.objects.get()), data)

    assert response.status_code == 403
    page = client.get(response.context["way_back"])
    assert page.context["adminform"].form["body"].value() == "夜里写的话。"


def test_a_story_that_went_on_meanwhile_shows_what_was_typed_to_be_copied(as_author):
    story = make_submitted_article()
    story.recall(by=author())
    data = typed(as_author, story, body="夜里写的话。")
    story.submit(by=author())
    as_author.logout()
    page = signed_in(author()).get(way_back(as_author.post(address(story), data)))

    assert any("夜里写的话。" in words for _label, words in page.context["unsaved"])


def test_a_story_that_a_colleague_changed_meanwhile_shows_both_texts(as_author):
    story = make_article(body="原来的话。")
    data = typed(as_author, story, body="夜里写的话。")
    as_author.logout()
    back = way_back(as_author.post(address(story), data))
    story.body = "别人的话。"
    story.save()

    assert [d.change.name for d in signed_in(author()).get(back).context["differences"]] == ["body"]
