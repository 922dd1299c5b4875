from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from django.db import models
from django.template.loader import render_to_string

from articles.models import Article, Attendance, Correction, Credit, Flag, Placement
from articles.records import redlines
from articles.review.redline import Kind
from articles.review.signed_content import SignedContent, snapshot
from tests.factories import (
    author,
    make_article,
    make_flag_round,
    make_meeting,
    make_official,
    make_photo,
    make_reporter,
    make_submitted_article,
    make_topic,
    make_township,
    make_village,
)

pytestmark = pytest.mark.django_db

FORMS = {Kind.KEPT: "{}", Kind.REMOVED: "[-{}-]", Kind.ADDED: "{{+{}+}}"}


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


def taken(story):
    return snapshot(Article.objects.get(pk=story.pk), Article.SIGNED)


def shown(change):
    """A column as a person sees it, paragraphs on lines: [-removed-], {+added+}."""
    return "\n".join(
        "".join(FORMS[span.kind].format(span.text) for span in paragraph.spans) for paragraph in change.paragraphs
    )


def columns(changes):
    return {change.name: shown(change) for change in changes}


def rows(changes, part):
    """Each row that differs: what happened to it, who or what it is, and its columns that differ."""
    [change] = [change for change in changes if change.name == part]
    return [(row.kind.value, row.title, columns(row.changes)) for row in change.rows]


def changed(story, **columns):
    """The snapshots before and after an update of the story's own columns."""
    before = taken(story)
    Article.objects.filter(pk=story.pk).update(**columns)
    return redlines.between(before, taken(story))


def whole_story():
    """At least one row of every kind that the declaration names."""
    story = make_article(
        kicker="引题",
        officials=[(make_official("欧阳朔"), "党工委书记", "出席会议并讲话"), make_official("白青舟")],
        topics=["安全生产"],
        townships=[make_township("柳溪镇"), make_township("文苑街道")],
        villages=[make_village()],
        placements=[make_photo(photographers=["易秋水"])],
        meeting=make_meeting(),
        reporters=["程墨", "白描"],
    )
    Attendance.objects.create(article=story, group="guest", name="宁致远", organisation="青禾公司", order=5)
    make_flag_round(story, red=story.townships.all())
    Correction.objects.create(article=story, text="地名应为柳溪镇。")
    return story


# Columns


def test_nothing_changed_is_no_change_and_asks_the_database_nothing(django_assert_num_queries):
    before = taken(whole_story())

    with django_assert_num_queries(0):
        assert redlines.between(before, deepcopy(before)) == []


def test_a_text_is_marked_to_the_character_with_the_name_of_its_column():
    [change] = changed(make_article(headline="柳溪区召开冬季农田管护现场会"), headline="柳溪区召开冬季农田管理现场会")

    assert (change.name, change.label) == ("headline", "headline")
    assert shown(change) == "柳溪区召开冬季农田管[-护-]{+理+}现场会"


def test_a_body_is_marked_by_paragraph():
    story = make_article(body="会议听取了汇报。\n今年麦田长势好。\n各乡镇要抓好管护。")
    found = changed(story, body="会议听取了汇报。\n各乡镇要抓牢管护。\n农技员下到田头。")

    assert columns(found) == {
        "body": "会议听取了汇报。\n[-今年麦田长势好。-]\n各乡镇要抓[-好-]{+牢+}管护。\n{+农技员下到田头。+}"
    }


def test_untouched_paragraphs_can_be_folded():
    story = make_article(body="\n".join(f"第{number}段。" for number in range(9)))
    [change] = changed(story, body=story.body.replace("第8段", "第九段"))

    assert [(len(stretch.paragraphs), stretch.is_folded) for stretch in change.stretches] == [(8, True), (1, False)]


def test_days_and_choices_are_told_whole_and_in_words():
    story = make_article(genre="brief", happened_on=date(2026, 11, 18), part_of_day="2_morning")
    found = columns(changed(story, genre="feature", happened_on=date(2026, 11, 19), part_of_day=""))

    assert found == {
        "genre": "[-Brief (消息)-] → {+Feature (通讯)+}",
        "happened_on": "[-Nov. 18, 2026-] → {+Nov. 19, 2026+}",
        "part_of_day": "[-morning-]",
    }


def test_a_choice_that_is_no_longer_offered_is_shown_as_it_was_kept():
    before = taken(make_article())

    assert columns(redlines.between(before | {"genre": "column"}, before))["genre"] == "[-column-] → {+Brief (消息)+}"


