"""Pages in other papers' habits; places and people are invented."""

from datetime import date

from articles.reading import read_page
from articles.values.weeks import Week

TODAY = date(2026, 3, 9)
WEEK = Week(2026, 10)


def read(text):
    return read_page(text, week=WEEK, today=TODAY)


def stories(text):
    return [item for item in read(text).items if item.kind == "story"]


def photos(text):
    return [item for item in read(text).items if item.kind == "photo"]


BEFORE = """临江区召开春耕备耕工作会议

本报讯（记者柳如烟 通讯员曲江流）3月3日
上午，临江区召开春耕备耕工作会议，安排
部署春耕生产。区委书记江一苇出席会议并讲
话，区长季明主持会议。

会议要求，各镇要抓好农资供应，确保不误
农时。

临江区推进老旧小区改造
——让居民住得更舒心

本报讯（记者 季云）3月4日，记者从区住建
局获悉，今年临江区将改造老旧小区二十个。
"""


def test_headlines_may_stand_before_their_stories():
    first, second = stories(BEFORE)

    assert (first.headline, first.deck) == ("临江区召开春耕备耕工作会议", None)
    assert len(first.paragraphs) == 2
    assert (second.headline, second.deck) == ("临江区推进老旧小区改造", "——让居民住得更舒心")
    assert (second.reporters, second.date_start) == (("季云",), date(2026, 3, 4))


WORD = """临江区召开春耕备耕工作会议
本报讯（记者 柳如烟）3月3日上午，临江区召开春耕备耕工作会议，安排部署春耕生产，要求各镇早谋划、早落实，确保不误农时。
会议要求，各镇要抓好农资供应，组织农技人员下田指导，帮助农户解决实际困难。
青石镇老人学会用手机
本报讯（通讯员 曲江流）3月4日，青石镇白鹭社区开办手机课堂，三十位老人坐在一起学习用手机挂号。
“以前挂号要跑一趟，现在坐在家里就行。”居民说。
"""


def test_a_word_file_has_a_paragraph_a_line():
    first, second = stories(WORD)

    assert (first.headline, len(first.paragraphs)) == ("临江区召开春耕备耕工作会议", 2)
    assert (second.headline, len(second.paragraphs)) == ("青石镇老人学会用手机", 2)
    assert second.townships == ("青石镇",)
    assert second.villages == (("青石镇", "白鹭社区"),)


FEATURE = """引来一渠水 富了半坡人
——临江区青石镇发展茶产业纪实

本报记者 柳如烟 通讯员 曲江流 文/图

三月的青石镇，茶山上一片新绿。茶农老韩一早
就背起竹篓上了山，趁着露水采下第一茬明前茶。

一渠水

“过去靠天吃饭，遇上旱年颗粒无收。”老韩说，
去年修通的水渠把水送到了地头。

半坡茶

如今全镇种茶三千亩，家家户户有了新营生，农
闲时节还能到茶厂打工。
"""


def test_a_feature_has_its_byline_under_the_title_and_subheads():
    [feature] = stories(FEATURE)

    assert feature.headline == "引来一渠水 富了半坡人"
    assert feature.deck == "——临江区青石镇发展茶产业纪实"
    assert (feature.reporters, feature.correspondents) == (("柳如烟",), ("曲江流",))
    assert feature.photographers == ("柳如烟", "曲江流")
    assert feature.byline_as_written == "本报记者 柳如烟 通讯员 曲江流 文/图"
    assert [text for text in feature.paragraphs if text.startswith("## ")] == ["## 一渠水", "## 半坡茶"]
    assert len(feature.paragraphs) == 5


CLOSED = """临江区开展植树活动

3月5日，临江区组织干部群众到北山植树，栽下
树苗两千棵。活动现场，大家挥锹铲土，干劲十足。

大家表示，今后每年都来看看自己种的树。（记者 柳如烟）

白鹭社区办起邻里节

3月6日，白鹭社区办起邻里节，居民端出拿手菜
请邻居品尝，院子里热热闹闹。（曲江流 文/图）
"""


def test_a_byline_may_stand_at_the_end():
    first, second = stories(CLOSED)

    assert (first.headline, first.reporters) == ("临江区开展植树活动", ("柳如烟",))
    assert first.paragraphs[-1] == "大家表示，今后每年都来看看自己种的树。"
    assert first.byline_as_written == "（记者 柳如烟）"
    assert (second.headline, second.reporters, second.photographers) == ("白鹭社区办起邻里节", ("曲江流",), ("曲江流",))


