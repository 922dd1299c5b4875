import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.names import ascii_slug, pinyin, pinyin_initials, unpadded

NAMES = st.text(st.sampled_from(" \u3000\t\u00a0周健·An李㐀𠮷"), max_size=12)


@pytest.mark.parametrize(
    ("padded", "name"),
    [
        ("周\u3000健", "周健"),
        ("周 健", "周健"),
        ("  周健\u3000", "周健"),
        ("周\u00a0健\n", "周健"),
        (" Anna   Lee ", "Anna Lee"),
        ("Anna\u3000Lee", "Anna Lee"),
        ("𠮷 野", "𠮷野"),
        ("阿依古丽 · 买买提", "阿依古丽·买买提"),
        ("\u3000", ""),
        ("周\u200b健\ufeff", "周健"),
        ("\u202e周健\u2069", "周健"),
        ("周\u200e 健\u2060", "周健"),
    ],
)
def test_padding_goes_and_the_space_between_latin_words_stays(padded, name):
    assert unpadded(padded) == name


@given(NAMES)
def test_a_name_without_padding_stays_as_it_is(name):
    assert unpadded(unpadded(name)) == unpadded(name)


@given(NAMES)
def test_every_character_of_a_name_stays(name):
    assert "".join(unpadded(name).split()) == "".join(name.split())


@given(st.text(max_size=60))
def test_any_name_has_initials_and_an_address(name):
    assert pinyin_initials(name) == pinyin_initials(name).lower()
    assert ascii_slug(name).isascii()


@pytest.mark.parametrize(
    ("name", "initials"), [("李单", "lc ld ls"), ("周\u3000健", "zj"), ("Anna 李", "annal"), ("", "")]
)
def test_a_name_is_typed_by_its_initials_in_every_reading(name, initials):
    assert pinyin_initials(name) == initials


def test_a_name_of_many_readings_does_not_grow_without_end():
    assert len(pinyin_initials("单重行长曾乐朴").split()) == 16


def test_a_chinese_name_has_an_address():
    assert ascii_slug("苏家作乡") == "sujiazuoxiang"


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("仉若蘅", "zhangruoheng zhangrh zhang zrh zruoheng ruoheng zhangruo"),
        ("单秋白", "shanqiubai danqb chan"),
        ("解晓岚", "xiexl jiexiaolan"),
        ("仇一帆", "qiuyifan chouyf"),
        ("查晚晴", "zhawq chawanqing"),
        ("曾小鲁", "zengxiaolu cengxl"),
        ("吕　沛", "lvpei lvp"),
        ("欧阳春生", "ouyangchunsheng ouycs"),
    ],
)
def test_a_name_is_typed_in_whole_or_mixed_pinyin_by_each_of_its_readings(name, typed):
    ways = pinyin(name) + " " + pinyin_initials(name)
    for one in typed.split():
        assert f" {one}" in ways, (one, ways)


def test_ways_to_type_a_long_name_stay_few():
    assert len(pinyin("单重行长曾乐朴")) < 100
    assert len(pinyin("单重行长曾乐")) < 2000
    assert pinyin("Anna").startswith(" anna")
    assert pinyin("、·") == pinyin("") == ""
