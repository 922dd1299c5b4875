"""Photo credits in every form, behind a caption or alone; names are invented."""

import pytest

from articles.reading import captions

CAPTION = "图为3月5日，村民在田里插秧。"
CREDITS = {
    "本报记者 柳如烟 摄": ["柳如烟"],
    "本报记者柳如烟摄": ["柳如烟"],
    "记者 柳如烟 摄": ["柳如烟"],
    "柳如烟 摄": ["柳如烟"],
    "柳如烟摄": ["柳如烟"],
    "（柳如烟 摄）": ["柳如烟"],
    "(本报记者 柳如烟 摄)": ["柳如烟"],
    "（记者 柳如烟/摄）": ["柳如烟"],
    "柳如烟/摄": ["柳如烟"],
    "通讯员 曲江流 摄": ["曲江流"],
    "通讯员 曲江流 白云飞 摄": ["曲江流", "白云飞"],
    "本报记者 柳如烟 通讯员 曲江流 摄": ["柳如烟", "曲江流"],
    "本报记者 柳如烟 摄影报道": ["柳如烟"],
    "记者 柳如烟 通讯员 曲江流 摄影报道": ["柳如烟", "曲江流"],
    "柳如烟 季明 摄": ["柳如烟", "季明"],
    "柳如烟、季明 摄": ["柳如烟", "季明"],
    "摄影：柳如烟": ["柳如烟"],
    "摄影/柳如烟": ["柳如烟"],
    "摄影 本报记者 柳如烟": ["柳如烟"],
    "图/柳如烟": ["柳如烟"],
    "文/图 柳如烟": ["柳如烟"],
    "本报记者 柳如烟 文/图": ["柳如烟"],
    "（柳如烟 文/图）": ["柳如烟"],
    "全媒体记者 柳如烟 摄": ["柳如烟"],
    "见习记者 周　健 摄": ["周健"],
    "本 报 记 者 柳如烟 摄": ["柳如烟"],
    "区委宣传部供图": [],
    "临江镇政府 供图": [],
    "柳如烟 供图": ["柳如烟"],
    "图片由区融媒体中心提供": [],
    "（资料图片）": [],
    "本报资料照片": [],
    "特约记者 柳如烟 摄": ["柳如烟"],
    "实习生 季明 摄": ["季明"],
    "临江融媒记者 柳如烟 摄": ["柳如烟"],
    "傲一 摄": ["傲一"],
    "新华社记者 柳如烟 摄": ["柳如烟"],
    "②本报记者 柳如烟 摄": ["柳如烟"],
    "③2 本报记者 柳如烟 摄": ["柳如烟"],
    "（柳如烟/图）": ["柳如烟"],
    "柳如烟 图": ["柳如烟"],
    "柳如烟/文 季明/图": ["季明"],
    "文/柳如烟 图/季明": ["季明"],
    "柳如烟 摄 季明 文": ["柳如烟"],
    "柳如烟 摄影/报道": ["柳如烟"],
    "阿依古丽·买买提 摄": ["阿依古丽·买买提"],
    "航拍：柳如烟": ["柳如烟"],
    "【柳如烟 摄】": ["柳如烟"],
    "（柳如烟　摄）③": ["柳如烟"],
    "青石镇 曲江流 供图": ["曲江流"],
    "（受访者供图）": [],
    "（网络图片）": [],
}


@pytest.mark.parametrize("gap", ["", " ", "\n", "　　"], ids=["close", "space", "line", "wide"])
@pytest.mark.parametrize("printed", CREDITS)
def test_a_caption_ends_in_its_credit(printed, gap):
    credit = captions.split_credit(CAPTION + gap + printed)

    assert credit is not None
    assert credit.text == CAPTION
    assert list(credit.photographers) == CREDITS[printed]


@pytest.mark.parametrize("printed", CREDITS)
def test_a_credit_may_stand_alone(printed):
    credit = captions.split_credit(printed)

    assert credit is not None
    assert (credit.text, list(credit.photographers)) == ("", CREDITS[printed])


def test_a_name_may_be_broken_at_the_line():
    assert captions.split_credit("田里插秧。 本报记者 柳如\n烟 摄").photographers == ("柳如烟",)


def test_the_credit_is_kept_as_written():
    assert captions.split_credit("田里插秧。 本报记者 柳如烟 摄").written == "本报记者 柳如烟 摄"


def test_who_wrote_and_photographed_is_both():
    credit = captions.split_credit("田里插秧。 本报记者 柳如烟 通讯员 曲江流 摄影报道")

    assert (credit.reporters, credit.correspondents) == (("柳如烟",), ("曲江流",))


@pytest.mark.parametrize(
    "sentence",
    [
        "这组照片由村民拍摄。",
        "他喜欢摄影。",
        "会议强调，要抓好落实。",
        "这里是他最爱的地方。记者从现场发",
        "村里请来老师教摄影",
        "电视剧正在拍摄",
    ],
)
def test_a_sentence_is_no_credit(sentence):
    assert captions.split_credit(sentence) is None


@pytest.mark.parametrize(
    "text",
    [
        "图为村民在田里插秧。",
        "上图：村民在插秧。",
        "▲村民在田里插秧",
        "3月5日，村里赛歌。图为比赛现场。",
        "（见右图）村民在插秧。",
    ],
)
def test_a_caption_without_a_credit_is_known(text):
    assert captions.is_caption(text)


@pytest.mark.parametrize("text", ["村里画了张图。", "大图书馆开馆。", "3月5日，会议召开。", "他们图的是方便。"])
def test_other_texts_are_no_captions(text):
    assert not captions.is_caption(text)