def test_entries_of_the_registers_are_called_by_their_names():
    story = make_article(meeting=make_meeting("防汛会", day=None), main_topic=make_topic("安全生产"))
    found = columns(changed(story, meeting=make_meeting("抗旱会", day=None), main_topic=make_topic("文旅")))

    assert found == {"meeting": "[-防汛会-] → {+抗旱会+}", "main_topic": "[-安全生产-] → {+文旅+}"}


def test_namesakes_are_told_apart():
    one, other = make_reporter("程墨"), make_reporter("程墨")
    story = make_article(reporters=[one])
    before = taken(story)
    story.credits.update(reporter=other)

    assert [row[:2] for row in rows(redlines.between(before, taken(story)), "credits")] == [
        ("removed", f"程墨 (no. {one.pk})"),
        ("added", f"程墨 (no. {other.pk})"),
    ]


def test_links_stand_in_register_order_with_those_that_stayed():
    willow = make_township("柳溪镇", order=3)
    story = make_article(
        townships=[willow, make_township("文苑街道", order=2)], villages=[make_village("东柳村", willow)]
    )
    before = taken(story)
    story.townships.set([willow, make_township("白河乡", order=1)])
    story.villages.clear()
    story.topics.add(make_topic("文旅"))

    found = redlines.between(before, taken(story))

    assert columns(found) == {
        "townships": "{+白河乡+}, [-文苑街道-], 柳溪镇",
        "villages": "[-柳溪镇东柳村-]",
        "topics": "{+文旅+}",
    }
    assert [change.label for change in found] == [
        "townships and subdistricts",
        "villages and communities",
        "further topics",
    ]


def test_an_entry_that_is_gone_is_said_to_be_gone():
    village = make_village("东柳村")
    story = make_article(villages=[village])
    before = taken(story)
    key = village.pk
    village.delete()

    assert columns(redlines.between(before, taken(story))) == {
        "villages": f"[-no longer in the register (no. {key})-]",
    }


def test_changes_stand_in_the_order_of_the_declaration():
    story = whole_story()
    empty = redlines.between(None, taken(story))
    content = Article.SIGNED

    assert [change.name for change in empty] == [
        name
        for name in (*content.fields, *content.links, *content.parts)
        if taken(story).get(name) not in (None, "", [])
    ]


# Parts


def test_a_credit_added_and_one_removed_are_told_with_all_that_they_say():
    story = make_article(reporters=["程墨", "白描"])
    before = taken(story)
    story.credits.all()[1].delete()
    Credit.objects.create(article=story, reporter=make_reporter("易秋水"), role="intern", order=3)

    assert rows(redlines.between(before, taken(story)), "credits") == [
        ("removed", "白描", {"role": "[-Reporter-]"}),
        ("added", "易秋水", {"role": "{+Intern+}"}),
    ]


def test_a_row_says_only_its_columns_that_changed():
    story = whole_story()
    before = taken(story)
    story.attendances.filter(name="欧阳朔").update(post="党工委副书记", group="district_leaders")
    story.attendances.filter(name="宁致远").update(name="宁志远")

    assert rows(redlines.between(before, taken(story)), "attendances") == [
        (
            "changed",
            "欧阳朔",
            {
                "group": "[-Leader with post-] → {+District leaders (names only)+}",
                "post": "党工委{+副+}书记",
            },
        ),
        ("changed", "宁志远", {"name": "宁[-致-]{+志+}远"}),
    ]


def test_whoever_moved_is_told_with_whom_they_follow_now():
    names = ["甲某", "乙某", "丙某", "丁某"]
    story = make_article(officials=[make_official(name) for name in names])
    before = taken(story)
    for order, name in enumerate(["丁某", "甲某", "乙某", "丙某"]):
        story.attendances.filter(name=name).update(order=order)

    [change] = redlines.between(before, taken(story))
    assert [(row.kind, row.title, row.is_moved, row.follows) for row in change.rows] == [("moved", "丁某", True, "")]

    before = taken(story)
    story.attendances.filter(name="甲某").update(order=9, verbs="主持会议")
    [change] = redlines.between(before, taken(story))
    assert [(row.kind, row.title, row.is_moved, row.follows) for row in change.rows] == [
        ("changed", "甲某", True, "丙某")
    ]


def test_other_numbers_for_the_same_order_are_no_change():
    story = make_article(reporters=["程墨", "白描"])
    before = taken(story)
    story.credits.filter(order=1).update(order=7)

    assert taken(story) != before
    assert redlines.between(before, taken(story)) == []


