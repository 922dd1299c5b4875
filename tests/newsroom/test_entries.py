"""Pages of leaders, places, meetings and topics: what each is opened for."""

from datetime import date

import pytest

from newsroom.models import Newsroom
from tests import factories
from tests.newsroom.reading import links, section, visible_text

pytestmark = pytest.mark.django_db


def test_a_township_shows_its_villages_with_their_own_stories(client):
    township = factories.make_township()
    elder = factories.make_village("钟鸣社区", township=township)
    factories.make_village("丹橘社区", township=township)
    story = factories.make_signed_article(headline="钟鸣换新管", villages=[elder])
    factories.make_signed_article(headline="镇上的事", townships=[township])
    page = client.get(township.get_absolute_url())
    assert f'href="#v-{elder.pk}"' in page.content.decode()
    assert "钟鸣换新管" in section(page, f"v-{elder.pk}-name")
    assert "镇上的事" not in section(page, f"v-{elder.pk}-name")
    assert "丹橘社区" in visible_text(page)
    assert f"{township.get_absolute_url()}#v-{elder.pk}" in links(client.get(story.get_absolute_url()))


def test_a_village_with_much_news_leads_to_the_search(client):
    village = factories.make_village("钟鸣社区", township=factories.make_township())
    for number in range(6):
        factories.make_signed_article(headline=f"钟鸣社区第{number}件", villages=[village])
    page = client.get(village.township.get_absolute_url())
    shown = section(page, f"v-{village.pk}-name")
    assert shown.count("<li>") == 5
    (more,) = [link for link in links(page) if "/search/" in link and "township" in link]
    assert client.get(more.replace("&amp;", "&")).context["page"].paginator.count == 6


def test_a_flag_stands_with_its_day_reason_and_source(client):
    township = factories.make_township()
    story = factories.make_signed_article(
        headline="评比揭晓", flags={"red": [township]}, happened_on=date(2026, 11, 12)
    )
    round_ = story.flag_rounds.get()
    shown = section(client.get(township.get_absolute_url()), "flags")
    for printed in (round_.subject, "2026年11月12日", "评比揭晓", story.get_absolute_url()):
        assert printed in shown


def test_the_list_of_townships_shows_the_latest_of_each_through_villages_too(client):
    township = factories.make_township()
    village = factories.make_village(township=township)
    for number in range(1, 4):
        factories.make_signed_article(
            headline=f"旧闻{number}", townships=[township], happened_on=date(2026, 10, number)
        )
    factories.make_signed_article(
        headline="村里新事", villages=[village], townships=[township], happened_on=date(2026, 11, 1)
    )
    shown = visible_text(client.get("/townships/"))
    assert [shown.count(title) for title in ("村里新事", "旧闻3", "旧闻2", "旧闻1")] == [1, 1, 1, 0]


def test_the_list_of_leaders_says_what_each_did_last(client):
    official = factories.make_official()
    factories.make_signed_article(headline="先头的事", officials=[official], happened_on=date(2026, 10, 1))
    factories.make_signed_article(headline="后来的事", officials=[official], happened_on=date(2026, 11, 1))
    factories.make_article(headline="没签的事", officials=[official], happened_on=date(2026, 11, 2))
    shown = visible_text(client.get("/officials/"))
    assert "后来的事" in shown
    assert "先头的事" not in shown
    assert "没签的事" not in shown


def test_an_undated_story_says_so_in_every_list(client):
    place, leader, photo = factories.make_township(), factories.make_official(), factories.make_photo()
    story = factories.make_signed_article(
        happened_on=None, townships=[place], officials=[leader], topics=["民生实事"], placements=[photo]
    )
    lists = ("/officials/", "/townships/", "/topics/", f"/search/?q={story.headline}")
    entries = (
        page.get_absolute_url() for page in (leader, place, photo, story.main_topic, story.credits.get().reporter)
    )
    for address in (*lists, *entries, "/"):
        assert "近期" in visible_text(client.get(address)), address


def test_a_role_stands_once_before_its_names_each_of_which_is_a_link(client):
    one, other = factories.make_reporter("沈牧之"), factories.make_reporter("骆一舟")
    photo = factories.make_photo(photographers=[one, other])
    story = factories.make_signed_article(reporters=[one, other, ("丙", "correspondent")], placements=[photo])
    page = client.get(story.get_absolute_url())
    assert "记者 沈牧之 骆一舟 通讯员 丙 " in visible_text(page)
    assert {one.get_absolute_url(), other.get_absolute_url()} <= set(links(page))
    assert "摄影 沈牧之 骆一舟 " in visible_text(client.get(photo.get_absolute_url()))


def test_the_list_of_topics_shows_the_latest_of_each(client):
    for number in range(1, 5):
        factories.make_signed_article(headline=f"民生{number}", topics=["民生实事"], happened_on=date(2026, 11, number))
    shown = visible_text(client.get("/topics/"))
    assert [f"民生{number}" in shown for number in (4, 3, 2, 1)] == [True, True, True, False]


def test_a_meeting_tells_what_it_decided_and_in_which_story(client):
    meeting = factories.make_meeting()
    told = factories.make_signed_article(
        headline="换管四十里", meeting=meeting, body="会议强调，要快。会议决定，年底前换管40公里。"
    )
    factories.make_article(meeting=meeting, body="会议决定，不可说的事。")
    page = client.get(meeting.get_absolute_url())
    shown = section(page, "decided")
    assert "会议决定，年底前换管40公里。" in shown
    assert "会议强调" not in shown
    assert told.get_absolute_url() in shown
    assert "不可说" not in visible_text(page)


def test_a_week_in_the_archive_shows_its_lead_unless_it_left(client):
    issue = factories.make_issue()
    story = factories.make_signed_article(headline="本期头条", issue=issue)
    factories.make_signed_article(headline="另一篇", issue=issue)
    issue.refresh_from_db()
    if issue.lead_id is None:
        type(issue).objects.filter(pk=issue.pk).update(lead=story)
    assert "本期头条" in visible_text(client.get("/weeks/"))
    story.take_offline(by=factories.first_reviewer(), reason="核实")
    assert "本期头条" not in visible_text(client.get("/weeks/"))


def test_there_is_no_blue_flag_outside_the_story_when_the_newsroom_says_so(client):
    township = factories.make_township()
    factories.make_signed_article(flags={"blue": [township]})
    assert "蓝旗" in visible_text(client.get(township.get_absolute_url()))
    Newsroom.objects.create(masthead="柳溪新报", shows_blue_flags=False)
    assert "蓝旗" not in visible_text(client.get(township.get_absolute_url()))


def test_a_picture_and_a_note_stand_right_after_their_paragraph_also_before_a_subhead(client):
    photo = factories.make_photo()
    story = factories.make_signed_article(body="第一段说事。\n## 小标题\n第二段再说。", placements=[(photo, "现场图")])
    page = client.get(story.get_absolute_url()).content.decode().partition("<h1")[2]
    assert page.index("第一段说事") < page.index("现场图") < page.index("小标题") < page.index("第二段再说")
