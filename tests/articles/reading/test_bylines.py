"""Every printed form of a byline, from many papers' habits; names are invented."""

from datetime import date

import pytest

from articles.reading import bylines, openings, read_page

R, C, N, P, B = "reporter", "correspondent", "intern", "photographer", "both"

# What stands between the brackets of 本报讯（…）.
IN_BRACKETS = {
    "记者柳如烟": [(R, "柳如烟")],
    "记者 柳如烟": [(R, "柳如烟")],
    "记者柳如烟 通讯员曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "记者柳如烟通讯员曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "记者柳如烟、季明": [(R, "柳如烟"), (R, "季明")],
    "记者 柳如烟 季明 通讯员 曲江流": [(R, "柳如烟"), (R, "季明"), (C, "曲江流")],
    "记者柳如烟/通讯员曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "记者 柳如烟 / 季明": [(R, "柳如烟"), (R, "季明")],
    "记者：柳如烟 通讯员：曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "记者柳如烟 记者季明": [(R, "柳如烟"), (R, "季明")],
    "记者柳如烟 通讯员曲江流 通讯员白云飞": [(R, "柳如烟"), (C, "曲江流"), (C, "白云飞")],
    "通讯员曲江流 记者柳如烟": [(C, "曲江流"), (R, "柳如烟")],
    "通讯员 曲江流 白云飞": [(C, "曲江流"), (C, "白云飞")],
    "通讯员王飞李永": [(C, "王飞"), (C, "李永")],
    "通讯员王小飞李永": [(C, "王小飞"), (C, "李永")],
    "通讯员欧阳海燕周全": [(C, "欧阳海燕"), (C, "周全")],
    "全媒体记者 柳如烟": [(R, "柳如烟")],
    "全媒体记者柳如烟 实习生季明": [(R, "柳如烟"), (N, "季明")],
    "见习记者柳如烟": [(R, "柳如烟")],
    "特约记者 柳如烟": [(R, "柳如烟")],
    "融媒体记者 柳如烟 特约通讯员 曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "首席记者柳如烟 见习记者季明": [(R, "柳如烟"), (R, "季明")],
    "本报记者 柳如烟 通讯员 曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "记者 柳如烟 实习生 季明 江一苇": [(R, "柳如烟"), (N, "季明"), (N, "江一苇")],
    "记 者柳如烟\n通讯员曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "记者柳\n如烟": [(R, "柳如烟")],
    "记者柳如烟 通讯\n员曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "记者柳如烟\n季明": [(R, "柳如烟"), (R, "季明")],
    "记者周　健": [(R, "周健")],
    "记者 周　健 季　明 柳如烟": [(R, "周健"), (R, "季明"), (R, "柳如烟")],
    "记者 周 健": [(R, "周健")],
    "通讯员 区委宣传部 曲江流": [(C, "曲江流")],
    "通讯员区委宣传部曲江流": [(C, "曲江流")],
    "通讯员 曲江流 市供电公司 白云飞": [(C, "曲江流"), (C, "白云飞")],
    "记者柳如烟 通讯员县妇联宣": [(R, "柳如烟"), (C, "县妇联宣")],
    "通讯员 县融媒体中心": [(C, "县融媒体中心")],
    "记者柳如烟 文/图": [(B, "柳如烟")],
    "柳如烟 文/图": [(B, "柳如烟")],
    "柳如烟/文 季明/图": [(R, "柳如烟"), (P, "季明")],
    "文/柳如烟 图/季明": [(R, "柳如烟"), (P, "季明")],
    "记者柳如烟 摄影季明": [(R, "柳如烟"), (P, "季明")],
    "文字：柳如烟 摄影：季明": [(R, "柳如烟"), (P, "季明")],
    "记者柳如烟 季明 摄影报道": [(B, "柳如烟"), (B, "季明")],
    "记者阿依古丽·买买提": [(R, "阿依古丽·买买提")],
    "记者傲一 通讯员第五明": [(R, "傲一"), (C, "第五明")],
    "临江日报记者 柳如烟": [(R, "柳如烟")],
    "柳如烟 季明": [(R, "柳如烟"), (R, "季明")],
    "记者 柳如烟 通讯员 曲江流 白云飞 报道": [(R, "柳如烟"), (C, "曲江流"), (C, "白云飞")],
}


