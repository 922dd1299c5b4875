"""Days, meetings, attendance, places and flags, read from single paragraphs; all invented."""

from datetime import date

import pytest

from articles.reading.attendance import attendance_of
from articles.reading.days import event_day
from articles.reading.meetings import meeting_name
from articles.reading.places import Gazetteer, flags_of
from articles.weeks import Week

TODAY = date(2026, 3, 9)

DAYS = {
    "3月5日上午，会议召开。": (["3月5日上午"], "03-05", "03-05", "上午"),
    "3月5日，会议召开。": (["3月5日"], "03-05", "03-05", None),
    "3月5日晚，演出开场。": (["3月5日晚"], "03-05", "03-05", "晚"),
    "3月5日至6日，区长到外地考察。": (["3月5日至6日"], "03-05", "03-06", None),
    "3月5日—7日，比赛举行。": (["3月5日—7日"], "03-05", "03-07", None),
    "3月5-7日，比赛举行。": (["3月5-7日"], "03-05", "03-07", None),
    "2月27日至3月1日，比赛举行。": (["2月27日至3月1日"], "02-27", "03-01", None),
    "2026年3月5日上午，会议召开。": (["2026年3月5日上午"], "03-05", "03-05", "上午"),
    "会议3月5日召开，要求4月1日前完成。": (["3月5日"], "03-05", "03-05", None),
    "近日，会议召开，计划于4月1日开工。": ([], None, None, None),
    "近日，会议召开，4月30日前全部完成。": ([], None, None, None),
    "从4月1日起，新规施行。": ([], None, None, None),
    "截至3月1日，已完成八成。": ([], None, None, None),
    "连日来，大家忙着春耕。": ([], None, None, None),
    "5日上午，会议召开。": (["5日上午"], "03-05", "03-05", "上午"),
    "3月35日，会议召开。": ([], None, None, None),
    "昨日下午，会议召开。": ([], None, None, "下午"),
}


@pytest.mark.parametrize("text", DAYS)
def test_the_day_of_the_event_is_told_from_others(text):
    day = event_day([text], week=Week(2026, 10), today=TODAY)
    days = [value and f"{value:%m-%d}" for value in (day.start, day.end)]

    assert (list(day.written), *days, day.part) == DAYS[text]


def test_the_year_is_that_of_the_nearest_day():
    text = ["12月30日，会议召开。"]
    assert event_day(text, week=Week(2026, 1), today=TODAY).start == date(2025, 12, 30)
    assert event_day(text, week=Week(2026, 53), today=TODAY).start == date(2026, 12, 30)
    assert event_day(text, week=None, today=TODAY).start == date(2025, 12, 30)
    assert event_day(["3月9日，会议召开。"], week=None, today=TODAY).start == TODAY
    assert event_day(["3月10日，会议召开。"], week=None, today=TODAY).start == date(2025, 3, 10)
    assert event_day(["2月29日，会议召开。"], week=None, today=TODAY).start == date(2024, 2, 29)


MEETINGS = {
    "3月5日上午，临江区召开春耕备耕工作会议，部署春耕。": "春耕备耕工作会议",
    "3月5日，区委书记江一苇主持召开区委常委会会议，学习精神。": "区委常委会会议",
    "3月5日，临江区举行重点项目座谈会。": "重点项目座谈会",
    "3月5日，全区安全生产工作会议召开。": "全区安全生产工作会议",
    "3月5日，临江区2026年信访工作推进会在区行政中心召开。": "临江区2026年信访工作推进会",
    "3月5日，区长季明督导防汛工作。": None,
    "3月5日，区妇联走进社区慰问老人。": None,
    "3月5日，临江区召开会议，部署工作。": None,
    "3月5日，记者从区慈善协会获悉，捐款已到位。": None,
}


@pytest.mark.parametrize("text", MEETINGS)
def test_a_meeting_has_the_name_the_opening_gives_it(text):
    assert meeting_name([text]) == MEETINGS[text]


