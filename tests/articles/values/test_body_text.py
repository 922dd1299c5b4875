import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.values import body_text
from articles.values.body_text import first_sentence, paragraphs, tidy
from tests.factories import make_article, make_flag_round, make_official, make_photo, make_signed_article

BODIES = st.text(st.sampled_from(" \t\u3000\u00a0\ufeff\r\n#字。！？”’a"), max_size=40)


@given(BODIES)
def test_tidying_twice_changes_nothing_more(body):
    assert tidy(tidy(body)) == tidy(body)


@given(BODIES)
def test_tidying_keeps_every_character_that_is_seen(body):
    def seen(text):
        return [char for char in text if not char.isspace() and char != "\ufeff"]

    assert seen(tidy(body)) == seen(body)


@given(BODIES)
def test_every_line_of_a_tidy_body_is_one_paragraph_and_they_are_counted_from_one(body):
    read = list(paragraphs(tidy(body)))

    assert len(read) == len(tidy(body).splitlines())
    numbers = [paragraph.number for paragraph in read if not paragraph.is_subhead]
    assert numbers == list(range(1, len(numbers) + 1))


@given(BODIES)
def test_the_first_sentence_opens_the_first_paragraph(body):
    texts = [paragraph.text for paragraph in paragraphs(tidy(body)) if not paragraph.is_subhead]

    sentence = first_sentence(tidy(body))

    assert texts[0].startswith(sentence) and sentence if texts else sentence == ""


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u3000\u3000第一段。\r\n\r\n\u3000\u3000第二段。\r\n", "第一段。\n第二段。"),
        ("旧机器\r的行尾", "旧机器\n的行尾"),
        ("\ufeff\u00a0从网页粘贴。\u00a0", "从网页粘贴。"),
        ("## 小标题\n正文 a  b。", "## 小标题\n正文 a  b。"),
        (" \n\u3000\n", ""),
        ("清淤\u200b三\u202e公里\u2069。\n\u200e \u2060\n", "清淤三公里。"),
    ],
)
def test_indents_and_empty_lines_are_not_stored(typed, kept):
    assert tidy(typed) == kept


def test_subheads_are_marked_and_not_counted():
    read = list(paragraphs("导语。\n## 第一节\n正文。\n#不是小标题"))

    assert [(p.number, p.text, p.is_subhead) for p in read] == [
        (1, "导语。", False),
        (1, "第一节", True),
        (2, "正文。", False),
        (3, "#不是小标题", False),
    ]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("今天开会。明天再说。", "今天开会。"),
        ("他说：“好！”然后走了。", "他说：“好！”"),
        ("真的？！真的。", "真的？！"),
        ("没有句号", "没有句号"),
        ("## 小标题\n正文。后文。", "正文。"),
        ("增长3.5%，完成1.2万亩。随后。", "增长3.5%，完成1.2万亩。"),
        ("（一）先说。再说。", "（一）先说。"),
        ("", ""),
        ("## 只有小标题", ""),
    ],
)
def test_lists_show_the_first_sentence(body, sentence):
    assert first_sentence(body) == sentence


@pytest.mark.django_db
def test_a_story_is_stored_tidy_and_its_headline_keeps_its_breaks():
    story = make_article(headline="  柳溪区\r\n召开现场会 \n", body="\u3000\u3000正文。\n\n")

    story.refresh_from_db()
    assert (story.headline, story.joined_headline, story.body) == ("柳溪区\n召开现场会", "柳溪区召开现场会", "正文。")


MARKS = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"


@pytest.mark.django_db
@pytest.mark.parametrize("mark", MARKS)
def test_no_mark_that_nobody_sees_is_kept_of_what_was_typed_into_a_story(mark):
    typed = f"柳{mark}溪"
    story = make_article(
        **dict.fromkeys(("kicker", "headline", "deck", "standfirst", "body", "source", "responsible_editor"), typed),
        officials=[(make_official(), typed, typed)],
        placements=[(make_photo(), typed)],
    )
    make_flag_round(story, subject=typed, reason=typed)

    story = type(story).objects.get(pk=story.pk)
    [present], [placed], [ranking] = story.attendances.all(), story.placements.all(), story.flag_rounds.all()
    told = [story.kicker, story.headline, story.deck, story.standfirst, story.body, story.source]
    told += [story.responsible_editor, present.post, present.verbs, placed.caption, ranking.subject, ranking.reason]
    assert set(told) == {"柳溪"}


@pytest.mark.django_db
def test_a_signed_story_is_filed_though_it_holds_a_mark_of_earlier_days():
    story = make_signed_article()
    type(story).objects.filter(pk=story.pk).update(deck="柳\u200b溪")
    story.refresh_from_db()

    story.slugline = "冬管"
    story.save()

    story.refresh_from_db()
    assert (story.slugline, story.deck) == ("冬管", "柳\u200b溪")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("沙河镇清淤三公里。村民点赞。", "沙河镇清淤三公里。"),
        ("12月9日，某某督导清淤工作，区领导甲某、乙某参加督导。", "某某督导清淤工作。"),
        ("区领导班子研究了三件事。", "区领导班子研究了三件事。"),
        ("长" * 500, ""),
        ("长" * 60 + "，" + "长" * 50 + "，" + "长" * 40 + "。", "长" * 60 + "，" + "长" * 50 + "…"),
        ("柳溪镇、宁河镇、三河口镇和双塔街道。", ""),
        ("会议明确三条：", ""),
        ("", ""),
    ],
)
def test_a_fact_is_short_and_no_list_of_names(body, told):
    assert body_text.fact(body) == told


