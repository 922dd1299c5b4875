"""The newsroom speaks Chinese as a newspaper prints it, and English whole, whichever of the two is asked for."""

import re
from datetime import date
from types import SimpleNamespace

import polib
import pytest
from django.conf import settings as project
from django.urls import reverse
from django.utils import translation

from articles.values.bylines import CreditRole, credit_line, dateline, photo_credit
from newsroom.pages import dates as print_filters
from people.models import Official

CHINESE = "[\u4e00-\u9fff]"
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sdr]|\{\w*\}")
HALF_WIDTH = re.compile(rf"{CHINESE} ?[,;:?!()]|[,;:?!()] ?{CHINESE}")


@pytest.fixture(params=project.LOCALE_PATHS, ids=lambda folder: folder.name)
def catalogue(request) -> polib.POFile:
    """Ours, and the one for what packages say."""
    return polib.pofile(str(request.param / "zh_Hans" / "LC_MESSAGES" / "django.po"))


@pytest.fixture
def in_chinese():
    with translation.override("zh-hans"):
        yield


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


# The catalogues


def unsaid(catalogue: polib.POFile) -> list[str]:
    return [entry.msgid for entry in catalogue if entry.obsolete or entry.fuzzy or not all(said(entry))]


def named_otherwise(catalogue: polib.POFile) -> list[str]:
    return [
        entry.msgid
        for entry in catalogue
        for text in said(entry)
        if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]


def half_width(catalogue: polib.POFile) -> list[str]:
    # Whatever is put into a placeholder is taken to be Chinese too.
    texts = [PLACEHOLDER.sub("某", text) for entry in catalogue for text in said(entry)]
    return [text for text in texts if HALF_WIDTH.search(text)]


def texts_of(file) -> dict:
    return {(entry.msgctxt, entry.msgid): said(entry) for entry in file}


def test_every_sentence_has_its_chinese_and_none_is_a_guess(catalogue):
    assert unsaid(catalogue) == []


def test_what_is_compiled_is_what_is_written(catalogue):
    compiled = polib.mofile(catalogue.fpath.removesuffix(".po") + ".mo")
    assert texts_of(compiled) == texts_of(catalogue)


def test_a_sentence_names_the_same_things_in_both_languages(catalogue):
    assert named_otherwise(catalogue) == []


def test_punctuation_beside_chinese_is_chinese(catalogue):
    assert half_width(catalogue) == []


def test_chinese_has_no_plural(catalogue):
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"


def planted(**entry) -> polib.POFile:
    file = polib.POFile()
    file.append(polib.POEntry(**{"msgid": "%(number)d stories", "msgstr": "%(number)d 篇稿件", **entry}))
    return file


def test_each_of_these_rules_finds_what_it_is_for(tmp_path):
    sound = planted()
    assert not unsaid(sound) and not named_otherwise(sound) and not half_width(sound)
    for faulty in (planted(msgstr=""), planted(flags=["fuzzy"]), planted(obsolete=True)):
        assert unsaid(faulty)
    assert named_otherwise(planted(msgstr="几篇稿件"))
    assert named_otherwise(planted(msgstr="%(count)d 篇稿件"))
    assert half_width(planted(msgid="Signed.", msgstr="已签发, 请看"))
    assert half_width(planted(msgid="Signed: %(title)s", msgstr="%(title)s: 已签发"))
    sound.save_as_mofile(str(tmp_path / "django.mo"))
    compiled = polib.mofile(str(tmp_path / "django.mo"))
    assert texts_of(compiled) == texts_of(sound)
    assert texts_of(compiled) != texts_of(planted(msgstr="%(number)d 篇"))
    assert re.findall(CHINESE, "<h1>首页</h1>") and not re.findall(CHINESE, "<h1>Home</h1>")


# What is printed


