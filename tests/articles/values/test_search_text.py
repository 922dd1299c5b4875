"""What readers type and what is printed are made alike, and a match is marked where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.values import search_text

text = st.text(alphabet=st.sampled_from(list("苏家作乡人ＡaB1２， 　…\n\x00“”%_")) | st.characters(), max_size=40)


def test_full_and_half_width_capitals_and_padding_are_alike():
    assert search_text.fold("周　健 ＡＢ１２") == search_text.fold("周健ab12")


def test_words_are_parted_by_spaces_and_quotation_marks_keep_them_together():
    assert search_text.phrases("推进会 “农村 人居” 推进会") == ["推进会", "农村人居"]
    assert search_text.phrases('"') == []
    assert search_text.phrases('周"健') == ['周"健']


def test_a_match_is_marked_in_the_text_as_it_is_printed():
    assert search_text.places("见周　健。", ["周健"]) == [(1, 4)]
    assert search_text.places("人居环境", ["人居", "居环"]) == [(0, 3)]


def test_an_excerpt_says_where_it_was_cut():
    cut = search_text.excerpt(["无", "前" * 100 + "苏家作" + "后" * 100], ["苏家作"])
    assert cut.startswith("…") and cut.endswith("…") and "苏家作" in cut


def test_an_excerpt_begins_and_ends_with_a_clause():
    story = "头一句讲的是别的事情。" * 3 + "下汊村的渡口年底前修好，船工有了新码头。" + "后面还有很多句话，" * 20
    assert search_text.excerpt([story], ["码头"]) == (
        "下汊村的渡口年底前修好，船工有了新码头。" + "后面还有很多句话，" * 6 + "…"
    )


@pytest.mark.parametrize("length", range(1, 60))
def test_an_excerpt_never_makes_another_number_or_day_of_one(length):
    story = (
        "前" * length
        + "清淤11月15日前完成共1186公里"
        + "中" * (60 - length)
        + "水"
        + "后" * length
        + "到2026年10月17日止"
        + "末" * 60
    )
    cut = search_text.excerpt([story], ["水"])
    whole = ["11月15日", "1186", "2026年10月17日"]
    left = cut
    for number in whole:
        left = left.replace(number, "")
    assert not any(character.isdigit() for character in left), cut


@given(text, text)
def test_an_excerpt_is_a_piece_of_the_text_with_what_was_found(printed, query):
    for phrase in search_text.phrases(query):
        cut = search_text.excerpt([printed], [phrase])
        assert bool(cut) == bool(search_text.places(printed, [phrase]))
        assert not cut or (cut in printed or cut.strip("…") in printed) and phrase in search_text.fold(cut)


@given(text, text)
def test_what_is_contained_is_found_at_its_place(printed, query):
    for phrase in search_text.phrases(query):
        found = search_text.places(printed, [phrase])
        assert bool(found) == (phrase in search_text.fold(printed))
        for start, end in found:
            assert phrase in search_text.fold(printed[start:end])
