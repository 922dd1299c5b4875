"""A place where it happened is told from one that a story only names."""

import pytest

from articles.reading.where import Village, places_of_event

TOWNSHIPS = ["柳溪镇", "宁河镇"]
VILLAGES = [Village("柳溪镇", "东柳村")]


@pytest.mark.parametrize(
    ("headline", "body", "places"),
    [
        ("谌樵到柳溪镇督导秋种", "11月18日，党工委书记谌樵到柳溪镇督导秋种。宁河镇负责人汇报。", ["柳溪镇"]),
        ("全区秋种现场会召开", "11月18日上午，全区秋种现场会在宁河镇召开。", ["宁河镇"]),
        ("督导操场改造", "谌樵一行先后到宁河镇、柳溪镇，督导操场改造。", ["宁河镇", "柳溪镇"]),
        ("全区召开评比会", "11月18日，全区召开评比会。向排名前两位的柳溪镇颁发红旗，向宁河镇颁发蓝旗。", []),
        ("全区召开评比会", "会议向排在末两位的宁河镇、柳溪镇颁发蓝旗。", []),
        ("全区召开评比会", "在评比中柳溪镇居首。在会上宁河镇发言。收到柳溪镇来信。", []),
        ("柳溪镇、宁河镇获颁红旗", "柳溪镇、宁河镇获颁红旗。", []),
        ("全区召开推进会", "11月18日，全区召开推进会。柳溪镇、宁河镇主要负责人作表态发言。", []),
        ("食堂两菜一汤", "10月18日，重阳节，柳溪镇老年食堂做了汤。", ["柳溪镇"]),
        ("晒场变广场", "入秋以来，柳溪镇把晒场改成广场。", ["柳溪镇"]),
        ("柳溪镇晒秋忙", "连日来，柳溪镇的山坡上一片金黄。", ["柳溪镇"]),
        ("食堂又开两家", "11月10日，记者从民政部门获悉，柳溪镇、宁河镇老年食堂同时开火。", ["柳溪镇", "宁河镇"]),
        ("全区部署", "会议要求，柳溪镇要加快进度。", []),
        ("柳溪镇书记谈冬修", "柳溪镇书记说，冬修要抓紧。", []),
        ("食堂开火", "在柳溪镇的支持下，食堂开了火。", []),
        ("听取汇报", "谌樵在听取柳溪镇汇报后，到宁河镇走访农户。", ["宁河镇"]),
        ("柑橘开卖", "11月19日，柳溪镇的柑橘在区文化中心开卖。", []),
        ("活动改期", "原定11月20日在柳溪镇举行的活动，改到宁河镇举行。", ["宁河镇"]),
        ("渡口改造", "谌樵到市里汇报柳溪镇渡口改造。", []),
        ("公交增站", "前往柳溪镇的公交车在宁河镇新设一站。", ["宁河镇"]),
        ("", "", []),
    ],
)
def test_a_place_of_the_event(headline, body, places):
    told = places_of_event(headline, body, TOWNSHIPS)
    assert told.at == places
    assert set(told.concerned) == set(TOWNSHIPS) - set(places)


@pytest.mark.parametrize(
    ("headline", "body", "at", "concerned"),
    [
        ("东柳村通上自来水", "最后一户通水。", ["柳溪镇东柳村"], ["宁河镇"]),
        ("通水", "柳溪镇东柳村最后一户通水。", ["柳溪镇东柳村"], ["宁河镇"]),
        ("通水", "谌樵到柳溪镇东柳村督导通水。", ["柳溪镇东柳村"], ["宁河镇"]),
        ("督导公路", "谌樵到柳溪镇、宁河镇督导公路。东柳村新修了路。", ["柳溪镇", "宁河镇"], []),
        ("走进东柳村", "谌樵到宁河镇、柳溪镇督导。", ["宁河镇", "柳溪镇东柳村"], []),
        ("全区部署", "会议要求，东柳村要加快。", [], ["柳溪镇东柳村", "宁河镇"]),
    ],
)
def test_a_village_is_told_with_its_township_and_tells_it(headline, body, at, concerned):
    told = places_of_event(headline, body, TOWNSHIPS, VILLAGES)
    assert (sorted(told.at), told.concerned) == (sorted(at), concerned)


def test_a_township_with_a_flag_is_no_place_unless_somebody_went_there():
    assert places_of_event("柳溪镇居全区第一", "柳溪镇居全区第一。", TOWNSHIPS).at == []
    assert places_of_event("评比会", "评比会在柳溪镇召开。", TOWNSHIPS).at == ["柳溪镇"]
