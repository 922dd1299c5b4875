"""核验留痕: bulk SQL passes by the verbs; these find what it did."""

import json

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, Correction, Review, Revision
from articles.verifying import verify
from tests.factories import author, editor, first_reviewer, make_signed_article, make_withdrawn_article, pass_reviews

pytestmark = pytest.mark.django_db


def faults():
    return [fault.message for fault in verify(Article.objects.all())]


def test_what_went_through_the_verbs_is_whole(capsys):
    story = make_signed_article()
    copy = story.correct(by=author())
    copy.kicker = "更正后的引题"
    copy.save()
    Correction.objects.create(article=copy, text="引题已更正。")
    copy.submit(by=author())
    pass_reviews(copy).sign(by=editor())
    story.take_offline(by=first_reviewer())
    make_withdrawn_article()

    call_command("verify_records")

    assert "核验" in capsys.readouterr().out
    assert faults() == []


def changed(story):
    Review.objects.filter(article=story, number=2).update(reason="改过的意见")


def by_somebody_else(story):
    Review.objects.filter(article=story, number=3).update(by=author())


def removed(story):
    Review.objects.filter(article=story, number=2)._raw_delete("default")


def reordered(story):
    second, third = Review.objects.filter(article=story, number__in=(2, 3))
    for record, number in ((second, 9), (third, 2), (second, 3)):
        Review.objects.filter(pk=record.pk).update(number=number)


def cut_off(story):
    Review.objects.filter(article=story, number=4)._raw_delete("default")


def another_text(story):
    Article.objects.filter(pk=story.pk).update(body="没有人签过的正文。")


def another_byline(story):
    story.credits.update(name_as_printed="冒名")


def another_draft(story):
    Revision.objects.filter(article=story).update(content={"headline": "没有人见过的标题"})


@pytest.mark.parametrize(
    "fault",
    [changed, by_somebody_else, removed, reordered, cut_off, another_text, another_byline, another_draft],
    ids=lambda fault: fault.__name__,
)
def test_what_was_done_beside_the_verbs_is_found(fault, capsys):
    make_signed_article()
    story = make_signed_article()
    fault(story)

    assert {found.article for found in verify(Article.objects.all())} == {story.pk}
    with pytest.raises(CommandError):
        call_command("verify_records")
    with pytest.raises(CommandError):
        call_command("verify_records", "--json", article=story.pk)
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["faults"][0]["article"] == story.pk


def test_a_story_that_no_verb_signed_is_found():
    story = make_signed_article()
    copy = story.correct(by=author())
    Article.objects.filter(pk=copy.pk).update(state="signed", published_at=story.published_at)

    assert [fault.article for fault in verify(Article.objects.all())] == [copy.pk]


def test_a_text_that_the_law_has_erased_leaves_the_chain_whole():
    story = make_withdrawn_article()
    Revision.objects.filter(article=story, number=1).update(content={})

    assert faults() == []
