import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.review.redline import Kind, Span, characters, longest_rising, redline

SENTENCE = (
    "11月18日上午，柳溪区召开冬季农田管护现场会，示范区党工委副书记、管委会主任骆远山出席会议并讲话，区领导罗雨棠、蒋大川、"
    "白青舟参加会议；会议要求，各乡镇要抓好越冬管护，落实到田间地头，做到责任到人、措施到田、服务到户，为明年夏粮丰收打下坚实基础。"
)
COMMON = (
    "会议强调要抓好各项工作落实责任到人田间地头农业生产安全环境整治乡镇街道群众服务发展一二三四五六七八九十，。、；\n"
)


def removed(spans):
    return "".join(span.text for span in spans if span.kind == Kind.REMOVED)


def added(spans):
    return "".join(span.text for span in spans if span.kind == Kind.ADDED)


def rebuilt(spans, left_out):
    return "".join(span.text for span in spans if span.kind != left_out)


def marked(spans):
    """How many characters carry a mark, as a reader counts them."""
    return len(characters(removed(spans))) + len(characters(added(spans)))


def prose(length, *, seed):
    """Text of few different characters, as official prose is: worse for a comparison than chance would be."""
    chance = random.Random(seed)
    return "".join(chance.choices(COMMON, k=length))


def edited(text, *, times, seed):
    """So many characters inserted, deleted or replaced."""
    chance = random.Random(seed)
    chars = list(text)
    for place in chance.sample(range(len(chars)), times):
        chars[place] = chance.choice(["", chance.choice(COMMON), chars[place] + chance.choice(COMMON)])
    return "".join(chars)


def spans(notation):
    """王[小-]{晓+}明 as spans."""
    kinds = {"-": Kind.REMOVED, "+": Kind.ADDED}
    parts = notation.replace("[", "|[").replace("{", "|{").replace("]", "|").replace("}", "|").split("|")
    return [Span(kinds[p[-1]], p[1:-1]) if p[0] in "[{" else Span(Kind.KEPT, p) for p in parts if p]


# A mark is as wide as the change


@pytest.mark.parametrize("seed", range(100))
def test_one_changed_character_in_a_long_sentence_is_two_marked_characters_at_most(seed):
    changed = edited(SENTENCE, times=1, seed=seed)

    assert marked(redline(SENTENCE, changed)) <= 2


@pytest.mark.parametrize("seed", range(20))
def test_one_changed_character_in_a_long_story_is_two_marked_characters_at_most(seed):
    story = prose(20_000, seed=seed)

    assert marked(redline(story, edited(story, times=1, seed=seed))) <= 2


@pytest.mark.parametrize("seed", range(20))
def test_scattered_changes_are_marked_each_for_itself(seed):
    story = "\n".join([SENTENCE] * 2 + [prose(300, seed=seed)] * 2)

    assert marked(redline(story, edited(story, times=8, seed=seed))) <= 16


@pytest.mark.parametrize(
    "notation",
    [
        "区领导王[小-]{晓+}明",
        "签[发-]{批+}",
        "出席会议[，-]{。+}",
        "田小禾{、罗雨棠}出席".replace("}", "+}"),
        "会议开得很好。[大家都说好。-]会议强调要抓落实。完。",
        "会议指出，甲。\n{会议要求，乙。\n+}会议强调，丙。",
        "[第一段\n-]第二段",
    ],
)
def test_a_mark_stands_where_a_reader_would_put_it(notation):
    wanted = spans(notation)

    assert redline(rebuilt(wanted, Kind.ADDED), rebuilt(wanted, Kind.REMOVED)) == wanted


def test_a_moved_paragraph_is_marked_once_and_the_rest_is_kept():
    first, second, third = (prose(200, seed=seed).replace("\n", "") + "\n" for seed in range(3))

    assert marked(redline(first + second + third, second + third + first)) <= 2 * len(first)


def test_equal_texts_are_kept_and_no_text_is_nothing():
    assert redline(SENTENCE, SENTENCE) == [Span(Kind.KEPT, SENTENCE)]
    assert redline("", "") == []
    assert redline("", "甲") == [Span(Kind.ADDED, "甲")]


# Nothing is lost


texts = st.text(
    alphabet=st.one_of(st.sampled_from("会议强调。，\n \u3000ab"), st.characters(codec="utf-8")), max_size=300
)
pieces = st.lists(st.sampled_from([SENTENCE, SENTENCE[:40], "会议强调，", "\n", "。", "抓", "🇨🇳", "👍🏽"]), max_size=30)


