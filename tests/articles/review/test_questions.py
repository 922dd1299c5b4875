"""What may be right and mostly is not is asked before a story is handed in and before it is signed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from articles.models.questions import UnansweredError, questions_of
from articles.records.verifying import verify
from tests.articles.admin.test_review_page import address, sent
from tests.factories import (
    author,
    editor,
    make_article,
    make_photo,
    make_reporter,
    make_user,
    pass_reviews,
)

pytestmark = pytest.mark.django_db


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def asked(story) -> list[str]:
    return [question.code for question in questions_of(story)]


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_event_still_to_come_is_asked_about_at_submission_and_at_signing():
    story = make_article(happened_on=tomorrow())
    assert asked(story) == ["day_to_come"]
    with pytest.raises(UnansweredError, match="还没有到"):
        story.submit(by=author())
    story.submit(by=author(), answered=["day_to_come"])
    pass_reviews(story)
    with pytest.raises(UnansweredError):
        story.sign(by=editor())
    story.sign(by=editor(), answered=["day_to_come"])
    assert story.is_public
    assert [("还没有到" in record.reason) for record in story.reviews.filter(verb__in=("submit", "sign"))] == [True] * 2
    assert list(verify(Article.objects.all())) == []


def test_an_event_of_today_is_nothing_to_ask_about():
    assert asked(make_article(happened_on=timezone.localdate())) == []


def test_a_picture_that_nobody_is_named_for_is_asked_about():
    assert asked(make_article(placements=[make_photo(photographers=[])])) == ["picture_without_credit"]
    assert asked(make_article(placements=[make_photo(photographers=["柴新月"])])) == []


class TestANameOfAnAccount:
    def test_an_entry_without_the_account_of_its_namesake_is_asked_about(self):
        make_user("chief_editor", name="苗晓澜")
        story = make_article(reporters=[make_reporter("苗晓澜")])
        assert asked(story) == ["name_of_an_account"]

    def test_the_entry_that_has_the_account_is_not(self):
        chief = make_user("chief_editor", name="苗晓澜")
        assert asked(make_article(reporters=[make_reporter("苗晓澜", user=chief)])) == []

    def test_nor_is_one_merged_into_it(self):
        stays = make_reporter("苗晓澜", user=make_user("chief_editor", name="苗晓澜"))
        double = make_reporter("苗晓澜")
        double.merged_into = stays
        double.save()
        assert asked(make_article(reporters=[double])) == []

    def test_nor_a_name_that_nobody_else_has(self):
        assert asked(make_article(reporters=["何春苗"])) == []


class TestOnTheDesk:
    def test_saving_and_submitting_leads_to_the_question(self):
        story = make_article(happened_on=tomorrow())
        client = signed_in(author())
        page = client.get(f"/admin/articles/article/{story.pk}/step/submit/")
        assert page.context["form"].fields["answered"].choices[0][0] == "day_to_come"
        refused = client.post(page.request["PATH_INFO"], {})
        assert "还没有到" in refused.context["form"].non_field_errors()[0]
        client.post(page.request["PATH_INFO"], {"answered": ["day_to_come"]})
        assert Article.objects.get().state == "submitted"

    def test_a_story_without_questions_is_asked_none(self):
        story = make_article()
        page = signed_in(author()).get(f"/admin/articles/article/{story.pk}/step/submit/")
        assert "answered" not in page.context["form"].fields

    def test_the_review_page_asks_the_signer(self):
        story = make_article(happened_on=tomorrow())
        story.submit(by=author(), answered=["day_to_come"])
        pass_reviews(story)
        client = signed_in(editor())
        answer = client.post(address(story), sent(story, "sign"))
        assert "还没有到" in answer.context["form"].non_field_errors()[0]
        assert Article.objects.get().state == "second_passed"
        client.post(address(story), sent(story, "sign") | {"answered": ["day_to_come"]})
        assert Article.objects.get().state == "signed"
