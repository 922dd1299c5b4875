"""What a story calls a ranking, and which places in it were given flags; all invented."""

from datetime import date

import pytest

from articles.reading import read_page
from articles.reading.places import Gazetteer, flags_of
from articles.reading.rankings import Ranking, ranking_of
from tests.newsroom.sample import SEED_DIR, needs_sample

PLAIN = {
    "会上，还通报了10月份村庄清洁评比情况，向排名前两位的青石镇、白沙街道颁发红旗，向排在末两位的柳林乡颁发蓝旗。": (
        "10月份村庄清洁评比",
        "排名前两位、排在末两位",
    ),
    "会上，通报了8月份城乡环境卫生评比结果，青石镇被授予红旗，柳林乡被授予蓝旗。": ("8月份城乡环境卫生评比", ""),
    "会议公布了11月份政务服务排名，青石镇上榜红榜，柳林乡列入黑榜。": ("11月份政务服务排名", ""),
    "4月15日，全区公布2024年第一季度垃圾治理红黑榜。青石镇进入红榜，柳林乡列入黑榜。": (
        "2024年第一季度垃圾治理红黑榜",
        "",
    ),
}
LESS_PLAIN = {
    "会上，向近期在全区道路保洁集中整治工作中排名前三名的青石镇、白沙街道颁发红旗，向倒数第一名的柳林乡颁发蓝旗。": (
        "道路保洁集中整治工作排名",
        "排名前三名、倒数第一名",
    ),
    "会上，通报了全区护林防火工作开展情况及年度测评开展情况；向在全区护林防火工作中排名前两位的青石镇颁发红旗。": (
        "护林防火工作排名",
        "排名前两位",
    ),
    "会上，向三季度考核前三名的青石镇颁发流动红旗，向后两名的柳林乡发放蓝旗。": ("三季度考核", "前三名、后两名"),
    "经评审，青石镇获得流动红旗，柳林乡被授予蓝旗。": ("", ""),
}


def told(text: str, headline: str = "区里召开推进会") -> Ranking:
    gazetteer = Gazetteer([text])
    return ranking_of([text], headline, flags_of([text], gazetteer), gazetteer)


def rules(ranking: Ranking) -> set[str]:
    return {finding.rule for finding in ranking.findings}


@pytest.mark.parametrize("text", PLAIN)
def test_the_ranking_is_called_as_the_story_calls_it(text):
    ranking = told(text)
    assert (ranking.subject, ranking.reason) == PLAIN[text]
    assert not rules(ranking) & {"ranking_name", "no_ranking"}


@pytest.mark.parametrize("text", LESS_PLAIN)
def test_what_is_not_plainly_said_is_to_be_looked_at(text):
    ranking = told(text)
    assert (ranking.subject, ranking.reason) == LESS_PLAIN[text]
    assert rules(ranking) & {"ranking_name", "no_ranking"}


def test_a_headline_names_it_where_the_text_does_not():
    assert told("经评审，青石镇获得流动红旗。", "区里召开河道保洁第三次擂台赛").subject == "河道保洁第三次擂台赛"


def test_a_reason_that_is_not_told_and_a_place_with_two_flags_are_said():
    assert "no_flag_reason" in rules(told("会上，通报了三季度考核结果，青石镇被授予红旗。"))
    doubled = told("会上，通报了三季度考核结果，青石镇获得红旗，柳林乡获得红旗。青石镇被授予蓝旗。")
    assert [finding.text for finding in doubled.findings if finding.rule == "two_flags"] == ["青石镇"]


@needs_sample
def test_the_sample_tells_of_one_ranking_by_what_was_done_and_why():
    page = read_page((SEED_DIR / "roundup.txt").read_text(encoding="utf-8"), today=date(2021, 12, 24))
    (ranking,) = [item.ranking for item in page.items if item.ranking]
    assert ranking.subject.endswith("整治工作排名")
    assert ranking.reason == "排名前两位、排名后两位"
    assert rules(ranking) == {"ranking_name"}