@pytest.mark.parametrize("printed", IN_BRACKETS)
def test_names_and_roles_are_read(printed):
    byline = bylines.parse(printed, default="reporter")

    assert byline is not None
    assert [(credit.role, credit.name) for credit in byline.credits] == IN_BRACKETS[printed]


# A byline that has its line to itself, under a title or at a story's end.
ON_A_LINE = {
    "本报记者 柳如烟": [(R, "柳如烟")],
    "本报记者柳如烟": [(R, "柳如烟")],
    "本报记者 柳如烟 通讯员 曲江流": [(R, "柳如烟"), (C, "曲江流")],
    "□本报记者 柳如烟": [(R, "柳如烟")],
    "□ 记者 柳如烟 文/图": [(B, "柳如烟")],
    "◎柳如烟 季明": [(R, "柳如烟"), (R, "季明")],
    "◎ 全媒体记者 柳如烟": [(R, "柳如烟")],
    "■本报记者 柳如烟 实习生 季明": [(R, "柳如烟"), (N, "季明")],
    "●柳如烟": [(R, "柳如烟")],
    "（记者 柳如烟）": [(R, "柳如烟")],
    "(柳如烟 季明)": [(R, "柳如烟"), (R, "季明")],
    "文/图 本报记者 柳如烟": [(B, "柳如烟")],
    "本报记者 柳如烟 文/图": [(B, "柳如烟")],
    "本报记者 柳如烟 通讯员 曲江流 文/图": [(B, "柳如烟"), (C, "曲江流"), (P, "曲江流")],
    "作者：柳如烟": [(R, "柳如烟")],
    "通讯员 曲江流": [(C, "曲江流")],
    "临江融媒记者 柳如烟": [(R, "柳如烟")],
    "本报全媒体记者 柳如烟": [(R, "柳如烟")],
    "本 报 记 者 柳如烟": [(R, "柳如烟")],
}


@pytest.mark.parametrize("printed", ON_A_LINE)
def test_a_byline_may_have_its_own_line(printed):
    byline = openings.parse_line(printed)

    assert byline is not None
    assert [(credit.role, credit.name) for credit in byline.credits] == ON_A_LINE[printed]


# (what the page says, the opening as written, reporters, correspondents, how the text goes on)
OPENINGS = [
    ("本报讯（记者柳如烟）3月5日", "本报讯（记者柳如烟）", ["柳如烟"], [], "3月5日"),
    ("本报讯 （记者 柳如烟） 3月5日", "本报讯 （记者 柳如烟）", ["柳如烟"], [], "3月5日"),
    ("本报讯(记者柳如烟)3月5日", "本报讯(记者柳如烟)", ["柳如烟"], [], "3月5日"),
    ("本报讯 记者柳如烟 通讯员曲江流 3月5日", "本报讯 记者柳如烟 通讯员曲江流", ["柳如烟"], ["曲江流"], "3月5日"),
    ("本报讯 记者柳如烟报道：3月5日", "本报讯 记者柳如烟报道", ["柳如烟"], [], "3月5日"),
    ("本报讯（柳如烟 季明）3月5日", "本报讯（柳如烟 季明）", ["柳如烟", "季明"], [], "3月5日"),
    ("本报讯（曲江流）3月5日", "本报讯（曲江流）", ["曲江流"], [], "3月5日"),
    ("临江日报讯（记者柳如烟）3月5日", "临江日报讯（记者柳如烟）", ["柳如烟"], [], "3月5日"),
    ("本报临江讯（记者柳如烟）3月5日", "本报临江讯（记者柳如烟）", ["柳如烟"], [], "3月5日"),
    ("（记者 柳如烟 通讯员 曲江流）3月5日", "（记者 柳如烟 通讯员 曲江流）", ["柳如烟"], ["曲江流"], "3月5日"),
    ("本台讯（全媒体记者 柳如烟）3月5日", "本台讯（全媒体记者 柳如烟）", ["柳如烟"], [], "3月5日"),
    ("本 报 讯（记 者 柳如烟）3月5日", "本 报 讯（记 者 柳如烟）", ["柳如烟"], [], "3月5日"),
    ("本报讯（记者柳如烟\n通讯员曲江流）3月5日", "本报讯（记者柳如烟 通讯员曲江流）", ["柳如烟"], ["曲江流"], "3月5日"),
    ("本报讯 3月5日", "本报讯", [], [], "3月5日"),
    ("本报讯记者从市民政部门获悉", "本报讯", [], [], "记者从市民政部门获悉"),
    ("本报讯 记者获悉，", "本报讯", [], [], "记者获悉，"),
    ("本报讯（以下简称本报）3月5日", "本报讯", [], [], "（以下简称本报）3月5日"),
]


