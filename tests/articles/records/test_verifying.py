"""核验留痕: bulk SQL passes by the verbs; these find what it did."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Correction, Notice, Photo, Review, Revision
from articles.records.verifying import verdicts, verify
from tests.bench.records import make_records
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_passed_article,
    make_photo,
    make_signed_article,
    make_submitted_article,
    make_township,
    make_withdrawn_article,
    pass_reviews,
)

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
    remove(story, 2)


def remove(story, number):
    Notice.objects.filter(record__article=story, record__number=number).delete()
    Review.objects.filter(article=story, number=number)._raw_delete("default")


def reordered(story):
    second, third = Review.objects.filter(article=story, number__in=(2, 3))
    for record, number in ((second, 9), (third, 2), (second, 3)):
        Review.objects.filter(pk=record.pk).update(number=number)


def cut_off(story):
    remove(story, 4)


def another_text(story):
    Article.objects.filter(pk=story.pk).update(body="没有人签过的正文。")


def another_byline(story):
    story.credits.update(name_as_printed="冒名")


def another_draft(story):
    Revision.objects.filter(article=story).update(content={"headline": "没有人见过的标题"})


def another_place(story):
    story.townships.through.objects.create(article=story, township=make_township())


def another_picture(story):
    Photo.objects.filter(placements__article=story).update(alt_text="别的画面。")


def another_moment(story):
    """A forged day of publication is what inspectors look for first."""
    Article.objects.filter(pk=story.pk).update(published_at=story.published_at - timedelta(days=30))


def another_state(story):
    Article.objects.filter(pk=story.pk).update(state="withdrawn")


def restored_by_nobody(story):
    story.take_offline(by=editor())
    Article.objects.filter(pk=story.pk).update(offline_since=None)


FAULTS = [
    changed,
    by_somebody_else,
    removed,
    reordered,
    cut_off,
    another_text,
    another_byline,
    another_draft,
    another_place,
    another_picture,
    another_moment,
    another_state,
    restored_by_nobody,
]


@pytest.mark.parametrize(
    "fault",
    FAULTS,
    ids=lambda fault: fault.__name__,
)
def test_what_was_done_beside_the_verbs_is_found(fault, capsys):
    make_signed_article()
    story = make_signed_article(placements=[make_photo()])
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


def test_a_text_under_review_that_was_changed_beside_the_review_is_found():
    seen, unseen = make_passed_article(), make_submitted_article()
    Article.objects.filter(pk__in=[seen.pk, unseen.pk]).update(body="没有人看过的正文。")

    assert [fault.article for fault in verify(Article.objects.all())] == [seen.pk]


def test_every_way_a_story_may_go_is_explained_by_its_records(settings):
    settings.PROOF_PASSES, settings.OVERRIDE = 0, True
    for verb in ("send_back", "reject", "hold"):
        getattr(make_passed_article(), verb)(by=editor(), reason="再核一核。")
    resumed = make_passed_article()
    resumed.hold(by=editor())
    resumed.resume(by=editor())
    resumed.sign(by=editor(), at=timezone.now() + timedelta(days=1))
    resumed.recall(by=editor(), reason="不发了。")
    resumed.submit(by=author())
    resumed.headline = "另一个标题"
    resumed.save()
    resumed.record_edit(by=first_reviewer())
    restored = make_signed_article()
    restored.take_offline(by=first_reviewer())
    restored.restore(by=editor())
    make_article()

    assert faults() == []


def test_a_verb_that_comes_between_two_reads_is_no_fault(monkeypatch):
    """The rows of a story and of its records are not read in the same moment."""
    story = make_signed_article()
    as_read = Article.objects.with_records().get(pk=story.pk)
    as_read.chain_head = "the head before a verb that has just been done"
    monkeypatch.setattr("articles.records.verifying._stories_of", lambda stories: iter([as_read]))

    assert faults() == []


def queries(stories: int) -> int:
    make_records(stories)
    with CaptureQueriesContext(connection) as captured:
        assert len(list(verdicts(Article.objects.all()))) == Article.objects.count()
    return len(captured)


def test_more_stories_cost_no_more_queries_until_the_next_chunk():
    few, many = queries(3), queries(60)

    assert many == few
    assert many < 25


def test_what_the_generator_of_the_measurement_makes_is_whole():
    made = make_records(5)

    assert made == 20
    assert [verdict.records for verdict in verdicts(Article.objects.all())] == [4] * 5
    assert faults() == []


def test_the_command_says_how_far_it_is_with_many_stories(capsys, monkeypatch):
    monkeypatch.setattr("articles.management.commands.verify_records.EVERY", 2)
    make_records(5)

    call_command("verify_records", "--json")
    out, err = capsys.readouterr()

    assert json.loads(out) == {"faults": [], "issues": [], "pictures": []}
    assert re.findall(r"(\d+)/5", err) == ["2", "4"]