def test_a_placement_tells_of_its_caption_and_of_all_that_is_signed_of_its_photo():
    photo = make_photo(alt_text="麦田里的村民。", photographers=["易秋水"])
    story = make_article(placements=[(photo, "图为麦田。")])
    before = taken(story)
    Placement.objects.update(caption="图为稻田。")
    type(photo).objects.update(alt_text="稻田里的村民。", sha256="f" * 64)
    Credit.objects.create(photo=photo, reporter=make_reporter("丙某"), role="supplied", order=1)

    [change] = redlines.between(before, taken(story))
    [row] = change.rows

    assert (row.kind, row.title, row.is_moved) == ("changed", "稻田里的村民。", False)
    assert columns(row.changes) == {
        "sha256": f"[-{photo.sha256[:8]}…-] → {{+ffffffff…+}}",
        "alt_text": "[-麦-]{+稻+}田里的村民。",
        "caption": "图为[-麦-]{+稻+}田。",
        "credits": "",
    }
    assert {change.name: change.label for change in row.changes}["sha256"] == "picture file"
    assert rows(row.changes, "credits") == [("added", "丙某", {"role": "{+Picture supplied by+}"})]


def test_a_picture_put_elsewhere_among_the_paragraphs_moves_no_other():
    story = make_article(placements=[(make_photo(alt_text=name), "") for name in ("甲图", "乙图")])
    before = taken(story)
    story.placements.filter(order=0).update(after_paragraph=0)
    story.placements.filter(order=1).update(after_paragraph=3)
    middle = taken(story)
    story.placements.filter(order=0).update(after_paragraph=4)

    assert [row[:2] for row in rows(redlines.between(before, middle), "placements")] == [
        ("changed", "甲图"),
        ("changed", "乙图"),
    ]
    [change] = redlines.between(middle, taken(story))
    assert [(row.title, row.is_moved) for row in change.rows] == [("甲图", False)]


def test_a_picture_above_the_first_paragraph_is_told_too():
    story = make_article(placements=[make_photo()])
    before = taken(story)
    story.placements.update(after_paragraph=0)

    assert rows(redlines.between(before, taken(story)), "placements")[0][2] == {"after_paragraph": "[-1-] → {+0+}"}


def test_a_flag_round_tells_of_its_flags():
    red, blue, new = (make_township(name) for name in ("柳溪镇", "白河乡", "文苑街道"))
    story = make_article()
    make_flag_round(story, red=[red], blue=[blue], reason="排名前两位")
    before = taken(story)
    story.flag_rounds.update(reason="排名前三位")
    Flag.objects.filter(township=red).update(colour="blue")
    Flag.objects.filter(township=blue).delete()
    Flag.objects.create(round=story.flag_rounds.get(), township=new, colour="red")

    [change] = redlines.between(before, taken(story))
    [row] = change.rows

    assert (row.kind, row.title) == ("changed", "人居环境整治评比")
    assert columns(row.changes) == {"reason": "排名前[-两-]{+三+}位", "flags": ""}
    assert rows(row.changes, "flags") == [
        ("added", "文苑街道", {"colour": "{+Red flag+}"}),
        ("removed", "白河乡", {"colour": "[-Blue flag-]"}),
        ("changed", "柳溪镇", {"colour": "[-Red flag-] → {+Blue flag+}"}),
    ]


# Every column, every register, every age


def declared_columns(model, content, path=()):
    """Each column under the declaration, as the path to it in a snapshot; a part's name stands for its first row."""
    for name in content.fields:
        if name not in content.follows:
            yield model._meta.get_field(name), (*path, name)
    for name, below in {**content.parts, **content.follows}.items():
        first = (name, 0) if name in content.parts else (name,)
        yield from declared_columns(model._meta.get_field(name).related_model, below, (*path, *first))


def another(field, value):
    if field.related_model:
        return 999_999
    if field.choices:
        return next(choice for choice, _label in field.choices if choice != value)
    if isinstance(field, models.DateField):
        return "2026-01-01"
    return value + 1 if isinstance(value, int) else f"{value}改"


def with_another(content, field, path):
    after = row = deepcopy(content)
    for step in path[:-1]:
        row = row[step]
    row[path[-1]] = another(field, row[path[-1]])
    return after


def test_a_change_of_any_signed_column_is_found():
    before = taken(whole_story())
    columns = [pair for pair in declared_columns(Article, Article.SIGNED) if pair[0].name != redlines.POSITION]

    found = {path: redlines.between(before, with_another(before, field, path)) for field, path in columns}

    assert len(found) > 30
    assert [path for path, changes in found.items() if [change.name for change in changes] != [path[0]]] == []