@pytest.mark.parametrize(("printed", "written", "reporters", "correspondents", "rest"), OPENINGS)
def test_a_story_opens_with_its_byline(printed, written, reporters, correspondents, rest):
    [opening] = openings.find_openings(printed)
    byline = opening.byline

    assert opening.written == written
    assert list(byline.names("reporter") if byline else ()) == reporters
    assert list(byline.names("correspondent") if byline else ()) == correspondents
    assert printed[opening.end :].lstrip(" ：") == rest


@pytest.mark.parametrize(
    "sentence",
    [
        "记者从市民政部门获悉，今年",
        "记者获悉",
        "记者在现场看到",
        "（以下简称《办法》）",
        "记者了解到，这里",
        "（高新区）党工委书记",
        "通讯员队伍建设",
        "据本报讯息",
        "记者节快乐",
        "实习生活",
        "记者手记",
        "全市记者协会",
        "小区的老人们",
        "文图并茂的展览",
    ],
)
def test_a_sentence_only_looks_like_a_byline(sentence):
    assert openings.parse_line(sentence) is None
    assert not openings.find_openings(sentence)


@pytest.mark.parametrize(
    ("printed", "text", "written", "names"),
    [
        ("大家都说好。（记者 柳如烟）", "大家都说好。", "（记者 柳如烟）", ["柳如烟"]),
        ("大家都说好。(柳如烟)", "大家都说好。", "(柳如烟)", ["柳如烟"]),
        ("大家都说好。”（柳如烟 季明）", "大家都说好。”", "（柳如烟 季明）", ["柳如烟", "季明"]),
        ("大家都说好。\n（本报记者 柳如烟 文/图）", "大家都说好。", "（本报记者 柳如烟 文/图）", ["柳如烟"]),
        ("大家都说好。（全媒体记者柳如烟）", "大家都说好。", "（全媒体记者柳如烟）", ["柳如烟"]),
    ],
)
def test_a_story_may_close_with_its_byline(printed, text, written, names):
    before, as_written, byline = openings.closing(printed)

    assert (before, as_written) == (text, written)
    assert list(byline.names("reporter", "both", "writer")) == names


@pytest.mark.parametrize(
    ("elsewhere", "reporters", "correspondents"),
    [("记者 柳如烟", ("柳如烟",), ("季明",)), ("记者 曲江流", (), ("柳如烟", "季明"))],
)
def test_a_bare_name_at_the_end_writes_from_outside_unless_the_page_knows_better(elsewhere, reporters, correspondents):
    page = f"""临江区召开春耕会议

本报讯（{elsewhere}）3月3日上午，临江区召开春耕会议。

桃花开满山坡

山坡上的桃花开了，游人纷纷前来。（柳如烟 季明）
"""
    story = read_page(page, today=date(2026, 3, 9)).items[1]

    assert (story.reporters, story.correspondents) == (reporters, correspondents)


@pytest.mark.parametrize(
    "printed",
    ["详见办法。（试行）", "他走了。（完）", "看图。（下转第二版）", "如图。（资料图）", "会议在临江区（开发区）"],
)
def test_other_brackets_close_nothing(printed):
    assert openings.closing(printed) is None


def test_names_run_together_are_a_doubt():
    assert bylines.parse("通讯员王飞李永").doubts == ("王飞李永",)
