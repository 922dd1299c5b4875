import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from articles.review.redline import Kind, Span
from articles.review.redline_view import Paragraph, folded, paragraphs

FORMS = {Kind.KEPT: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}


def shown(before, after):
    """Each paragraph as a person sees it: [-removed-], {+added+}."""
    return [
        "".join(FORMS[kind].format("".join(piece.text for piece in pieces)) for kind, pieces in paragraph.pieces)
        for paragraph in paragraphs(before, after)
    ]


# By paragraph


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("甲。\n乙。", "甲。\n丙。", ["甲。", "[-乙-]{+丙+}。"]),
        ("甲。", "甲。\n乙。", ["甲。", "{+乙。+}"]),
        ("甲。\n乙。\n丙。\n丁。", "甲。\n丁。", ["甲。", "[-乙。-]", "[-丙。-]", "丁。"]),
        ("会议指出。\n会议强调。", "会议强调。", ["[-会议指出。-]", "会议强调。"]),
        ("", "甲。\n乙。", ["{+甲。+}", "{+乙。+}"]),
        ("甲。", "", ["[-甲。-]"]),
        ("", "", []),
    ],
)
def test_a_paragraph_added_or_removed_stands_alone(before, after, wanted):
    assert shown(before, after) == wanted


def test_joined_paragraphs_show_the_line_break_that_went():
    assert shown("甲说。\n乙说。", "甲说。乙说。") == ["甲说。[-↵-]乙说。"]


def test_a_paragraph_cut_in_two_shows_the_line_break_that_came():
    assert shown("甲说。乙说。", "甲说。\n乙说。") == ["甲说。{+↵+}", "乙说。"]


def test_a_headline_broken_elsewhere_shows_both_line_breaks():
    assert shown("着力解决工业企业\n登记问题", "着力解决\n工业企业登记问题") == [
        "着力解决{+↵+}",
        "工业企业[-↵-]登记问题",
    ]


@given(st.text("甲乙。\n", max_size=40), st.text("甲乙。\n", max_size=40))
def test_paragraphs_hold_every_character_of_both_texts(before, after):
    spans = [span for paragraph in paragraphs(before, after) for span in paragraph.spans]

    for text, left_out in ((before, Kind.ADDED), (after, Kind.REMOVED)):
        kept = "".join(span.text for span in spans if span.kind != left_out)
        assert kept.replace("\n", "") == text.replace("\n", "")
    assert any(paragraph.is_changed for paragraph in paragraphs(before, after)) == (before != after)


# What cannot be seen is seen


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("周 健", "周健", "周[-␣-]健"),
        ("周\u3000健", "周健", "周[-□-]健"),
        ("周健", "周\t健", "周{+⇥+}健"),
        ("周健", "周\xa0健", "周{+U+00A0+}健"),
        ("周健", "周\u200b健", "周{+U+200B+}健"),
        ("周健", "周\u202e健", "周{+U+202E+}健"),
        ("甲\r\n", "甲\n", "甲[-↵-]{+↵+}"),
        ("甲\n\n乙", "甲\n乙", "[-↵-]乙"),
    ],
)
def test_a_change_of_white_space_has_a_sign(before, after, wanted):
    assert wanted in shown(before, after)


def test_every_sign_has_a_name_for_those_who_hear_it():
    marked = [piece for _kind, pieces in paragraphs("周健", "周 \u200b健")[0].pieces for piece in pieces]

    with translation.override("en"):
        assert [(piece.text, str(piece.name)) for piece in marked] == [
            ("周", ""),
            ("␣", "space"),
            ("U+200B", "invisible character"),
            ("健", ""),
        ]


def test_white_space_that_stayed_has_no_sign():
    assert shown("记者 甲\u3000乙", "记者 甲\u3000丙") == ["记者 甲\u3000[-乙-]{+丙+}"]


def test_a_space_inside_added_words_has_no_sign_and_one_at_their_edge_has():
    assert shown("记者甲", "记者甲 通讯员乙 丙") == ["记者甲{+␣通讯员乙 丙+}"]


def test_an_emoji_that_was_added_is_no_invisible_character():
    assert shown("好", "好👨‍👩‍👧") == ["好{+👨‍👩‍👧+}"]


# Folded


def untouched(text):
    return Paragraph((Span(Kind.KEPT, text),))


def test_several_untouched_paragraphs_are_folded_and_a_short_one_between_changes_is_not():
    text = [f"第{number}段。" for number in range(8)]
    changed = [line.replace("。", "！") if number in (1, 3) else line for number, line in enumerate(text)]

    stretches = list(folded(paragraphs("\n".join(text), "\n".join(changed))))

    assert [(len(stretch.paragraphs), stretch.is_folded) for stretch in stretches] == [
        (1, False),
        (1, False),
        (1, False),
        (1, False),
        (4, True),
    ]


def test_a_long_untouched_paragraph_is_folded():
    assert next(folded([untouched("长" * 500)])).is_folded
    assert not next(folded([untouched("短" * 20)])).is_folded
