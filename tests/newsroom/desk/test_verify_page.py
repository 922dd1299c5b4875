"""核验留痕 on the desk: who may start it, and what it says."""

import pytest
from django.test import Client

from articles.models import Article, Review
from newsroom.desk import verify_page
from tests.conftest import signed_in
from tests.factories import editor, make_signed_article, make_user

pytestmark = pytest.mark.django_db

PAGE = "/admin/articles/verify-records/"
ROLES = ["reporter", "first_reviewer", "second_reviewer", "chief_editor", "proofreader", "newsroom_administrator"]
INSPECTING = {"chief_editor", "newsroom_administrator"}


def run(client, **days):
    return client.post(PAGE, days).context["run"]


@pytest.mark.parametrize("role", ROLES)
def test_chief_editors_and_administrators_open_it(role):
    client = signed_in(make_user(role))
    wanted = 200 if role in INSPECTING else 403

    assert client.get(PAGE).status_code == client.post(PAGE).status_code == wanted


def test_strangers_do_not():
    assert Client().get(PAGE).status_code == Client().post(PAGE).status_code == 302
    assert signed_in(make_user()).get(PAGE).status_code == 302
    assert signed_in(make_user("chief_editor", is_active=False)).post(PAGE).status_code == 302
    assert signed_in(make_user(is_staff=True, is_superuser=True)).post(PAGE).status_code == 403


def test_opening_it_verifies_nothing(as_editor):
    make_signed_article()

    assert "run" not in as_editor.get(PAGE).context


def test_a_press_verifies_everything_and_says_that_it_is_whole(as_editor):
    make_signed_article()
    make_signed_article()

    done = run(as_editor)

    assert (done["stories"], done["records"], done["left"], done["found"]) == (2, 8, 0, [])
    assert done["by"] == editor()


def test_each_finding_is_told_with_its_story(as_editor):
    make_signed_article()
    story = make_signed_article(headline="被改过的稿件")
    Article.objects.filter(pk=story.pk).update(body="没有人签过的正文。")

    page = as_editor.post(PAGE)

    assert [verdict.story.pk for verdict, _may_open in page.context["run"]["found"]] == [story.pk]
    assert "被改过的稿件" in page.content.decode()
    assert f"/admin/articles/article/{story.pk}/sheet/" in page.content.decode()
    assert f"/admin/articles/article/{story.pk}/change/" in page.content.decode()


def test_who_may_not_open_the_story_is_not_led_there():
    story = make_signed_article()
    Review.objects.filter(article=story, number=2).update(reason="改过的意见")

    page = signed_in(make_user("newsroom_administrator")).post(PAGE).content.decode()

    assert f"/admin/articles/article/{story.pk}/sheet/" in page
    assert f"/admin/articles/article/{story.pk}/change/" not in page


def test_days_choose_the_stories_of_which_a_step_was_taken(as_editor):
    make_signed_article()

    assert run(as_editor, first="2020-01-01", last="2020-01-31")["stories"] == 0
    assert run(as_editor, first="2020-01-01", last="2027-01-31")["stories"] == 1


@pytest.mark.parametrize(
    "days", [{"first": "2026-11-01"}, {"first": "2026-11-02", "last": "2026-11-01"}, {"first": "x"}]
)
def test_days_that_cannot_be_are_refused_with_what_was_typed(as_editor, days):
    page = as_editor.post(PAGE, days)

    assert page.context["form"].errors and "run" not in page.context
    assert page.context["form"]["first"].value() == days["first"]


def test_more_stories_than_a_page_takes_are_left_to_the_command(as_editor, monkeypatch):
    monkeypatch.setattr(verify_page, "MOST_STORIES", 1)
    make_signed_article()
    make_signed_article()

    page = as_editor.post(PAGE)

    assert page.context["too_many"] == 2 and "run" not in page.context
    assert "manage.py verify_records" in page.content.decode()


def test_what_was_not_reached_in_time_is_said(as_editor, monkeypatch):
    monkeypatch.setattr(verify_page, "MOST_SECONDS", -1)
    make_signed_article()
    make_signed_article()

    page = as_editor.post(PAGE)

    assert (page.context["run"]["stories"], page.context["run"]["left"]) == (1, 1)
    assert "manage.py verify_records" in page.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_the_desk_leads_those_there_who_may(role):
    assert (PAGE in signed_in(make_user(role)).get("/admin/").content.decode()) is (role in INSPECTING)