def holds_both(before, after):
    found = redline(before, after)

    assert rebuilt(found, Kind.ADDED) == before
    assert rebuilt(found, Kind.REMOVED) == after
    assert all(span.text for span in found)
    assert all(one.kind != two.kind for one, two in zip(found, found[1:], strict=False))
    return found


@given(texts, texts)
def test_both_texts_can_be_read_off_a_redline(before, after):
    holds_both(before, after)


@given(pieces.map("".join), pieces.map("".join))
def test_both_texts_can_be_read_off_a_redline_of_repeated_sentences(before, after):
    holds_both(before, after)


@given(texts, st.data())
def test_one_edit_anywhere_is_two_marked_characters_at_most(before, data):
    whole = characters(before)
    place = data.draw(st.integers(0, len(whole)))
    char = data.draw(st.sampled_from("会议强调。，\n a龘"))
    if data.draw(st.booleans()):
        after = "".join([*whole[:place], char, *whole[place:]])
    else:
        after = "".join([*whole[:place], char, *whole[place + 1 :]])

    assert marked(holds_both(before, after)) <= 3  # an accent may find a new neighbour


# Characters stay whole


WHOLE = {
    "a family": "👨‍👩‍👧",
    "a skin tone": "👍🏽",
    "a flag": "🇨🇳",
    "a flag of tags": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a keycap": "1\ufe0f\u20e3",
    "an accent": "e\u0301",
    "two accents": "a\u0323\u0302",
    "a variant of a character": "葛\U000e0100",
    "a character beyond the first plane": "𠮷",
    "a line end of Windows": "\r\n",
    "a Korean syllable in parts": "\u1112\u1161\u11ab",
}


@pytest.mark.parametrize("whole", WHOLE.values(), ids=WHOLE)
def test_what_readers_see_as_one_character_is_one(whole):
    assert characters(f"好{whole}好") == ["好", whole, "好"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("👨‍👩‍👧", "👨‍👩‍👦"), ("👍🏽", "👍🏿"), ("🇨🇳", "🇨🇭"), ("葛\U000e0100", "葛\U000e0101"), ("é", "è"), ("𠮷", "𠮶")],
)
def test_no_mark_cuts_through_a_character(before, after):
    assert redline(f"好{before}好", f"好{after}好") == spans(f"好[{before}-]{{{after}+}}好")


def test_two_flags_side_by_side_are_two():
    assert characters("🇨🇳🇨🇭") == ["🇨🇳", "🇨🇭"]


@given(texts, texts)
def test_no_span_begins_inside_a_character(before, after):
    whole = set(characters(before)) | set(characters(after))

    assert all(character in whole for span in redline(before, after) for character in characters(span.text))


def test_a_line_break_takes_no_accent():
    assert characters("\n\u0301") == ["\n", "\u0301"]
    assert unicodedata.combining("\u0301")


# Quick, whatever the texts


HARD = {
    "rewritten": (prose(20_000, seed=1), prose(20_000, seed=2)),
    "edited everywhere": (prose(20_000, seed=1), edited(prose(20_000, seed=1), times=5_000, seed=3)),
    "in another order": (prose(20_000, seed=1), prose(20_000, seed=1)[::-1]),
    "one character all through": ("哈" * 20_000, "哈" * 9_000 + "嗨" + "哈" * 9_000 + "嗨" + "哈" * 5_000),
    "a sentence again and again": ("x" + "会议强调" * 5_000, "会议强调" * 4_000 + "y"),
    "two characters by chance": (
        "".join(random.Random(1).choices("甲乙", k=20_000)),
        "".join(random.Random(2).choices("甲乙", k=20_000)),
    ),
    "empty lines": ("甲\n" * 10_000, "\n乙" * 10_000),
    "accents without end": ("e" + "\u0301" * 20_000, "e" + "\u0302" * 20_000),
}


@pytest.mark.parametrize("texts", HARD.values(), ids=HARD)
def test_a_story_of_twenty_thousand_characters_is_compared_in_well_under_a_second(texts):
    began = time.process_time()
    holds_both(*texts)

    assert time.process_time() - began < 1


@given(st.lists(st.integers(0, 9), max_size=12))
def test_the_longest_rising_run_rises(numbers):
    rising = longest_rising(numbers)
    found = [numbers[index] for index in rising]

    assert rising == sorted(rising)
    assert found == sorted(set(found))
    assert bool(found) == bool(numbers)


def test_the_longest_rising_run_is_the_longest():
    assert longest_rising([3, 0, 1, 4, 2, 5]) in ([1, 2, 4, 5], [1, 2, 3, 5])
