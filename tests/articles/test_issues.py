from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Issue
from articles.models.issue import IssueQuerySet
from articles.models.revision import RecordError
from articles.models.signed_guard import SealedContentError
from articles.review.workflow import StepRefused
from tests.factories import (
    editor,
    make_article,
    make_issue,
    make_official,
    make_passed_article,
    make_photo,
    make_signed_article,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def it_is(monkeypatch):
    """Set the clock to a moment in Shanghai, which is eight hours ahead of UTC."""

    def set_clock(*moment):
        now = datetime(*moment, tzinfo=UTC) - timedelta(hours=8)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return set_clock


def closed(issue):
    issue.close(by=editor())
    return issue


# The issue of a new story


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 16), "2026-W47"),
        (date(2026, 11, 22), "2026-W47"),
        (date(2026, 11, 23), "2026-W48"),
        (date(2026, 11, 15), "2026-W48"),  # a week of which there is no page goes to the open one
        (None, "2026-W48"),
    ],
)
def test_a_story_goes_to_the_page_whose_days_hold_it(day, week):
    for open_week in ("2026-W47", "2026-W48"):
        make_issue(open_week)

    assert make_article(happened_on=day).issue.week == week


def test_the_last_day_of_an_event_decides():
    for week in ("2026-W47", "2026-W48"):
        make_issue(week)

    assert make_article(happened_on=date(2026, 11, 22), happened_until=date(2026, 11, 23)).issue.week == "2026-W48"


def test_a_story_of_a_closed_week_goes_to_the_open_page():
    closed(make_issue("2026-W47"))
    make_issue("2026-W48")

    assert make_article(happened_on=date(2026, 11, 18)).issue.week == "2026-W48"


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ((2026, 11, 22, 23, 59, 59), "2026-W47"),
        ((2026, 11, 23, 0, 0), "2026-W48"),
        ((2026, 12, 31, 23, 59), "2026-W53"),
        ((2027, 1, 1, 0, 0), "2026-W53"),
        ((2027, 1, 3, 23, 59, 59), "2026-W53"),
        ((2027, 1, 4, 0, 0), "2027-W01"),
    ],
)
def test_without_any_page_the_present_weeks_is_opened(it_is, moment, week):
    it_is(*moment)

    issue = make_article().issue

    assert issue.week == week
    assert issue.first_day.isoweekday() == 1


def test_when_the_present_weeks_page_is_closed_the_next_weeks_is_opened(it_is):
    it_is(2026, 12, 30, 9, 0)
    closed(make_issue("2026-W53", number=211))

    issue = make_article().issue

    assert (issue.week, issue.first_day, issue.number) == ("2027-W01", date(2027, 1, 4), 212)


def test_a_page_opened_after_a_long_one_begins_the_day_after_it(it_is):
    it_is(2026, 11, 18, 9, 0)
    closed(make_issue("2026-W47", last_day=date(2026, 11, 25)))

    issue = make_article().issue

    assert (issue.week, issue.first_day, issue.last_day) == ("2026-W48", date(2026, 11, 26), date(2026, 11, 29))


def test_a_page_that_swallowed_the_next_week_is_followed_by_the_week_after(it_is):
    it_is(2026, 11, 18, 9, 0)
    closed(make_issue("2026-W47", last_day=date(2026, 11, 29)))

    assert make_article().issue.week == "2026-W49"


def test_a_number_given_out_of_turn_does_not_stop_a_story(it_is):
    it_is(2026, 11, 18, 9, 0)
    closed(make_issue("2026-W46", number=212))
    closed(make_issue("2026-W47", number=211))

    assert make_article().issue.number is None


@pytest.mark.django_db(transaction=True)
def test_two_first_stories_that_open_the_page_at_once_both_stand_on_it(monkeypatch):
    open_next = IssueQuerySet.open_next

    def opened_by_the_other_meanwhile(issues):
        other = Thread(target=lambda: (open_next(issues), connections.close_all()))
        if connection.vendor == "postgresql":
            other.start()
            other.join()
            return make_issue(Issue.objects.get().week)
        return open_next(issues)  # SQLite lets one writer in at a time

    monkeypatch.setattr(IssueQuerySet, "open_next", opened_by_the_other_meanwhile)

    assert make_article().issue == Issue.objects.get()


def test_the_issue_is_set_once_and_does_not_follow_the_day():
    story = make_article(issue=make_issue("2026-W47"))
    make_issue("2026-W48")

    story.happened_on = date(2026, 11, 24)
    story.save()

    assert story.issue.week == "2026-W47"


