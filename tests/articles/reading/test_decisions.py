"""What a meeting decided, out of a story's own words."""

from hypothesis import given
from hypothesis import strategies as st

from articles.reading.decisions import decisions


def test_what_the_meeting_decided_is_told_in_the_storys_words():
    body = (
        "11月6日上午，柳溪区召开供水会议。\n"
        "会议决定，年底前再换旧管40公里；停水表由社区张贴。会议强调，要抓紧抓实。\n"
        "## 经费\n"
        "全体会议审议通过了明年的预算。“会议决定了一切，”老柳说。"
    )

    assert decisions(body) == [
        "会议决定，年底前再换旧管40公里；停水表由社区张贴。",
        "全体会议审议通过了明年的预算。",
    ]


def test_what_a_meeting_stressed_demanded_or_heard_is_no_decision():
    body = "会议强调，要坚定决心。\n会议要求各镇明确责任。\n会议听取了汇报。\n会议室已经确定。"

    assert decisions(body) == []


@given(st.text(alphabet="会议决定通过，。；”!\n##大全", max_size=80))
def test_every_decision_stands_in_the_text(body):
    for sentence in decisions(body):
        assert sentence in body
