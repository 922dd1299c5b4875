"""A place where it happened is told from one that a story only names."""

import pytest

from articles.reading.where import places_of_event

NAMES = ["柳溪镇", "宁河镇", "东柳村"]


@pytest.mark.parametrize(
    ("headline", "body", "places"),
    [
        ("谌樵到柳溪镇督导秋种", "11月18日，党工委书记谌樵到柳溪镇督导秋种。宁河镇负责人汇报。", ["柳溪镇"]),
        ("全区秋种现场会召开", "11月18日上午，全区秋种现场会在宁河镇召开。", ["宁河镇"]),
        ("督导操场改造", "谌樵一行先后到柳溪镇、宁河镇，督导操场改造。", ["柳溪镇", "宁河镇"]),
        ("全区召开评比会", "11月18日，全区召开评比会。向排名前两位的柳溪镇颁发红旗，向宁河镇颁发蓝旗。", []),
        ("全区召开推进会", "11月18日，全区召开推进会。柳溪镇、宁河镇主要负责人作表态发言。", []),
        ("柳溪镇晒秋忙", "连日来，柳溪镇的山坡上一片金黄。", ["柳溪镇"]),
        ("东柳村通上自来水", "东柳村最后一户通水。", ["东柳村"]),
        ("东柳村水厂开工", "在一片掌声中，水厂开工。", ["东柳村"]),
        ("全区部署", "会议要求，柳溪镇要加快进度。", []),
        ("柳溪镇书记谈冬修", "柳溪镇书记说，冬修要抓紧。", []),
        ("", "", []),
    ],
)
def test_a_place_of_the_event(headline, body, places):
    assert places_of_event(headline, body, NAMES) == places
