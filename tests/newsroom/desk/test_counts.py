"""The count sheet against stories that were counted by hand."""

from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from articles.models import Article, Credit
from articles.values.bylines import CreditRole
from newsroom.desk import count_words
from newsroom.desk.counts import PICTURES, STORIES, WITHDRAWN, Grouping, Shared, Span, count_sheet
from tests.factories import (
    editor,
    make_article,
    make_photo,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_withdrawn_article,
)

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")
MARCH = Span.month(2026, 3)
CORRESPONDENT, PHOTOGRAPHER = CreditRole.CORRESPONDENT, CreditRole.PHOTOGRAPHER


def at(day: int, month: int = 3, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def published(day: int = 10, month: int = 3, **fields) -> Article:
    return make_signed_article(published_at=at(day, month), **fields)


def sheet(span: Span = MARCH, by: Grouping = Grouping.PERSON, shared: Shared = Shared.FULL, of=None):
    return count_sheet(span, grouping=by, shared=shared, of=of)


def counted(column: str = STORIES, **choices) -> dict:
    """What stands in one column, by the name of the line; nothing where nothing stands."""
    lines = sheet(**choices).lines
    return {getattr(line.subject, "name", line.subject): line.counts[column] for line in lines if line.counts[column]}


class TestWhatCounts:
    def test_a_month_of_stories_is_counted_by_genre(self):
        wang, li = make_reporter("王小满"), make_reporter("李谷雨")
        for genre, people in [("brief", [wang]), ("brief", [wang, li]), ("feature", [li]), ("brief", [wang])]:
            published(genre=genre, reporters=people)
        assert counted("brief") == {"王小满": 3, "李谷雨": 1}
        assert counted("feature") == {"李谷雨": 1}
        assert counted(STORIES) == {"王小满": 3, "李谷雨": 2}

    def test_only_what_readers_can_see_counts(self):
        make_article()
        make_submitted_article()
        make_submitted_article().send_back(by=editor(), reason="请补充。")
        today = timezone.localdate()
        make_signed_article(published_at=timezone.now() + timedelta(days=1))
        assert not sheet(Span(today - timedelta(days=9), today + timedelta(days=9))).lines
        make_signed_article()
        assert sheet(Span(today, today)).each_once[STORIES] == 1

    def test_stories_of_old_papers_are_left_out(self):
        published(printed_in="云汀报", printed_on=date(2015, 11, 20))
        assert not sheet().lines

    def test_what_the_event_day_says_does_not_matter(self):
        published(1, happened_on=date(2026, 2, 27))
        assert counted() == {"程墨言": 1}

    def test_a_leaver_s_stories_stay_theirs(self):
        published(reporters=[make_reporter("王小满", is_active=False)])
        assert counted() == {"王小满": 1}


class TestDays:
    @pytest.mark.parametrize(
        ("moment", "counts"),
        [
            (at(28, 2, 23, 59), False),
            (at(1, 3, 0, 0), True),
            (at(31, 3, 23, 59), True),
            (at(1, 4, 0, 0), False),
        ],
    )
    def test_a_month_ends_at_midnight_in_shanghai(self, moment, counts):
        make_signed_article(published_at=moment)
        assert bool(sheet().lines) is counts

    def test_a_span_of_one_day_is_that_day(self):
        published(9), published(10), published(11)
        assert sheet(Span(date(2026, 3, 10), date(2026, 3, 10))).each_once[STORIES] == 1

    def test_by_month_the_year_s_turn_is_that_of_shanghai(self):
        make_signed_article(published_at=datetime(2025, 12, 31, 16, 0, tzinfo=ZoneInfo("UTC")))
        span = Span(date(2025, 12, 1), date(2026, 1, 31))
        assert counted(span=span, by=Grouping.MONTH) == {date(2026, 1, 1): 1}

    def test_months_without_a_story_are_shown_too(self):
        published(5, month=1), published(5, month=3)
        lines = sheet(Span(date(2026, 1, 1), date(2026, 3, 31)), by=Grouping.MONTH).lines
        assert [(line.subject.month, line.counts[STORIES]) for line in lines] == [(1, 1), (2, 0), (3, 1)]


class TestSharedBylines:
    def three_by_two_units(self) -> None:
        first = make_reporter("王小满", unit="文苑街道")
        second, third = make_reporter("李谷雨", unit="文苑街道"), make_reporter("赵白露", unit="柳溪镇")
        published(reporters=[first, (second, CORRESPONDENT), (third, CORRESPONDENT)])

    def test_in_full_each_name_counts_one(self):
        self.three_by_two_units()
        assert counted() == {"王小满": 1, "李谷雨": 1, "赵白露": 1}
        assert sheet().total[STORIES] == 3
        assert sheet().each_once[STORIES] == 1

    def test_split_each_name_has_its_part(self):
        self.three_by_two_units()
        third = Fraction(1, 3)
        assert counted(shared=Shared.SPLIT) == {"王小满": third, "李谷雨": third, "赵白露": third}

    def test_in_full_a_unit_counts_a_story_once_though_two_of_its_people_wrote_it(self):
        self.three_by_two_units()
        assert counted(by=Grouping.UNIT) == {"文苑街道": 1, "柳溪镇": 1}

    def test_split_a_unit_has_the_parts_of_its_people(self):
        self.three_by_two_units()
        assert counted(by=Grouping.UNIT, shared=Shared.SPLIT) == {"文苑街道": Fraction(2, 3), "柳溪镇": Fraction(1, 3)}

    @pytest.mark.parametrize("shared", Shared)
    def test_by_month_a_story_counts_once_by_either_rule(self, shared):
        self.three_by_two_units()
        assert counted(by=Grouping.MONTH, shared=shared) == {date(2026, 3, 1): 1}

    @pytest.mark.parametrize("by", Grouping)
    def test_split_the_lines_come_to_exactly_the_number_of_stories(self, by):
        people = [make_reporter(f"某{number}", unit=f"单位{number % 3}") for number in range(7)]
        for number in range(1, 8):
            photo = make_photo(photographers=people[: number % 4])
            published(number, reporters=people[:number], placements=[photo])
        make_withdrawn_article(published_at=at(20), reporters=people[:3])
        found = sheet(by=by, shared=Shared.SPLIT)
        assert found.total == found.each_once
        assert (found.total[STORIES], found.total[PICTURES], found.total[WITHDRAWN]) == (7, 7, 1)

    def test_two_roles_in_one_byline_are_one_name(self):
        wang = make_reporter("王小满")
        published(reporters=[wang, (wang, CreditRole.TEXT_AND_PHOTO), make_reporter("李谷雨")])
        assert counted() == {"王小满": 1, "李谷雨": 1}
        assert counted(shared=Shared.SPLIT) == {"王小满": Fraction(1, 2), "李谷雨": Fraction(1, 2)}

    def test_two_people_of_one_name_have_a_line_each(self):
        published(reporters=[make_reporter("王小满", unit="一站"), make_reporter("王小满", unit="三站")])
        assert [(line.subject.name, line.subject.unit) for line in sheet().lines] == [
            ("王小满", "一站"),
            ("王小满", "三站"),
        ]


class TestWhoWrote:
    @pytest.mark.parametrize("role", [role for role in CreditRole if role not in (PHOTOGRAPHER, CreditRole.SUPPLIED)])
    def test_every_role_that_writes_counts(self, role):
        published(reporters=[("王小满", role)])
        assert counted() == {"王小满": 1}

    def test_who_only_took_the_picture_did_not_write_the_story(self):
        published(reporters=["王小满", ("李谷雨", PHOTOGRAPHER)])
        assert counted() == {"王小满": 1}

    def test_a_byline_without_a_writer_counts_for_whom_it_names(self):
        published(reporters=[("李谷雨", PHOTOGRAPHER)])
        assert counted() == {"李谷雨": 1}

    def test_photo_news_counts_for_its_photographer(self):
        published(genre="photo_news", reporters=[], placements=[make_photo(photographers=["李谷雨"])])
        assert counted("photo_news") == counted(PICTURES) == {"李谷雨": 1}

    def test_a_reprint_without_a_byline_is_nobody_s_and_still_counted(self):
        published(reporters=[], source="省报", original_author="某人")
        published()
        assert counted() == {"程墨言": 1, None: 1}
        assert sheet().lines[-1].subject is None

    def test_a_person_without_a_unit_stands_in_a_line_of_their_own_by_unit(self):
        published(reporters=[make_reporter("王小满", unit="")])
        published(reporters=[make_reporter("李谷雨", unit="柳溪镇")])
        assert list(counted(by=Grouping.UNIT)) == ["柳溪镇", ""]

    def test_staff_stand_before_correspondents_and_who_has_most_first(self):
        busy = make_reporter("赵白露", kind="correspondent")
        for reporters in ([busy], [busy], [make_reporter("王小满")], [make_reporter("李谷雨", kind="correspondent")]):
            published(reporters=reporters)
        assert list(counted()) == ["王小满", "赵白露", "李谷雨"]


class TestPictures:
    def test_a_picture_counts_for_who_is_named_under_it(self):
        li = make_reporter("李谷雨")
        published(placements=[make_photo(photographers=[li, "赵白露"]), make_photo(photographers=[li])])
        assert counted(PICTURES) == {"李谷雨": 2, "赵白露": 1}
        assert counted(PICTURES, shared=Shared.SPLIT) == {"李谷雨": Fraction(3, 2), "赵白露": Fraction(1, 2)}
        assert counted() == {"程墨言": 1}

    def test_those_without_a_credit_are_said_in_every_grouping(self):
        published(placements=[make_photo(photographers=()), make_photo(photographers=["李谷雨"])])
        for grouping in Grouping:
            assert sheet(by=grouping).pictures_of_nobody == 1
        rules = len(count_words.rules(sheet(), is_own=False))
        assert rules == 1 + len(count_words.rules(sheet(Span.month(2026, 2)), is_own=False))

    def test_it_counts_once_when_a_story_first_shows_it(self):
        photo = make_photo(photographers=["李谷雨"])
        for day, month in ((27, 2), (3, 3), (5, 3)):
            published(day, month, placements=[photo])
        assert counted(PICTURES) == {}
        assert counted(PICTURES, span=Span.month(2026, 2)) == {"李谷雨": 1}

    def test_what_a_withdrawn_story_showed_first_counts_with_the_next(self):
        photo = make_photo(photographers=["李谷雨"])
        make_withdrawn_article(published_at=at(27, 2), placements=[photo])
        published(3, placements=[photo])
        assert counted(PICTURES) == {"李谷雨": 1}
        assert counted(PICTURES, span=Span.month(2026, 2)) == {}

    def test_without_a_name_of_its_own_it_is_that_of_text_and_photo(self):
        published(
            reporters=[("王小满", CreditRole.TEXT_AND_PHOTO), "李谷雨"], placements=[make_photo(photographers=())]
        )
        published(reporters=["李谷雨"], placements=[make_photo(photographers=())])
        assert counted(PICTURES) == {"王小满": 1, None: 1}

    def test_a_supplied_picture_counts_for_who_supplied_it(self):
        photo = make_photo(photographers=())
        Credit.objects.create(photo=photo, reporter=make_reporter("区融媒体中心", kind="office"), role="supplied")
        published(placements=[photo])
        assert counted(PICTURES) == {"区融媒体中心": 1}


class TestWithdrawals:
    def test_what_readers_saw_and_was_withdrawn_has_a_column_of_its_own(self):
        make_withdrawn_article(published_at=at(10), placements=[make_photo(photographers=["李谷雨"])])
        published(11)
        assert counted(WITHDRAWN) == {"程墨言": 1}
        assert counted() == {"程墨言": 1}
        assert counted(PICTURES) == {}

    def test_what_is_offline_for_a_day_stands_there_until_it_is_restored(self):
        story = published(placements=[make_photo(photographers=["李谷雨"])])
        story.take_offline(by=editor(), reason="核实中。")
        assert (counted(WITHDRAWN), counted(), counted(PICTURES)) == ({"程墨言": 1}, {}, {})
        story.restore(by=editor())
        assert (counted(WITHDRAWN), counted(), counted(PICTURES)) == ({}, {"程墨言": 1}, {"李谷雨": 1})

    def test_what_is_withdrawn_while_offline_was_seen(self):
        story = published()
        story.take_offline(by=editor())
        story.withdraw(by=editor(), reason="内容有误。")
        assert counted(WITHDRAWN) == {"程墨言": 1}

    def test_a_story_under_correction_counts_once(self):
        published().correct(by=editor())
        assert counted() == {"程墨言": 1}

    def test_it_stands_in_the_month_in_which_it_was_published(self):
        make_withdrawn_article(published_at=at(10))
        assert counted(WITHDRAWN, by=Grouping.MONTH) == {date(2026, 3, 1): 1}
        assert not sheet(Span.month(2026, 4)).lines

    def test_a_shared_one_is_shared_by_the_same_rule(self):
        make_withdrawn_article(published_at=at(10), reporters=["王小满", "李谷雨"])
        assert counted(WITHDRAWN, shared=Shared.SPLIT) == {"王小满": Fraction(1, 2), "李谷雨": Fraction(1, 2)}

    def test_one_that_no_reader_saw_is_in_no_column(self):
        moment = timezone.now() + timedelta(days=2)
        make_withdrawn_article(published_at=moment)
        day = timezone.localdate(moment)
        assert not sheet(Span(day, day)).lines


class TestOnesOwn:
    @pytest.fixture
    def wang(self):
        wang = make_reporter("王小满")
        published(1, 2, reporters=[wang])
        published(3, reporters=[wang, "李谷雨"])
        published(4, reporters=["李谷雨"])
        return wang

    def test_nobody_else_s_line_is_on_it(self, wang):
        assert counted(of=wang) == {"王小满": 1}
        assert sheet(of=wang).total[STORIES] == 1

    def test_by_month_it_holds_one_s_own_parts(self, wang):
        span = Span(date(2026, 2, 1), date(2026, 3, 31))
        own = counted(span=span, by=Grouping.MONTH, shared=Shared.SPLIT, of=wang)
        assert own == {date(2026, 2, 1): 1, date(2026, 3, 1): Fraction(1, 2)}

    def test_who_wrote_nothing_has_an_empty_sheet(self, wang):
        assert sheet(by=Grouping.MONTH, of=make_reporter()).lines == []


class TestCost:
    @pytest.mark.parametrize("by", Grouping)
    def test_it_asks_no_more_for_many_stories_than_for_one(self, by, django_assert_num_queries):
        make_withdrawn_article(published_at=at(2), placements=[make_photo(photographers=["摄影甲"])])
        for number in range(6):
            photo = make_photo(photographers=[f"摄影{number}"])
            published(3 + number, reporters=[f"记者{number}", "通讯员"], placements=[photo])
        with django_assert_num_queries(4):
            found = sheet(by=by)
            assert [str(entry.story) for line in found.lines for entry, _share in line.shares]
            assert found.total[STORIES] >= 6


def test_the_lines_are_named_for_addresses():
    first, second = make_reporter("王小满", unit="文苑街道"), make_reporter("李谷雨")
    published(reporters=[first, second])
    published(reporters=[], source="省报", original_author="某人")
    assert {line.key for line in sheet().lines} == {str(first.pk), str(second.pk), "nobody"}
    assert {line.key for line in sheet(by=Grouping.UNIT).lines} == {"unit-文苑街道", "unit-", "nobody"}
    assert [line.key for line in sheet(by=Grouping.MONTH).lines] == ["2026-03"]
