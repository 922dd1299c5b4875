"""What readers type and what is printed are made alike, and a match is marked where it stands."""

from hypothesis import given
from hypothesis import strategies as st

from articles import search_text

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


@given(text, text)
def test_what_is_contained_is_found_at_its_place(printed, query):
    for phrase in search_text.phrases(query):
        found = search_text.places(printed, [phrase])
        assert bool(found) == (phrase in search_text.fold(printed))
        for start, end in found:
            assert phrase in search_text.fold(printed[start:end])