INDENTED = """　　临江区部署安全生产

　　本报讯（记者柳如烟）3月3日下午，临江区
召开安全生产会议，部署今年的重点工作目标。
会议强调，要压实各方责任，做到守土有责。
　　会议还通报了有关情况，要求各单位对照问
题抓好整改落实，做到举一反三、不留死角。
"""


def test_indents_tell_paragraphs():
    [story] = stories(INDENTED)

    assert story.headline == "临江区部署安全生产"
    assert len(story.paragraphs) == 2


PHOTOS = """本报讯（记者柳如烟）3月3日上午，临江区召开
春耕备耕工作会议，安排部署春耕生产。

临江区召开春耕备耕工作会议

3月5日，青石镇村民在茶园采茶。眼下正是明前
茶采摘的好时节。本报记者 季云 摄

图为3月6日，白鹭社区居民在包饺子。

3月7日，孩子们在图书馆里读书。
通讯员 曲江流 白云飞 摄影报道
"""


def test_photos_stand_between_stories():
    [story] = stories(PHOTOS)
    first, second, third = photos(PHOTOS)

    assert (story.headline, len(story.paragraphs)) == ("临江区召开春耕备耕工作会议", 1)
    assert first.caption == "3月5日，青石镇村民在茶园采茶。眼下正是明前茶采摘的好时节。"
    assert (first.photographers, first.credit_as_written) == (("季云",), "本报记者 季云 摄")
    assert (second.caption, second.photographers) == ("图为3月6日，白鹭社区居民在包饺子。", ())
    assert [finding.rule for finding in second.findings][:1] == ["caption_without_credit"]
    assert (third.photographers, third.correspondents) == (("曲江流", "白云飞"), ("曲江流", "白云飞"))
    assert third.caption == "3月7日，孩子们在图书馆里读书。"


FURNITURE = """第02版 要闻
2026年3月10日 星期二
责任编辑：柳如烟 校对：季云

临江区部署安全生产

本报讯（记者季云）3月3日下午，临江区召开安
全生产会议，部署重点工作。
"""


def test_what_belongs_to_the_page_is_left_over():
    page = read(FURNITURE)

    assert [item.headline for item in page.items] == ["临江区部署安全生产"]
    assert "责任编辑：柳如烟" in " ".join(leftover.text for leftover in page.leftovers)


KICKED = """临江区召开专题会议
研究解决群众出行难题

本报讯（记者季云）3月3日下午，临江区召开专题
会议，研究公交线路调整。

青石镇：
茶园里的“夜校”开课了

本报讯（记者柳如烟）3月4日晚，青石镇茶园里的“夜
校”开课。
"""


def test_a_kicker_may_stand_in_the_headlines_block():
    first, second = stories(KICKED)

    assert (first.kicker, first.headline) == ("临江区召开专题会议", "研究解决群众出行难题")
    assert (second.kicker, second.headline) == (None, "青石镇：茶园里的“夜校”开课了")
    assert second.part_of_day == "晚"


MARKED = """茶香飘满山

□ 本报记者 柳如烟

三月的青石镇，茶山上一片新绿，茶农们忙着采摘
今年的第一茬茶。

井水甜

◎ 曲江流

村口那口老井，养活了几代人。如今井边修起了凉
亭，成了大家歇脚的地方。
"""


def test_marks_introduce_bylines():
    first, second = stories(MARKED)

    assert (first.headline, first.reporters) == ("茶香飘满山", ("柳如烟",))
    assert (second.headline, second.reporters) == ("井水甜", ("曲江流",))
    assert first.byline_as_written == "□ 本报记者 柳如烟"


def test_a_production_code_hides_no_paragraphs_end():
    [story] = stories("会议开完了\n\n本报讯（记者季云）3月3日，会议召开。\n大家都说好。②\n")

    assert story.paragraphs[-1].endswith("大家都说好。")


def test_a_dateline_day_is_not_the_events():
    [story] = stories("某地有新桥\n\n临江新闻网3月7日消息：今天下午，青石大桥通车。\n")

    assert (story.date_start, story.part_of_day) == (None, "下午")
    assert story.paragraphs == ("今天下午，青石大桥通车。",)


def test_a_page_without_a_story_is_left_over_whole():
    page = read("购物清单\n\n白菜\n萝卜\n")

    assert not page.items
    assert page.leftovers
