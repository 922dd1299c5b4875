from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import Article, Attendance, Flag, Meeting
from articles.reading.page import LONGEST_PAGE
from tests.factories import (
    author,
    make_article,
    make_flag_round,
    make_meeting,
    make_official,
    make_photo,
    make_reporter,
    make_signed_article,
    make_topic,
    make_township,
    make_village,
)

pytestmark = pytest.mark.django_db

MONDAY, TUESDAY = date(2026, 11, 16), date(2026, 11, 17)


# The story itself


@pytest.mark.parametrize("until", [MONDAY, date(2026, 11, 15)])
def test_an_event_ends_after_it_begins(until):
    with pytest.raises(ValidationError):
        Article(headline="题", body="文", created_by=author(), happened_on=MONDAY, happened_until=until).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(happened_on=MONDAY, happened_until=until)


def test_an_event_with_a_last_day_has_a_first():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(happened_on=None, happened_until=MONDAY)


def test_only_photo_news_has_no_text_and_padding_is_no_text():
    for genre in ("brief", "feature"):
        with pytest.raises(ValidationError):
            Article(genre=genre, headline="题", body="\u3000\n ").clean()

    Article(genre="photo_news", headline="题").clean()


def test_a_text_is_no_longer_than_a_page_that_is_read():
    Article(headline="题", body="文" * LONGEST_PAGE).clean()
    with pytest.raises(ValidationError, match="60000字"):
        Article(headline="题", body="文" * (LONGEST_PAGE + 1)).clean()


def test_a_reprint_names_its_author():
    with pytest.raises(ValidationError):
        Article(headline="题", body="文", source="邻区日报").clean()


def test_lists_show_the_list_title_or_the_headline_in_one_line():
    assert make_article(headline="甲\n乙").title_in_lists == "甲乙"
    assert make_article(headline="甲\n乙", list_title="丙").title_in_lists == str(Article(list_title="丙")) == "丙"
    assert make_article(standfirst="一句话。").lead_sentence == "一句话。"


def test_stories_stand_newest_first_and_an_undated_one_with_the_day_on_which_it_was_published():
    in_shanghai_it_is_tuesday = datetime(2026, 11, 16, 17, tzinfo=UTC)
    first, second, third, fourth = (
        make_signed_article(happened_on=day, part_of_day=part, published_at=in_shanghai_it_is_tuesday + hours)
        for day, part, hours in (
            (MONDAY, "2_morning", timedelta(hours=9)),
            (MONDAY, "4_afternoon", timedelta(hours=8)),
            (None, "", timedelta(0)),
            (TUESDAY, "", timedelta(hours=7)),
        )
    )

    assert list(Article.objects.newest_first()) == [fourth, third, second, first]


# What it is about


def test_a_story_is_found_once_by_either_of_its_topics():
    main, further = make_topic("文旅"), make_topic("安全生产")
    story = make_article(main_topic=main, topics=[main, further])

    assert list(Article.objects.about(main)) == list(Article.objects.about(further)) == [story]
    assert not Article.objects.about(make_topic("教育")).exists()


def test_a_story_is_found_once_in_its_township_also_by_its_villages():
    town, other = make_township("柳溪镇"), make_township("文昌街道")
    villages = [make_village("东村", town), make_village("西村", town)]
    story = make_article(townships=[town], villages=villages)
    by_village = make_article(villages=villages[:1])

    assert set(Article.objects.in_township(town)) == {story, by_village}
    assert Article.objects.in_township(town).count() == 2
    assert not Article.objects.in_township(other).exists()


# Who attended


def test_an_official_attends_under_the_name_of_that_day():
    official = make_official("周健")
    story = make_article(officials=[official])

    official.name = "周小健"
    official.save()

    assert story.attendances.get().name == "周健"


@pytest.mark.parametrize("typed", ["", " ", "\u3000"])
def test_an_empty_name_is_the_officials(typed):
    row = make_article().attendances.create(official=make_official("周健"), name=typed)

    assert row.name == "周健"


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": "\u3000"}])
def test_a_guest_has_a_name(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article().attendances.create(group="guest", **fields)


def test_an_official_is_no_guest_and_attends_once():
    official = make_official()
    story = make_article(officials=[official])

    with pytest.raises(IntegrityError), transaction.atomic():
        story.attendances.create(official=official)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article().attendances.create(official=official, organisation="青禾公司")


def test_two_officials_and_two_guests_of_one_name_attend_one_story():
    story = make_article(officials=[make_official("李单"), make_official("李单")])
    for _ in range(2):
        story.attendances.create(group="guest", name="李单")

    assert story.attendances.filter(name="李单").count() == 4


def test_a_meeting_composes_who_attended_from_its_stories_each_once():
    first, second = make_official("甲", [("党工委", "书记", 1)]), make_official("乙", [("管委会", "主任", 2)])
    longer = make_article(officials=[first, second])
    shorter = make_article(officials=[second])
    for story in (longer, shorter):
        story.attendances.create(group="guest", name="丙", organisation="青禾公司", order=9)

    composed = Attendance.objects.composed_from(Article.objects.all())

    assert [row.name for row in composed] == ["甲", "乙", "丙"]


# Credits, flags, meetings


def test_a_credit_names_a_story_or_a_photo_and_a_person_once_in_a_role():
    reporter = make_reporter()
    story = make_article(reporters=[reporter])

    for fields in (
        {"article": story, "photo": make_photo()},
        {},
        {"article": story},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            reporter.credits.create(**fields)
    story.credits.create(reporter=reporter, role="photographer")


def test_a_township_never_has_both_flags_in_one_round():
    town = make_township()
    story = make_article()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_flag_round(story, red=[town], blue=[town])
    make_flag_round(story, red=[town])
    make_flag_round(story, blue=[town], subject="另一次评比")

    assert Flag.objects.mentioned_in(Article.objects.all()).count() == 2


def test_red_flags_stand_before_blue_ones():
    first, second = make_township("柳溪镇"), make_township("文昌街道")
    flag_round = make_flag_round(make_article(), blue=[first], red=[second])

    assert [flag.colour for flag in flag_round.flags.all()] == ["red", "blue"]


def test_a_meeting_stands_once_a_day():
    make_meeting("例会", day=MONDAY)
    make_meeting("例会", day=TUESDAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_meeting("例会", day=MONDAY)
    assert [str(meeting) for meeting in Meeting.objects.all()] == ["例会（2026-11-17）", "例会（2026-11-16）"]
