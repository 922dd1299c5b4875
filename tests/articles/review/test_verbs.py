from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from articles.models import Article, Review, Revision
from articles.review import clock
from articles.review.signed_content import digest, snapshot
from articles.review.workflow import StepRefused
from tests.factories import (
    author,
    editor,
    make_article,
    make_issue,
    make_photo,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_review")]

PEOPLE = ("author", "typist", "editor", "other reporter", "superuser", "anonymous")
VERBS = ("submit", "recall", "send_back", "sign", "withdraw")
REASONED = {"recall", "send_back", "withdraw"}
WRITERS = {"author", "typist"}

# (state, verb): who may, and what the story is then. Whatever is not here is refused.
MAY = {
    ("draft", "submit"): (WRITERS, "submitted"),
    ("returned", "submit"): (WRITERS, "submitted"),
    ("submitted", "recall"): (WRITERS, "draft"),
    ("submitted", "send_back"): ({"editor"}, "returned"),
    ("submitted", "sign"): ({"editor"}, "signed"),
    ("scheduled", "recall"): ({"editor"}, "draft"),
    ("scheduled", "withdraw"): ({"editor"}, "withdrawn"),
    ("public", "withdraw"): ({"editor"}, "withdrawn"),
}
STATES = ("draft", "submitted", "returned", "scheduled", "public", "withdrawn")


def person(name):
    match name:
        case "author":
            return author()
        case "typist":
            return make_user("reporter", username="typist")
        case "editor":
            return editor()
        case "other reporter":
            return make_user("reporter")
        case "superuser":
            return make_user(is_superuser=True, is_staff=True)
        case "anonymous":
            return AnonymousUser()


def story_in(state, typist):
    """Written by the author, typed in by the typist, brought into the state by the verbs."""
    story = make_article(reporters=[author().reporter], created_by=typist, typed_in=True)
    if state == "draft":
        return story
    story.submit(by=typist)
    if state == "returned":
        story.send_back(by=editor(), reason="请核实数字。")
    if state in ("scheduled", "public", "withdrawn"):
        story.sign(by=editor(), at=timezone.now() + timedelta(days=1) if state == "scheduled" else None)
    if state == "withdrawn":
        story.withdraw(by=editor(), reason="来源有误。")
    return story


def take(story, verb, by):
    getattr(story, verb)(by=by, **({"reason": "见编辑部电话记录。"} if verb in REASONED else {}))


@contextmanager
def undone_afterwards():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", STATES)
def test_the_table_says_who_may_do_what_and_all_else_is_refused_and_changes_nothing(state, verb):
    people = {name: person(name) for name in PEOPLE}
    story = story_in(state, typist=people["typist"])
    reviews, revisions = Review.objects.count(), Revision.objects.count()
    who_may, target = MAY.get((state, verb), (set(), None))

    for name, by in people.items():
        with undone_afterwards():
            before = Article.objects.filter(pk=story.pk).values().get()
            fresh = Article.objects.get(pk=story.pk)
            if name in who_may:
                take(fresh, verb, by)

                assert fresh.state == Article.objects.get(pk=story.pk).state == target, name
                review = Review.objects.latest("pk")
                assert Review.objects.count() == reviews + 1, name
                assert (review.article, review.verb, review.by) == (story, verb, by)
                assert review.revision == story.revisions.last()
                # The notice to readers is signed, too.
                added = 1 if state == "draft" or (state, verb) == ("public", "withdraw") else 0
                assert Revision.objects.count() == revisions + added, name
                assert fresh.signed_revision == (review.revision if target in ("signed", "withdrawn") else None)
            else:
                with translation.override("en"), pytest.raises(StepRefused) as refusal:
                    take(fresh, verb, by)

                assert str(refusal.value).endswith("."), name
                assert Article.objects.filter(pk=story.pk).values().get() == before, name
                assert (Review.objects.count(), Revision.objects.count()) == (reviews, revisions), name


# The author never signs


def test_an_editor_who_is_credited_as_writer_does_not_sign():
    story = make_article(reporters=[author().reporter, make_reporter("骆远山", user=editor())])
    story.submit(by=author())

    with translation.override("en"), pytest.raises(StepRefused, match="somebody else reviews and signs it"):
        story.sign(by=editor())


@pytest.mark.parametrize("role", ["correspondent", "intern", "text_and_photo", "trainee_reporter", "special_reporter"])
def test_every_writing_role_makes_an_author(role):
    story = make_submitted_article(reporters=[author().reporter, (make_reporter(user=editor()), role)])

    with pytest.raises(StepRefused):
        story.sign(by=editor())


def test_an_editor_who_filed_a_story_as_their_own_does_not_sign_it():
    story = make_submitted_article(created_by=editor())

    with pytest.raises(StepRefused):
        story.sign(by=editor())


def test_an_editor_who_only_typed_it_in_signs_what_the_author_handed_in():
    story = make_article(created_by=editor(), typed_in=True, reporters=[author().reporter])
    story.submit(by=author())

    story.sign(by=editor())

    assert story.is_public


def test_typed_in_helps_no_editor_who_is_credited():
    mine = make_reporter(user=editor())
    story = make_submitted_article(created_by=editor(), typed_in=True, reporters=[mine])

    with pytest.raises(StepRefused):
        story.sign(by=editor())


def test_an_author_does_not_send_back_as_editor():
    story = make_submitted_article(created_by=editor())

    with pytest.raises(StepRefused):
        story.send_back(by=editor(), reason="想再改改。")


def test_a_superuser_who_is_no_editor_signs_nothing():
    story = make_submitted_article()

    with pytest.raises(StepRefused):
        story.sign(by=make_user(is_superuser=True, is_staff=True))


def test_a_closed_account_takes_no_step():
    gone = make_user("chief_editor", is_active=False)
    story = make_submitted_article()

    with pytest.raises(StepRefused):
        story.sign(by=gone)


# Reasons


@pytest.mark.parametrize("reason", ["", "   ", "\u3000\n"])
def test_sending_back_without_a_reason_is_refused(reason):
    story = make_submitted_article()

    with pytest.raises(StepRefused):
        story.send_back(by=editor(), reason=reason)

    assert Article.objects.get(pk=story.pk).state == "submitted"


def test_withdrawing_and_an_editors_recall_need_a_reason():
    public = make_signed_article()
    scheduled = make_signed_article(published_at=timezone.now() + timedelta(days=1))

    with pytest.raises(StepRefused):
        public.withdraw(by=editor(), reason=" ")
    with pytest.raises(StepRefused):
        scheduled.recall(by=editor())


def test_an_author_recalls_without_giving_a_reason():
    story = make_submitted_article()

    story.recall(by=author())

    assert story.state == "draft"
    assert story.reviews.last().reason == ""


def test_the_reason_is_kept_without_padding():
    story = make_submitted_article()

    story.send_back(by=editor(), reason="  请补导语。\n")

    assert story.reviews.last().reason == "请补导语。"


# What must be there


def test_a_story_without_byline_or_main_topic_is_not_submitted_and_says_both():
    story = make_article(reporters=[], main_topic=None)

    with translation.override("en"), pytest.raises(StepRefused) as refusal:
        story.submit(by=author())

    assert "byline" in str(refusal.value)
    assert "main topic" in str(refusal.value)


def test_a_story_without_headline_or_text_is_not_submitted():
    story = make_article(headline="", body="")
    with pytest.raises(StepRefused):
        story.submit(by=author())
    assert len(story.missing_for_review()) == 2


def test_a_reprint_names_its_original_author_in_place_of_a_byline():
    story = make_article(reporters=[], source="邻区日报", original_author="文中客")
    story.submit(by=author())
    assert story.state == "submitted"


def test_a_photo_without_alt_text_holds_a_story_back():
    story = make_article(placements=[make_photo(alt_text="")])

    with pytest.raises(StepRefused):
        story.submit(by=author())


def test_photo_news_needs_a_photo_and_no_byline():
    story = make_article(genre="photo_news", body="", reporters=[])
    with pytest.raises(StepRefused):
        story.submit(by=author())

    story.placements.create(photo=make_photo())
    story.submit(by=author())

    assert story.state == "submitted"


def test_what_an_editor_takes_away_during_review_holds_the_signature_back():
    story = make_submitted_article()
    story.credits.get().delete()

    with pytest.raises(StepRefused):
        story.sign(by=editor())


# Moments


def test_nobody_publishes_into_the_past():
    story = make_submitted_article()

    with pytest.raises(StepRefused):
        story.sign(by=editor(), at=timezone.now() - timedelta(seconds=1))

    story.refresh_from_db()
    assert (story.state, story.published_at) == ("submitted", None)


def test_a_story_is_public_from_its_moment_on_and_not_before(monkeypatch):
    moment = timezone.now() + timedelta(hours=2)
    story = make_signed_article(published_at=moment)

    for now, is_public in ((moment - timedelta(microseconds=1), False), (moment, True)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        assert story.is_public is is_public
        assert story.is_scheduled is not is_public
        assert Article.objects.public().contains(story) is is_public
        assert Article.objects.scheduled().contains(story) is not is_public


def test_a_scheduled_story_is_recalled_until_its_moment_comes(monkeypatch):
    moment = timezone.now() + timedelta(hours=2)
    story = make_signed_article(published_at=moment)

    monkeypatch.setattr(timezone, "now", lambda: moment)
    with pytest.raises(StepRefused):
        story.recall(by=editor(), reason="推迟。")

    monkeypatch.setattr(timezone, "now", lambda: moment - timedelta(seconds=1))
    story.recall(by=editor(), reason="推迟。")
    assert (story.state, story.published_at, story.signed_revision) == ("draft", None, None)


def test_a_withdrawn_story_is_in_no_list_and_keeps_its_moment():
    story = make_signed_article()
    moment = story.published_at

    story.withdraw(by=editor(), reason="来源有误。")

    assert not story.is_public
    assert not story.is_scheduled
    assert not Article.objects.public().exists()
    assert story.published_at == moment


def test_recorded_moments_are_laid_down_only_while_replaying():
    long_ago = datetime(2021, 12, 17, 9, tzinfo=UTC)

    story = make_signed_article(published_at=long_ago)

    assert story.published_at == long_ago
    assert story.reviews.last().at == long_ago
    assert clock.now() - timezone.now() < timedelta(seconds=5)


def test_an_error_while_replaying_gives_the_clock_back():
    with pytest.raises(KeyError), clock.replaying(datetime(2021, 1, 1, tzinfo=UTC)):
        raise KeyError

    assert clock.now().year != 2021


def test_replaying_inside_replaying_comes_back_to_the_outer_moment():
    outer, inner = datetime(2021, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC)

    with clock.replaying(outer):
        with clock.replaying(inner):
            assert clock.now() == inner
        assert clock.now() == outer


# Two people at once


def test_of_two_editors_who_sign_from_the_same_page_the_second_is_refused():
    story = make_submitted_article()
    stale = Article.objects.get(pk=story.pk)
    story.sign(by=editor())

    with pytest.raises(StepRefused):
        stale.sign(by=make_user("chief_editor"))

    assert story.reviews.filter(verb="sign").count() == 1


def test_a_verb_signs_what_the_database_holds_not_what_the_caller_holds():
    story = make_submitted_article()
    story.headline = "没有保存的标题"

    story.sign(by=editor())

    assert story.signed_revision.content["headline"] == Article.objects.get(pk=story.pk).headline != story.headline


def test_a_verb_that_fails_halfway_leaves_nothing(monkeypatch):
    story = make_submitted_article()
    monkeypatch.setattr(Review.objects, "append", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        story.sign(by=editor())

    story.refresh_from_db()
    assert (story.state, story.signed_revision) == ("submitted", None)


# The database


@pytest.mark.parametrize(
    "record",
    [
        {"state": "signed"},
        {"state": "withdrawn"},
        {"published_at": datetime(2021, 1, 1, tzinfo=UTC)},
        {"state": "published"},
    ],
    ids=str,
)
def test_the_database_refuses_a_state_and_a_moment_that_do_not_agree(record):
    story = make_article()

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=story.pk).update(**record)


# Authorship stays on record


def test_an_editor_whose_name_left_the_byline_during_review_does_not_sign():
    writer = make_user("chief_editor")
    reporter = make_reporter(user=writer)
    story = make_article(reporters=[author().reporter, reporter])
    story.submit(by=writer)
    story.credits.get(reporter=reporter).delete()
    with pytest.raises(StepRefused):
        story.sign(by=writer)
    assert story.state == "submitted"


def test_an_editor_who_unlinks_their_account_does_not_sign_their_own_story():
    writer = make_user("chief_editor")
    reporter = make_reporter(user=writer)
    story = make_article(reporters=[reporter])
    story.submit(by=author())
    reporter.user = None
    reporter.save()
    with pytest.raises(StepRefused):
        story.sign(by=writer)
    story.sign(by=editor())


def test_another_text_than_the_one_seen_is_not_signed():
    story = make_submitted_article()
    seen = story.revisions.get().sha256
    story.body = "别人刚改过的正文。"
    story.save()
    with pytest.raises(StepRefused):
        story.sign(by=editor(), seen=seen)
    assert story.state == "submitted"
    story.sign(by=editor(), seen=digest(snapshot(story, Article.SIGNED)))
    assert story.state == "signed"


@pytest.mark.parametrize("day", [date(1026, 11, 18), date(9999, 12, 31)])
def test_a_mistyped_year_holds_a_story_back(day):
    story = make_article(happened_on=day, issue=make_issue())
    with pytest.raises(StepRefused):
        story.submit(by=author())
    with pytest.raises(ValidationError):
        story.clean()