@pytest.mark.parametrize(
    ("credits", "printed"),
    [
        ([], ""),
        ([("reporter", "甲")], "本报讯（记者甲）"),
        ([("reporter", "甲"), ("correspondent", "乙")], "本报讯（记者甲 通讯员乙）"),
        ([("reporter", "甲"), ("reporter", "乙"), ("intern", "丙")], "本报讯（记者甲 乙 实习生丙）"),
        ([("special_reporter", "甲"), ("trainee_reporter", "乙")], "本报讯（特约记者甲 见习记者乙）"),
        ([("omnimedia_reporter", "甲")], "本报讯（全媒体记者甲）"),
    ],
)
def test_a_brief_opens_as_the_paper_prints_it(in_chinese, credits, printed):
    assert dateline(credits) == printed


def test_who_wrote_and_photographed_is_said_in_one(in_chinese):
    assert credit_line([(CreditRole.TEXT_AND_PHOTO, "甲")]) == "文/图甲"


@pytest.mark.parametrize(
    ("credits", "printed"),
    [
        ([("photographer", "甲")], "本报记者 甲 摄"),
        ([("reporter", "甲"), ("photographer", "乙")], "本报记者 甲 摄 本报记者 乙 摄"),
        ([("correspondent", "甲")], "通讯员 甲 摄"),
        ([("supplied", "区农业农村局")], "区农业农村局 供图"),
    ],
)
def test_a_picture_is_credited_as_the_paper_prints_it(in_chinese, credits, printed):
    assert photo_credit(credits) == printed


@pytest.mark.parametrize(
    ("first", "last", "part", "printed"),
    [
        (None, None, "", ""),
        (date(2021, 12, 17), None, "", "12月17日"),
        (date(2021, 12, 17), None, "上午", "12月17日上午"),
        (date(2021, 12, 14), date(2021, 12, 15), "", "12月14日至15日"),
        (date(2021, 11, 29), date(2021, 12, 3), "", "11月29日至12月3日"),
        (date(2021, 12, 30), date(2022, 1, 2), "", "12月30日至1月2日"),
    ],
)
def test_the_day_of_an_event_is_printed_without_its_year(in_chinese, first, last, part, printed):
    story = SimpleNamespace(happened_on=first, happened_until=last, get_part_of_day_display=lambda: part)
    assert print_filters.event_days(story) == printed


def test_days_are_written_in_chinese_order(in_chinese):
    day = date(2021, 12, 7)
    week = SimpleNamespace(first_day=date(2021, 12, 13), last_day=date(2021, 12, 19))
    assert print_filters.day(day) == "12月7日"
    assert print_filters.full_day(day) == "2021年12月7日"
    assert print_filters.weekday(day) == "星期二"
    assert print_filters.month(day) == "2021年12月"
    assert print_filters.span(week) == "12月13日—12月19日"


# What packages say


@pytest.mark.parametrize(
    "sentence",
    ["access attempts", "access failures", "access logs", "Locked Out", "Deleted %(type_name)s", "Error:"],
)
def test_packages_without_chinese_are_given_some(in_chinese, sentence):
    assert re.search(CHINESE, translation.gettext(sentence))


def test_our_words_come_before_those_of_packages(in_chinese):
    assert translation.gettext("Home") == "工作台"
    assert translation.gettext("Delete selected %(model)s") == "删除所选%(model)s"
    assert Official._meta.verbose_name_plural == "领导名录"


# English

EMPTY_PAGES = ("home", "weeks", "topics", "townships", "meetings", "officials", "photos", "reporters", "admin:login")


@pytest.mark.django_db
@pytest.mark.parametrize("name", EMPTY_PAGES)
def test_english_is_whole(client, settings, name):
    settings.LANGUAGE_CODE = "en"
    page = client.get(reverse(name)).content.decode()
    assert re.findall(f"{CHINESE}+", page) == []
    assert '<html lang="en"' in page


@pytest.mark.django_db
def test_chinese_is_what_is_spoken_unless_english_is_asked_for(client):
    page = client.get(reverse("home")).content.decode()
    assert '<html lang="zh-hans"' in page
    assert "还没有发布报道" in page