ATTENDANCE = {
    "区委书记江一苇出席会议并讲话，区长季明主持会议。": [
        ("江一苇", "区委书记", ["出席会议并讲话"], None),
        ("季明", "区长", ["主持会议"], None),
    ],
    "区领导柳如烟、季云、曲江流参加活动。": [
        ("柳如烟", "区领导", ["参加活动"], None),
        ("季云", "区领导", ["参加活动"], None),
        ("曲江流", "区领导", ["参加活动"], None),
    ],
    "区委副书记、区长季明，区委常委、组织部部长柳如烟出席会议。": [
        ("季明", "区委副书记、区长", ["出席会议"], None),
        ("柳如烟", "区委常委、组织部部长", ["出席会议"], None),
    ],
    "3月5日，区长季明到青石镇调研春耕工作，区领导柳如烟陪同调研。": [
        ("季明", "区长", ["调研"], None),
        ("柳如烟", "区领导", ["陪同调研"], None),
    ],
    "云帆集团董事长江一苇、云帆（临江）有限公司总经理季云参加座谈。": [
        ("江一苇", "董事长", ["参加座谈"], "云帆集团"),
        ("季云", "总经理", ["参加座谈"], "云帆（临江）有限公司"),
    ],
    "区政协主席江一苇、副主席季云、柳如烟出席会议。": [
        ("江一苇", "区政协主席", ["出席会议"], None),
        ("季云", "副主席", ["出席会议"], None),
        ("柳如烟", "副主席", ["出席会议"], None),
    ],
    "副区长欧阳明月主持会议。": [("欧阳明月", "副区长", ["主持会议"], None)],
    "区领导陈和平出席会议。": [("陈和平", "区领导", ["出席会议"], None)],
    "云帆学院季云山教授参加座谈。": [("季云山", "教授", ["参加座谈"], "云帆学院")],
    "市人大常委会副主任江一苇带队检查，区领导季云参加检查。": [
        ("江一苇", "市人大常委会副主任", ["带队检查"], None),
        ("季云", "区领导", ["参加检查"], None),
    ],
    "会议由副区长季明主持。": [("季明", "副区长", ["主持"], None)],
    "区直有关部门、各乡镇（街道）主要负责人参加会议。": [],
    "要落实党代表常任制，开好座谈会。": [],
    "结束二十年校长生涯的老人参加活动。": [],
    "区委书记江一苇，区人大常委会主任曲江流等区领导出席会议。": [
        ("江一苇", "区委书记", ["出席会议"], None),
        ("曲江流", "区人大常委会主任", ["出席会议"], None),
    ],
    "副县长柳如烟、县政府办公室主任季云及相关部门负责人参加会议。": [
        ("柳如烟", "副县长", ["参加会议"], None),
        ("季云", "县政府办公室主任", ["参加会议"], None),
    ],
    "参加会议的还有区人民法院院长曲江流、区人民检察院检察长白云飞。": [
        ("曲江流", "区人民法院院长", ["参加会议"], None),
        ("白云飞", "区人民检察院检察长", ["参加会议"], None),
    ],
    "区长季明来到青石镇，看望慰问困难群众，区领导柳如烟一同看望。": [
        ("季明", "区长", ["看望慰问"], None),
        ("柳如烟", "区领导", ["一同看望"], None),
    ],
    "县长季明与云帆集团董事长江一苇、总经理柳如烟一行座谈。": [
        ("季明", "县长", ["座谈"], None),
        ("江一苇", "董事长", ["座谈"], "云帆集团"),
        ("柳如烟", "总经理", ["座谈"], "云帆集团"),
    ],
    "县长季明主持会议，省委党校教授柳如烟应邀作专题辅导。": [
        ("季明", "县长", ["主持会议"], None),
        ("柳如烟", "教授", ["应邀作专题辅导"], "省委党校"),
    ],
    "县长季明出席活动，市农业农村局局长江一苇参加活动。": [
        ("季明", "县长", ["出席活动"], None),
        ("江一苇", "局长", ["参加活动"], "市农业农村局"),
    ],
    "县领导季明、柳如烟（女）、白云飞（回族）出席会议。": [
        ("季明", "县领导", ["出席会议"], None),
        ("柳如烟", "县领导", ["出席会议"], None),
        ("白云飞", "县领导", ["出席会议"], None),
    ],
    "县长季明检查防汛，县应急局局长、县水利局局长一同检查。": [("季明", "县长", ["检查"], None)],
    "县委书记江一苇率县党政代表团赴石门县考察。": [("江一苇", "县委书记", ["率队"], None)],
}


@pytest.mark.parametrize("text", ATTENDANCE)
def test_people_have_posts_and_verbs(text):
    read = [(p.name, p.post, list(p.verbs), p.organisation) for p in attendance_of([text])]

    assert read == ATTENDANCE[text]


TOWNSHIPS = {
    "3月5日，青石镇白鹭村村民下田插秧。": ["青石镇"],
    "向排名前两位的青石镇、白沙街道颁发红旗。": ["青石镇", "白沙街道"],
    "区长到青石镇、柳林乡调研。": ["青石镇", "柳林乡"],
    "各乡镇（街道）要抓好落实。": [],
    "清扫城区主街道，整治城乡环境。": [],
    "他回到家乡创业，建起特色小镇。": [],
    "两个镇、三个街道的干部参加活动。": [],
    "白沙街道办事处组织志愿者上门。": ["白沙街道"],
    "推进乡村振兴和城镇化。": [],
    "区长到五里墩镇、滩前镇、清水镇检查。": ["五里墩镇", "滩前镇", "清水镇"],
    "随机敲开白鹭镇、青石镇的门。": ["白鹭镇", "青石镇"],
    "沿白沙乡的河堤走。区长到白沙乡检查。": ["白沙乡", "白沙乡"],
    "在凤尾山镇，家住东城街道的老人。": ["凤尾山镇", "东城街道"],
    "他要求乡里造册，挑到镇上去卖。": [],
    "青石镇、和平里街道、大同乡上台领奖。": ["青石镇", "和平里街道", "大同乡"],
    "考察团赴石门县学习，先后走进石门县石阶镇。": [],
    "照着邻县临溪县杨湾镇的样子。": [],
    "城镇居民收入增长，文明乡村建设加快。": [],
    "志愿者清扫街道，把整条街道打扫干净。": [],
}


@pytest.mark.parametrize("text", TOWNSHIPS)
def test_townships_are_names_and_not_words(text):
    assert [name for _at, name in Gazetteer([text]).townships(text)] == TOWNSHIPS[text]


FLAGS = {
    "向青石镇、白沙街道颁发红旗，向柳林乡颁发蓝旗。": [("青石镇", "red"), ("白沙街道", "red"), ("柳林乡", "blue")],
    "青石镇、白沙街道获得红旗，柳林乡被授予蓝旗。": [("青石镇", "red"), ("白沙街道", "red"), ("柳林乡", "blue")],
    "获得红旗的是青石镇、白沙街道，获得蓝旗的是柳林乡。": [("青石镇", "red"), ("白沙街道", "red"), ("柳林乡", "blue")],
    "青石镇坚持红蓝旗评比制度。": [],
}


@pytest.mark.parametrize("text", FLAGS)
def test_flags_go_to_the_townships_named_with_them(text):
    assert [(flag.township, flag.colour) for flag in flags_of([text], Gazetteer([text]))] == FLAGS[text]
