"""Which week readers meet, and in which week a story stands."""

from datetime import date, datetime
from unittest import mock
from zoneinfo import ZoneInfo

import pytest

from adminkit.permanent_slugs import FixedAddressError
from articles.models import Issue
from articles.values.bylines import CreditRole
from newsroom.models import Newsroom
from tests import factories
from tests.newsroom.reading import section, visible_text

pytestmark = pytest.mark.django_db

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(*moment: int):
    return mock.patch("django.utils.timezone.now", return_value=datetime(*moment, tzinfo=SHANGHAI))


def test_before_anything_is_published_home_says_what_to_do_first(client):
    page = client.get("/")
    assert page.status_code == 200
    assert "createsuperuser" in visible_text(page)


def test_an_install_that_refuses_the_demo_does_not_offer_it(client, settings):
    assert "load_demo" in visible_text(client.get("/"))
    settings.DEMO = False
    assert "load_demo" not in visible_text(client.get("/"))


def test_before_any_issue_is_closed_home_shows_the_open_one(client):
    factories.make_signed_article(headline="本周第一篇")
    assert "本周第一篇" in visible_text(client.get("/"))


def test_home_shows_the_latest_closed_issue_under_a_strip_of_this_week(client):
    last_week = factories.make_issue("2026-W46")
    factories.make_signed_article(headline="上周的稿", issue=last_week, happened_on=date(2026, 11, 11))
    last_week.close(by=factories.editor())
    factories.make_signed_article(headline="本周的稿", issue=factories.make_issue("2026-W47"))
    text = visible_text(client.get("/"))
    assert text.index("本周的稿") < text.index("上周的稿")
    assert "11月9日—11月15日" in text


@pytest.mark.parametrize(
    ("moment", "label"),
    [((2026, 11, 22, 23, 59), "本周至今"), ((2026, 11, 23, 0, 0), "第313期")],
)
def test_an_open_issue_is_this_week_only_while_its_days_last(client, moment, label):
    with at(*moment):
        last_week = factories.make_issue("2026-W46")
        factories.make_signed_article(issue=last_week, happened_on=date(2026, 11, 11))
        last_week.close(by=factories.editor())
        factories.make_signed_article(issue=factories.make_issue("2026-W47", number=313))
        assert label in visible_text(client.get("/"))


def test_a_closed_issue_in_which_nothing_is_public_is_passed_over(client):
    empty = factories.make_issue("2026-W46")
    empty.close(by=factories.editor())
    factories.make_signed_article(headline="本周的稿", issue=factories.make_issue("2026-W47"))
    assert "本周的稿" in visible_text(client.get("/"))
    assert client.get("/weeks/2026-W46/").status_code == 404


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 11, 22), "2026-W47"),
        (date(2026, 11, 23), "2026-W48"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
    ],
)
def test_a_story_stands_in_the_issue_whose_days_hold_its_day(client, day, week):
    for name in ("2026-W47", "2026-W48", "2026-W53", "2027-W01"):
        factories.make_issue(name)
    story = factories.make_signed_article(happened_on=day)
    assert story.issue.week == week
    assert story.title_in_lists in visible_text(client.get(f"/weeks/{week}/dates/"))


@pytest.mark.parametrize(
    ("moment", "week"),
    [
        ((2026, 11, 22, 23, 59), "2026-W47"),
        ((2026, 11, 23, 0, 0), "2026-W48"),
        ((2026, 12, 31, 23, 59), "2026-W53"),
        ((2027, 1, 1, 0, 0), "2026-W53"),
        ((2027, 1, 3, 23, 59), "2026-W53"),
        ((2027, 1, 4, 0, 0), "2027-W01"),
    ],
)
def test_a_new_issue_is_that_of_the_newsrooms_own_week(moment, week):
    with at(*moment):
        assert Issue.objects.open_next().week == week


def test_by_date_an_event_of_several_days_stands_once_at_its_first(client):
    factories.make_issue("2026-W47")
    factories.make_signed_article(
        headline="外出考察", happened_on=date(2026, 11, 17), happened_until=date(2026, 11, 19)
    )
    page = client.get("/weeks/2026-W47/dates/").content.decode()
    assert page.count("外出考察") == 1
    assert page.index('id="d-2026-11-17"') < page.index("外出考察")
    assert "d-2026-11-18" not in page


def test_a_shared_story_stands_under_each_of_its_reporters(client):
    factories.make_issue("2026-W47")
    first, second = factories.make_reporter("田小禾"), factories.make_reporter("罗雨棠")
    factories.make_signed_article(headline="两人合写", reporters=[first, second])
    page = client.get("/weeks/2026-W47/reporters/").content.decode()
    assert page.count("两人合写") == 2


def test_an_intern_is_no_correspondent(client):
    factories.make_issue("2026-W47")
    story = factories.make_signed_article(reporters=[("卢穗", CreditRole.CORRESPONDENT), ("蒲小棠", CreditRole.INTERN)])
    response = client.get(f"/weeks/{story.issue.week}/reporters/")
    assert "卢穗" in section(response, "correspondents") and "蒲小棠" not in section(response, "correspondents")
    assert "蒲小棠" in section(response, "interns")


def test_two_reporters_of_one_name_are_two_people(client):
    factories.make_issue("2026-W47")
    one, other = factories.make_reporter("田小禾"), factories.make_reporter("田小禾")
    factories.make_signed_article(headline="一人的稿", reporters=[one])
    factories.make_signed_article(headline="另一人的稿", reporters=[other])
    page = client.get("/weeks/2026-W47/reporters/").content.decode()
    assert page.count(f'id="r-{one.pk}"') == page.count(f'id="r-{other.pk}"') == 1