def test_a_column_and_a_part_that_join_the_declaration_show_up_by_themselves(monkeypatch):
    content = Article.SIGNED
    fewer = replace(
        content,
        fields=tuple(name for name in content.fields if name != "kicker"),
        parts={name: part for name, part in content.parts.items() if name != "attendances"},
    )
    story = whole_story()
    after = taken(story)
    monkeypatch.setattr(Article, "SIGNED", fewer)
    before = taken(story)
    assert redlines.between(before, taken(story)) == []

    monkeypatch.setattr(Article, "SIGNED", content)
    assert [(change.name, change.label) for change in redlines.between(before, after)] == [
        ("kicker", "kicker"),
        ("attendances", "attendances"),
    ]


def test_moments_and_claims_have_words_for_the_day_when_they_are_signed(monkeypatch):
    monkeypatch.setattr(Article, "SIGNED", SignedContent(fields=("typed_in", "published_at", "importance")))
    before = {"typed_in": False, "published_at": None, "importance": 2}
    after = {"typed_in": True, "published_at": "2026-11-20T10:30:00+00:00", "importance": 1}

    assert columns(redlines.between(before, after)) == {
        "typed_in": "[-no-] → {+yes+}",
        "published_at": "{+Nov. 20, 2026, 6:30 p.m.+}",
        "importance": "[-Normal-] → {+High+}",
    }


def test_a_snapshot_may_lack_what_is_declared_and_hold_more():
    now = taken(whole_story())
    old = {**now, "mood": "glad", "moods": [{"a": 1}]}
    for name in ("kicker", "list_title", "topics", "attendances"):
        del old[name]
    old["credits"] = [{"reporter": credit["reporter"]} for credit in now["credits"]]
    old["placements"] = [{"caption": placed["caption"], "photo": None} for placed in now["placements"]]

    assert [change.name for change in redlines.between(old, now)] == [
        "kicker",
        "topics",
        "credits",
        "attendances",
        "placements",
    ]
    assert redlines.between({}, {}) == []
    assert redlines.between(now, {})


def test_a_day_that_was_once_kept_as_words_is_shown_as_it_was_kept():
    now = taken(make_article())

    assert columns(redlines.between(now | {"happened_on": "冬至"}, now)) == {
        "happened_on": "[-冬至-] → {+Nov. 18, 2026+}"
    }


def test_however_much_a_story_links_there_is_one_query_for_each_register(django_assert_max_num_queries):
    story = whole_story()
    for number in range(5):
        township = make_township(f"新{number}镇")
        story.townships.add(township)
        story.villages.add(make_village(f"{number}村", township))
        story.topics.add(make_topic(f"主题{number}"))
        Attendance.objects.create(article=story, official=make_official(f"甲{number}"), order=9)
        Credit.objects.create(article=story, reporter=make_reporter(f"乙{number}"), role="intern", order=9)
        Placement.objects.create(article=story, photo=make_photo(photographers=[f"丙{number}"]))

    after = taken(story)

    with django_assert_max_num_queries(6):
        redlines.between(None, after)


def test_revisions_are_compared_as_they_are_kept():
    story = make_submitted_article(headline="田小禾出席会议")
    story.recall(by=author())
    Article.objects.filter(pk=story.pk).update(headline="田晓禾出席会议")
    story.submit(by=author())
    first, second = story.revisions.all()

    assert columns(redlines.between(first, second)) == {"headline": "田[-小-]{+晓+}禾出席会议"}
    assert redlines.between(second, taken(story)) == []


# Before people


def page(changes):
    return render_to_string("admin/articles/article/_redline.html", {"changes": changes})


def test_marks_are_elements_with_words_for_those_who_do_not_see_them():
    html = page(changed(make_article(kicker="会议 通知"), kicker="会议通报"))

    assert '<p>会议<del><span class="redline-said">removed: </span>' in html
    assert '<span aria-hidden="true">␣</span><span class="redline-said">space</span>' in html
    assert '<ins><span class="redline-said">added: </span>报' in html
    assert "struck through" in html


def test_the_page_says_when_nothing_changed():
    assert "Nothing changed." in page([])
    assert "<dl" not in page([])


def test_words_in_a_story_are_not_markup():
    html = page(changed(make_article(body="甲"), body="<script>alert(1)</script>"))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_untouched_paragraphs_are_told_by_number_and_can_be_opened():
    story = make_article(body="\n".join(f"第{number}段。" for number in range(9)))
    html = page(changed(story, body=story.body.replace("第8段", "第九段")))

    assert "… 8 paragraphs unchanged …" in html
    assert html.index("<details>") < html.index("第3段。") < html.index("</details>")


def test_rows_in_rows_are_shown():
    story = whole_story()
    before = taken(story)
    Flag.objects.filter(township__name="柳溪镇").delete()
    story.attendances.filter(name="欧阳朔").update(order=3)

    html = page(redlines.between(before, taken(story)))

    assert "moved, now after 白青舟" in html
    assert "<del>柳溪镇</del>" in html
