"""Where a headline may be broken: after the editor's own lines, and after a short clause rather than inside it."""

import pytest

from newsroom.templatetags.newsroom import broken_lines, clauses, fit


def clause(words: str) -> str:
    return f'<span class="clause">{words}</span>'


@pytest.mark.parametrize(
    "title, shown",
    [
        ("三百亩麦田越冬", "三百亩麦田越冬"),
        ("明年办哪十件实事，请群众投票", clause("明年办哪十件实事，") + clause("请群众投票")),
        (
            "收到十九个问题，企业家早餐会当场答复十一个",
            clause("收到十九个问题，") + "企业家早餐会当场答复十一个",
        ),
        ("“今年好，”村民说", clause("“今年好，”") + clause("村民说")),
        ("、起首", "、起首"),
        ("<b>，a&b", clause("&lt;b&gt;，") + clause("a&amp;b")),
        ("", ""),
    ],
)
def test_a_short_clause_of_a_title_stays_whole(title, shown):
    assert clauses(title) == shown


def test_an_editors_line_is_a_line_and_its_clauses_stay_whole_within_it():
    assert broken_lines("一行，二\n三行") == f"{clause('一行，')}{clause('二')}<br>三行"


@pytest.mark.parametrize(
    "headline, size",
    [
        ("十三个字的标题在手机上一行", "fit-14"),
        ("十五个字的标题小一点也放不下了", ""),
        ("十个字的标题放得下的", ""),
        ("编辑分的行\n按长的一行定", "fit-10"),
    ],
)
def test_a_headline_a_little_longer_than_a_line_is_set_a_little_smaller(headline, size):
    assert fit(headline) == size