def test_an_issue_that_was_chosen_stays():
    chosen = make_issue("2026-W40")
    make_issue("2026-W47")

    assert make_article(issue=chosen).issue == chosen


# Days


def days(first, last):
    return {"first_day": date(2026, 11, first), "last_day": date(2026, 11, last)}


OVERLAPS = [days(16, 22), days(10, 16), days(22, 28), days(18, 19), days(1, 30), days(16, 16)]


@pytest.mark.parametrize("span", OVERLAPS, ids=str)
def test_overlapping_days_are_refused_with_the_name_of_the_other_issue(span):
    make_issue("2026-W47")

    with pytest.raises(ValidationError) as refusal:
        Issue(week="2026-W40", **span).full_clean()

    assert "2026-W47" in str(refusal.value)


@pytest.mark.parametrize("span", OVERLAPS, ids=str)
def test_the_database_refuses_overlapping_days_however_they_are_written(span):
    make_issue("2026-W47")
    apart = make_issue("2026-W30")

    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.create(week="2026-W40", **span)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.bulk_create([Issue(week="2026-W40", **span)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=apart.pk).update(**span)
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.bulk_update([Issue(pk=apart.pk, **span)], ["first_day", "last_day"])


def test_the_database_refuses_two_overlapping_pages_in_one_statement():
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.bulk_create([Issue(week="2026-W40", **days(2, 8)), Issue(week="2026-W41", **days(8, 15))])


def test_pages_that_touch_and_a_page_that_moves_within_its_own_days_are_fine():
    before, issue, after = (make_issue(week) for week in ("2026-W46", "2026-W47", "2026-W48"))

    issue.full_clean(exclude=["number"])
    Issue.objects.filter(pk=issue.pk).update(first_day=date(2026, 11, 17), last_day=date(2026, 11, 21))

    assert list(Issue.objects.covering(date(2026, 11, 16))) == []
    assert list(Issue.objects.covering(date(2026, 11, 15))) == [before]
    assert list(Issue.objects.covering(date(2026, 11, 23))) == [after]


def test_the_database_refuses_a_page_that_ends_before_it_begins():
    with pytest.raises(DatabaseError), transaction.atomic():
        make_issue(first_day=date(2026, 11, 22), last_day=date(2026, 11, 16))


@pytest.mark.parametrize("week", ["2025-W53", "47", "2026-w47", "２０２６-W47"])
def test_an_issue_is_named_by_a_week_that_there_is(week):
    with pytest.raises(ValidationError) as refusal:
        Issue(week=week, **days(16, 22)).clean()

    assert list(refusal.value.message_dict) == ["week"]


def test_the_lead_is_one_of_its_own_stories():
    issue = make_issue("2026-W47")
    story = make_signed_article(issue=make_issue("2026-W46"))
    issue.lead = story

    with pytest.raises(ValidationError):
        issue.clean()

    story.issue = issue
    story.save()
    issue.clean()


def test_an_issue_with_stories_is_not_deleted():
    issue = make_article().issue

    with pytest.raises(ProtectedError):
        issue.delete()


# Closing


def test_an_editor_closes_an_issue_and_opens_it_again():
    issue = make_issue()

    issue.close(by=editor())
    assert issue.is_closed
    assert list(Issue.objects.closed()) == [issue]

    issue.reopen(by=editor(), reason="头条要换")
    assert not issue.is_closed
    assert list(Issue.objects.open()) == [issue]


def test_nobody_closes_twice_even_from_a_page_that_is_old():
    issue = make_issue()
    stale = Issue.objects.get()
    issue.close(by=editor())
    closed_at = Issue.objects.get().closed_at

    with pytest.raises(StepRefused):
        stale.close(by=editor())
    assert Issue.objects.get().closed_at == closed_at

    issue.reopen(by=editor(), reason="头条要换")
    with pytest.raises(StepRefused):
        issue.reopen(by=editor(), reason="头条要换")


def test_only_editors_close_and_reopen():
    issue, done = make_issue(), closed(make_issue("2026-W46"))

    for by in (make_user("reporter"), make_user(is_superuser=True), AnonymousUser()):
        with pytest.raises(StepRefused):
            issue.close(by=by)
        with pytest.raises(StepRefused):
            done.reopen(by=by)

    assert not Issue.objects.get(pk=issue.pk).is_closed
    assert Issue.objects.get(pk=done.pk).is_closed


def test_closing_writes_nothing_else():
    issue = make_issue()
    Issue.objects.update(editors_note="编者按")

    issue.close(by=editor())

    assert Issue.objects.get().editors_note == "编者按"


# What a closing fixes


def test_closing_fixes_the_order_as_it_stood():
    issue = make_issue()
    late = make_signed_article(issue=issue, happened_on=date(2026, 11, 20))
    early = make_signed_article(issue=issue, happened_on=date(2026, 11, 16))
    closed(issue)
    for place, story in enumerate((early, late), start=1):
        story.refresh_from_db()
        assert story.page_order == place
    assert issue.records.last().content["stories"] == [early.pk, late.pk]


def test_each_turn_is_on_record_with_who_when_and_why():
    issue = closed(make_issue(editors_note="本期看点"))
    issue.reopen(by=editor(), reason="头条要换")
    turns = [(record.turn, record.by, record.reason) for record in issue.records.all()]
    assert turns == [("close", editor(), ""), ("reopen", editor(), "头条要换")]
    assert issue.records.first().content["editors_note"] == "本期看点"


@pytest.mark.parametrize(
    "change", [{"editors_note": "改"}, {"number": 9}, {"last_day": date(2026, 11, 21)}, {"lead": None}]
)
def test_a_closed_page_is_not_changed(change):
    issue = make_issue()
    issue.lead = make_signed_article(issue=issue)
    issue.save()
    closed(issue)
    for name, value in change.items():
        setattr(issue, name, value)
    with pytest.raises(SealedContentError):
        issue.save()


def test_nobody_writes_the_closing_beside_the_step():
    issue = make_issue()
    issue.closed_at = timezone.now()
    with pytest.raises(RecordError):
        issue.save()


def test_a_story_neither_leaves_a_closed_page_nor_comes_onto_it_nor_moves_on_it():
    issue, other = make_issue("2026-W46"), make_issue("2026-W47")
    story, outside = make_signed_article(issue=issue), make_article(issue=other)
    closed(issue)
    story.refresh_from_db()
    for moved, change in ((story, {"issue": other}), (story, {"page_order": 5}), (outside, {"issue": issue})):
        kept = {name: getattr(moved, name) for name in change}
        for name, value in change.items():
            setattr(moved, name, value)
        with pytest.raises(SealedContentError):
            moved.save()
        with pytest.raises(ValidationError):
            moved.clean()
        for name, value in kept.items():
            setattr(moved, name, value)
    with pytest.raises(SealedContentError):
        make_article(issue=issue)


def test_a_draft_kept_on_a_closed_page_is_not_deleted():
    issue = make_issue()
    story = make_article(issue=issue)
    closed(issue)
    with pytest.raises(SealedContentError):
        story.delete()


def test_page_credits_of_a_closed_page_stay():
    issue = make_issue()
    credit = issue.page_credits.create(role="layout", name="章小溪")
    closed(issue)
    credit.name = "别人"
    for change in (credit.save, credit.delete, lambda: issue.page_credits.create(role="layout", name="又一个")):
        with pytest.raises(SealedContentError):
            change()


def test_a_closed_page_is_on_record_and_not_deleted():
    with pytest.raises(RecordError):
        closed(make_issue()).delete()


def test_stories_of_a_closed_page_are_still_signed_corrected_and_withdrawn():
    issue = make_issue()
    late, story = make_passed_article(issue=issue), make_signed_article(issue=issue)
    closed(issue)
    late.sign(by=editor())
    story.withdraw(by=editor(), reason="撤下")
    assert late.is_public
    assert story.state == "withdrawn"


def test_a_lead_that_goes_to_the_next_page_leads_no_more():
    issue = make_issue()
    issue.lead = make_article(issue=issue)
    issue.save()
    issue.close(by=editor(), unsigned_to_next=True)
    issue.refresh_from_db()
    assert issue.lead is None
    assert issue.records.last().content["lead_id"] is None


def test_unsigned_stories_open_the_next_page_when_there_is_none():
    issue = make_issue()
    story = make_article(issue=issue)
    issue.close(by=editor(), unsigned_to_next=True)
    story.refresh_from_db()
    assert story.issue != issue
    assert not story.issue.is_closed
    assert story.page_order is None


def test_closing_a_page_sets_its_lead_where_nobody_chose_one():
    issue = make_issue()
    make_article(issue=issue)
    make_signed_article(issue=issue, genre="photo_news", placements=[make_photo()], happened_on=issue.first_day)
    first = make_signed_article(issue=issue, officials=[make_official()])
    issue.close(by=editor())
    assert Issue.objects.get().lead == first
    assert issue.records.last().content["lead_id"] == first.pk


def test_a_page_without_a_story_of_its_own_is_closed_without_a_lead():
    issue = make_issue()
    issue.close(by=editor())
    assert Issue.objects.get().lead is None