@pytest.mark.parametrize(
    ("headline", "body", "told"),
    [
        (
            "柳溪区召开冬季农田管护现场会",
            "11月18日上午，柳溪区召开冬季农田管护现场会。\n会议要求，各乡镇要抓好越冬管护，落实到田间地头。",
            "各乡镇要抓好越冬管护，落实到田间地头。",
        ),
        (
            "柳溪区召开人居环境评比会",
            "11月18日，柳溪区召开人居环境评比会。党工委书记谌樵出席会议并讲话。会上，柳溪镇获颁红旗，宁河镇获颁蓝旗。",
            "会上，柳溪镇获颁红旗，宁河镇获颁蓝旗。",
        ),
        (
            "谌樵到宁河镇督导水厂建设",
            "11月18日，党工委书记谌樵到宁河镇督导水厂建设，区领导柴新月参加督导。\n水厂主体已经完工，年底供水。",
            "水厂主体已经完工，年底供水。",
        ),
        (
            "柳溪区研究教育工作",
            "11月18日，柳溪区召开教育工作会议。会议决定，新建两所农村小学。会议指出，要重视教育。",
            "会议决定，新建两所农村小学。",
        ),
        ("柳溪镇晒秋", "柳溪镇晒秋。", ""),
        ("老人吃饭不用愁", "“今天的菜，真香。”老人说，食堂一餐六元。", "老人说，食堂一餐六元。"),
        (
            "沟渠清淤",
            "技术员说：“先清主渠。再清支渠，年底清完。”他画了图。",
            "技术员说：“先清主渠。再清支渠，年底清完。”",
        ),
        ("沟渠清淤", "技术员说：“先清主渠。再清支渠。", ""),
        (
            "云汀河排污口已整治六十个",
            "党工委书记谌樵到柳溪镇巡河，检查入河排污口整治情况，区领导柴新月参加活动。剩下四个排污口月底前封堵完成。",
            "剩下四个排污口月底前封堵完成。",
        ),
        (
            "村级收支每月十日上墙",
            "11月19日上午，柳溪区召开村级财务公开工作会议，要求百元以上的支出从12月起逐笔列明。",
            "百元以上的支出从12月起逐笔列明。",
        ),
        (
            "调解桌摆到六个集市上",
            "11月3日，柳溪区召开会议，决定把调解桌摆到六个集市上，逢集开桌。今年已经调解纠纷三百二十件。",
            "今年已经调解纠纷三百二十件。",
        ),
    ],
)
def test_a_fact_says_what_the_headline_does_not(headline, body, told):
    assert body_text.fact(body, headline) == told


WORDS = st.lists(
    st.sampled_from(
        [
            "柳溪镇",
            "召开",
            "会议",
            "，",
            "。",
            "“",
            "”",
            "党工委书记谌樵",
            "出席",
            "红旗",
            "11月18日",
            "决定",
            "：",
            "、",
            "要求",
            "六个村通水",
        ]
    ),
    max_size=24,
).map("".join)


def bare(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


@given(WORDS, WORDS)
def test_a_fact_is_whole_clauses_of_the_text_and_never_the_headline_again(headline, body):
    told, title = body_text.fact(body, headline), bare(headline)
    assert told.rstrip("。…") in body
    assert not told or bare(told) not in title
    assert not told or len(title) < body_text.LEAST_HEADLINE or title not in bare(told)
    assert told.count("“") == told.count("”")
    assert not told.endswith(("，", "、", "：", "；"))
    assert not told.startswith(("，", "、", "。", "”"))


@pytest.mark.django_db
def test_no_list_repeats_a_headline_under_it(client):
    make_signed_article(headline="柳溪区召开冬季农田\n管护现场会", standfirst="")
    make_signed_article(headline="越冬管护落实到田间地头", standfirst="")
    page = client.get("/").content.decode()
    assert "召开冬季农田管护现场会。" not in page


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("11月18日上午，谌樵到柳溪镇督导。", ["11月18日", "谌樵到柳溪镇"]),
        ("2026年12月启用", ["2026年12月"]),
        ("<b>无地无日</b>", []),
        ("", []),
    ],
)
def test_days_and_places_are_told_from_the_words_between_them(words, kept):
    pieces = list(body_text.wholes(words))
    assert "".join(piece for piece, _whole in pieces) == words
    assert all(any(piece.endswith(one[-3:]) for piece, whole in pieces if whole) for one in kept)
    assert sum(whole for _piece, whole in pieces) == len(kept)
