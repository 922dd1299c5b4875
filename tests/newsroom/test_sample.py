"""The sample page, as a reader meets it."""

import re

import pytest

from articles.models import Article
from people.models import Official, Reporter, Township

from .reading import links, section, visible_text
from .sample import enter_sample, needs_sample

pytestmark = [pytest.mark.django_db, needs_sample]


@pytest.fixture
def issue():
    return enter_sample()


def headlines(response) -> list[str]:
    found = re.findall(r"<h[23][^>]*><a href=\"/articles/\d+/\">(.*?)</a>", response.content.decode())
    return [re.sub(r"<br>|\s", "", title) for title in found]


def test_the_page_stands_in_the_order_in_which_it_was_printed(client, issue):
    response = client.get("/")
    assert headlines(response) == [
        "示范区召开农村人居环境集中整治暨全国文明城市年度测评工作推进会",
        "示范区召开重点工程项目设计汇报会",
        "示范区召开城乡供排水一体化项目座谈会",
        "示范区召开冬季大气污染防治攻坚工作推进会",
        "宫卫红率队到深圳考察对接项目招商引资工作",
        "宫卫红督导检查工业污染源管控工作",
        "示范区召开疫情防控工作会议",
        "着力解决工业企业不动产登记历史遗留问题",
        "让乡村净起来绿起来亮起来美起来",
    ]
    assert client.get("/weeks/2021-W50/").status_code == 200


def test_it_shows_its_days_and_number_and_never_the_number_of_the_week(client, issue):
    text = visible_text(client.get("/"))
    assert "12月13日—12月19日" in text
    assert "第50期" in text
    assert "W50" not in text


@pytest.mark.parametrize(("name", "stories"), [("郭树勋", 5), ("付凯明", 4)])
def test_by_reporter_each_has_all_their_stories(client, issue, name, stories):
    response = client.get("/weeks/2021-W50/reporters/")
    reporter = Reporter.objects.get(name=name)
    under = section(response, f"r-{reporter.pk}")
    assert len(set(re.findall(r"/articles/\d+/", under))) == stories
    assert f"本期{stories}篇" in re.sub(r"\s", "", visible_text(response))


def test_photographers_and_correspondents_have_their_own_places(client, issue):
    response = client.get("/weeks/2021-W50/reporters/")
    assert {"翟鹏程", "刘金元"} <= set(re.findall(r"[\u4e00-\u9fff]{3}", section(response, "photographers")))
    assert {"张红根", "李亚芬"} <= set(re.findall(r"[\u4e00-\u9fff]{3}", section(response, "correspondents")))


def test_by_date_there_are_six_days_and_what_has_no_day_comes_last(client, issue):
    page = client.get("/weeks/2021-W50/dates/").content.decode()
    assert re.findall(r'id="d-(\S+)"', page) == [f"2021-12-{day}" for day in (10, 14, 15, 17, 18, 19)]
    assert page.count('class="diary"') == 1
    assert page.rindex("连日来") > page.rindex('id="d-2021-12-19"')
    assert page.count("宫卫红率队到深圳考察对接项目招商引资工作") == 1
    assert "12月14日至15日" in page


def test_by_topic_each_story_stands_once_under_its_main_topic(client, issue):
    page = client.get("/weeks/2021-W50/topics/").content.decode()
    for story in Article.objects.all():
        under = page[page.index(f'id="t-{story.main_topic.slug}"') :]
        assert f'href="{story.get_absolute_url()}"' in under[: under.find("</section>")]
    lines = re.findall(r'<article class="line">\s*<h3><a href="(/articles/\d+/)">', page)
    assert sorted(lines) == sorted(s.get_absolute_url() for s in Article.objects.exclude(genre="photo_news"))


def test_an_officials_page_lists_every_story_with_the_post_as_printed_in_it(client, issue):
    official = Official.objects.get(name="宫卫红")
    text = visible_text(client.get(official.get_absolute_url()))
    for title in (
        "示范区召开农村人居环境集中整治暨全国文明城市年度测评工作推进会",
        "示范区召开冬季大气污染防治攻坚工作推进会",
        "宫卫红率队到深圳考察对接项目招商引资工作",
        "宫卫红督导检查工业污染源管控工作",
    ):
        assert title in text
    assert len(re.findall("党工委副书记、管委会主任", text)) == 4
    assert len(re.findall("示范区（高新区）党工委副书记、管委会主任", text)) == 3
    assert "主持会议" in text
    assert len(re.findall(r'href="/articles/', client.get(official.get_absolute_url()).content.decode())) == 4


@pytest.mark.parametrize(
    ("township", "colour"),
    [("苏家作乡", "红旗"), ("文苑街道", "红旗"), ("宁郭镇", "蓝旗"), ("文昌街道", "蓝旗")],
)
def test_townships_show_their_flag_with_its_source(client, issue, township, colour):
    response = client.get(Township.objects.get(name=township).get_absolute_url())
    flags = section(response, "flags")
    assert colour in flags
    source = Article.objects.get(headline__contains="人居环境集中整治暨")
    assert source.get_absolute_url() in flags


def test_no_link_of_the_page_is_dead(client, issue):
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/") or address.startswith("/admin"):
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if response["Content-Type"].startswith("text/html"):
            waiting += [link.split("#")[0] for link in links(response)]
    assert len(seen) > 60
