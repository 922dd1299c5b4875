"""How readings are counted."""

import json
from datetime import date

import pytest

from articles.reading.page import as_json
from tests.newsroom.sample import needs_sample

from .__main__ import below_target, differing, paired, table
from .labels import FOLDERS, SEED_DIR, labelled, pages_in
from .scores import TARGETS, Score, compare, longest_common, matched, pooled

TEXT = "11月12日上午，云汀新区召开农田水利冬修动员会，部署今冬明春两项重点任务。"
OTHER = "连日来，压路机、摊铺机忙个不停，八十三条断头路陆续接通，出门少绕了路。"


def story(**keys):
    return {"kind": "story", "paragraphs": [TEXT], **keys}


def score(name, label, read):
    """right, read, labelled"""
    counted = compare([story(**label)], [story(**read)]).scores[name]
    return counted.right, counted.read, counted.labelled


def person(name, *verbs, **keys):
    return {"name": name, "verbs": list(verbs), **keys}


# Items


def test_an_item_is_found_by_its_text_whatever_its_place():
    assert matched([story(), story(paragraphs=[OTHER])], [story(paragraphs=[OTHER]), story()]) == {0: 1, 1: 0}


def test_an_item_that_swallowed_more_than_its_own_length_is_not_found():
    assert matched([story()], [story(paragraphs=[TEXT, OTHER[: len(TEXT) // 2]])]) == {0: 0}
    assert matched([story()], [story(paragraphs=[TEXT, OTHER, OTHER])]) == {}


def test_a_read_item_is_found_for_one_label_only():
    assert matched([story(), story()], [story()]) == {0: 0}


def test_a_photo_is_never_a_story():
    assert matched([story()], [{"kind": "photo", "caption": TEXT}]) == {}


def test_an_item_without_text_is_known_by_its_headline():
    assert matched([{"kind": "story", "headline": "六元一餐"}], [{"kind": "story", "headline": "六元一餐"}]) == {0: 0}


def test_all_of_a_missed_item_is_missed_and_told_once():
    result = compare([story(reporters=["季明"])], [])

    assert result.scores["items"] == Score(right=0, read=0, labelled=1)
    assert result.scores["reporters"] == Score(right=0, read=0, labelled=1)
    assert [error.field for error in result.errors] == ["items"]


def test_all_of_an_unknown_item_is_too_much():
    result = compare([], [story(reporters=["季明"])])

    assert result.scores["items"] == result.scores["reporters"] == Score(right=0, read=1, labelled=0)


# Fields


@pytest.mark.parametrize(
    ("name", "label", "read", "counted"),
    [
        ("headlines", {"headline": "六元 一餐"}, {"headline": "六元一餐"}, (1, 1, 1)),
        ("headlines", {"kicker": "引题", "headline": "主题"}, {"headline": "引题主题"}, (0, 1, 2)),
        ("headlines", {"headline": "主题", "deck": None}, {"headline": "主题"}, (1, 1, 1)),
        ("reporters", {"reporters": ["季明", "柳如烟"]}, {"reporters": ["柳如烟", "季明"]}, (2, 2, 2)),
        ("reporters", {"reporters": ["季明"]}, {"reporters": ["季明", "季明"]}, (1, 2, 1)),
        ("days", {"date_start": "12-14", "date_end": "12-15"}, {"date_start": "2021-12-14"}, (0, 1, 1)),
        ("days", {"date_start": "12-14"}, {"date_start": "2021-12-14", "date_end": "2021-12-14"}, (1, 1, 1)),
        ("part of day", {"part_of_day": "上午"}, {}, (0, 0, 1)),
        ("meetings", {"meeting": "动员会"}, {"meeting": "冬修动员会"}, (0, 1, 1)),
        ("townships", {"townships": ["甲镇"]}, {"townships": ["甲镇", "甲镇", "乙乡"]}, (1, 2, 1)),
    ],
)
def test_a_field_is_a_bag_of_values(name, label, read, counted):
    assert score(name, label, read) == counted


def test_a_wrong_break_spoils_the_paragraphs_and_not_the_text():
    broken = [TEXT[:20], TEXT[20:]]

    assert score("text", {}, {"paragraphs": broken}) == (1, 1, 1)
    assert score("paragraphs", {}, {"paragraphs": broken}) == (0, 2, 1)


def test_a_flag_has_a_township_and_a_colour():
    red, blue = ({"flags": [{"township": "甲镇", "colour": colour}]} for colour in ("red", "blue"))

    assert score("flags", red, red) == (1, 1, 1)
    assert score("flags", red, blue) == (0, 1, 1)


# Attendance


def test_a_missed_person_misses_post_and_verbs_too():
    label = {"attendance": [person("季明", "出席会议", post="书记"), person("柳如烟", "主持", post="主任")]}
    read = {"attendance": [person("季明", "出席会议", post="书记")]}

    assert [score(name, label, read) for name in ("attendance names", "posts", "verbs")] == [(1, 1, 2)] * 3


def test_order_is_that_of_the_names_in_both():
    label = {"attendance": [person(name) for name in ("甲", "乙", "丙", "丁")]}
    read = {"attendance": [person(name) for name in ("丙", "甲", "戊", "丁")]}

    assert longest_common("甲丙丁", "丙甲丁") == 2
    assert score("attendance order", label, read) == (2, 3, 3)


@pytest.mark.parametrize(
    ("label", "read", "counted"),
    [
        (["出席"], ["出席会议"], (1, 1, 1)),
        (["出席会议"], ["出席"], (1, 1, 1)),
        (["出席会议"], ["主持会议"], (0, 1, 1)),
        (["出席", "出席会议"], ["出席会议", "出席"], (2, 2, 2)),
        (["出席会议"], ["出席会议", "讲话"], (1, 2, 1)),
    ],
)
def test_a_verb_may_be_the_beginning_of_the_other(label, read, counted):
    assert score("verbs", {"attendance": [person("甲", *label)]}, {"attendance": [person("甲", *read)]}) == counted


def test_verbs_that_the_labels_do_not_know_are_not_counted():
    label = {"attendance": [{"name": "甲", "verbs": None}, person("乙", "出席")]}

    assert score("verbs", label, {"attendance": [person("甲", "座谈"), person("乙", "出席")]}) == (1, 1, 1)


# Figures


def test_figures_are_pooled_over_pages():
    label, read = story(reporters=["甲", "乙"]), story(reporters=["甲", "丙", "丁"])
    scores = pooled([compare([label], [label]), compare([label], [read])])["reporters"]

    assert scores == Score(right=3, read=5, labelled=4)
    assert (scores.precision, scores.recall, scores.f1) == (3 / 5, 3 / 4, 6 / 9)


def test_what_is_neither_labelled_nor_read_is_not_below_its_target():
    scores = pooled([compare([story()], [story()])])

    assert list(below_target(scores)) == []
    assert [line.split()[-1] for line in table(scores) if line.startswith("interns")] == ["–"]


def test_a_field_below_its_target_is_marked():
    scores = pooled([compare([story(meeting="动员会")], [story()])])

    assert list(below_target(scores)) == ["meetings"]
    assert [line.split()[0] for line in table(scores) if line.endswith("below")] == ["meetings"]


def test_long_texts_are_shown_where_they_differ():
    one, other = "前" * 200 + "甲" + "后" * 200, "前" * 200 + "乙" + "后" * 200

    assert differing(one, other) == tuple(f"…{'前' * 12}{char}{'后' * 12}…" for char in "甲乙")
    assert list(paired([(one,)], [("无关",), (other,)])) == [differing(one, other), ("", "无关")]


# Labels


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_label_that_is_its_own_reading_scores_full_marks(folder):
    for page in pages_in(folder):
        result = compare(page.items, page.items)
        assert result.errors == []
        assert [name for name in TARGETS if result.scores[name].f1 < 1] == []


def test_the_demo_page_is_read_without_an_error():
    (page,) = pages_in(FOLDERS[1])

    assert compare(page.items, as_json(page.read())["items"]).errors == []


def test_without_today_the_last_day_of_the_week_is():
    assert labelled("a", "", {"week": "2023-W19", "items": []}).today == date(2023, 5, 14)
    with pytest.raises(ValueError, match="neither today nor a week"):
        labelled("a", "", {"items": []})


@needs_sample
def test_the_samples_labels_are_taken_over_whole():
    (page,) = pages_in(SEED_DIR)
    labels = json.loads((SEED_DIR / "roundup.expected.json").read_text(encoding="utf-8"))
    stories = [item for item in page.items if item["kind"] == "story"]

    assert [len(item["paragraphs"]) for item in stories] == [s["paragraph_count"] for s in labels["stories"]]
    assert len(page.items) == labels["counts"]["stories"] + labels["counts"]["photos"]