def test_the_calendar_links_only_days_with_stories(client):
    factories.make_issue("2026-W47")
    factories.make_signed_article()
    page = client.get("/weeks/").content.decode()
    assert page.count("#d-2026-11-18") == 1
    assert "#d-2026-11-19" not in page


def test_a_blue_flag_can_be_kept_to_its_story(client):
    township = factories.make_township("沙河镇")
    story = factories.make_signed_article(townships=[township], flags={"blue": [township], "subject": "环境评比"})
    assert "环境评比" in visible_text(client.get(township.get_absolute_url()))
    Newsroom.objects.create(masthead="试报", shows_blue_flags=False)
    assert "环境评比" not in visible_text(client.get(township.get_absolute_url()))
    assert "环境评比" in visible_text(client.get(story.get_absolute_url()))


def test_a_picture_inside_a_story_is_shown_on_the_weeks_page(client):
    factories.make_issue("2026-W47")
    photo = factories.make_photo(focal_x=20, focal_y=70)
    factories.make_signed_article(placements=[(photo, "清淤现场")])
    page = client.get("/weeks/2026-W47/").content.decode()
    assert f"/pictures/{photo.pk}/" in page
    assert "清淤现场" in page
    assert "across-20 down-70" in page


def test_earlier_work_names_undated_features_too(client):
    reporter = factories.make_reporter()
    earlier = factories.make_issue("2026-W46")
    factories.make_signed_article(headline="上期特写", happened_on=None, issue=earlier, reporters=[reporter])
    factories.make_issue("2026-W47")
    factories.make_signed_article(headline="本期消息", reporters=[reporter])
    assert "上期特写" in visible_text(client.get("/weeks/2026-W47/reporters/"))
    assert "上期特写" in visible_text(client.get("/weeks/2026-W47/topics/"))


def test_a_day_that_two_issues_tell_of_leads_to_the_later_one(client):
    for week in ("2026-W46", "2026-W47"):
        factories.make_signed_article(issue=factories.make_issue(week), happened_on=date(2026, 11, 12))
    page = client.get("/weeks/").content.decode()
    assert "/weeks/2026-W47/dates/#d-2026-11-12" in page


def test_published_addresses_are_never_changed():
    for entry, field in (
        (factories.make_township(), "slug"),
        (factories.make_topic(), "slug"),
        (factories.make_issue("2026-W47"), "week"),
    ):
        setattr(entry, field, "2026-W40")
        with pytest.raises(FixedAddressError):
            entry.save()


def test_the_note_and_the_makers_of_a_page_are_read_once_it_is_closed(client):
    issue = factories.make_signed_article().issue
    issue.editors_note = "本期看点"
    issue.save()
    issue.page_credits.create(role="layout", name="阮清如")
    assert "本期看点" not in client.get("/").content.decode()
    issue.close(by=factories.editor())
    page = client.get("/").content.decode()
    assert "本期看点" in page and "阮清如" in page
    issue.reopen(by=factories.editor(), reason="改版式。")
    assert "本期看点" not in client.get(issue.get_absolute_url()).content.decode()


def test_the_archive_has_a_headline_for_every_issue(client):
    closed = factories.make_signed_article(headline="已签印的头条", issue=factories.make_issue("2026-W46")).issue
    factories.make_signed_article(headline="第二条", issue=closed)
    closed.close(by=factories.editor())
    factories.make_signed_article(headline="本周的头条", issue=factories.make_issue("2026-W47"))
    page = client.get("/weeks/").content.decode()
    assert "已签印的头条" in page and "本周的头条" in page
    Issue.objects.get(pk=closed.pk).lead.withdraw(by=factories.editor(), reason="来源有误。")
    page = client.get("/weeks/").content.decode()
    assert "已签印的头条" not in page and "第二条" in page


def test_by_date_tells_where_it_happened_from_what_is_only_named(client):
    there, ranked = factories.make_township("柳溪镇"), factories.make_township("宁河镇")
    factories.make_signed_article(
        headline="全区秋种现场会召开",
        body="11月18日，全区秋种现场会在柳溪镇召开。会上，宁河镇获颁红旗。",
        townships=[there, ranked],
        flags={"red": [ranked]},
    )
    page = visible_text(client.get(f"/weeks/{Issue.objects.get().week}/dates/"))
    assert "全区秋种现场会召开 柳溪镇 涉及宁河镇" in page


def test_by_date_reads_the_captions_of_photo_news_and_never_a_ranking_for_a_place(client):
    village = factories.make_village("东柳村", township=factories.make_township("柳溪镇"))
    ranked = [factories.make_township("宁河镇"), factories.make_township("双塔镇")]
    factories.make_signed_article(
        headline="晒场变广场",
        genre="photo_news",
        body="",
        villages=[village],
        placements=[(factories.make_photo(), "11月18日，村民在柳溪镇东柳村广场散步。")],
    )
    factories.make_signed_article(
        headline="宁河镇居首", body="会议向排在末位的双塔镇颁发蓝旗。", townships=ranked, flags={"red": ranked[:1]}
    )
    page = visible_text(client.get(f"/weeks/{Issue.objects.get().week}/dates/"))
    assert "柳溪镇东柳村" in page and "涉及柳溪镇" not in page
    assert "宁河镇居首 涉及宁河镇、双塔镇" in page


def test_a_story_that_was_moved_leads_its_old_page_no_more(client):
    old, new = factories.make_issue("2026-W46"), factories.make_issue("2026-W47")
    story = factories.make_signed_article(headline="移走的一条", issue=old)
    factories.make_signed_article(headline="留下的一条", issue=old)
    Issue.objects.filter(pk=old.pk).update(lead=story)
    type(story).objects.filter(pk=story.pk).update(issue=new)
    assert visible_text(client.get("/weeks/")).count("移走的一条") == 1
