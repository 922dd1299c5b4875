import re

import pytest
from django.utils.html import escape

from articles.models import Article, Attendance, Flag, Placement, Topic
from articles.models.signed_guard import SealedContentError
from articles.review.workflow import State
from tests.factories import (
    author,
    editor,
    make_article,
    make_flag_round,
    make_issue,
    make_meeting,
    make_official,
    make_photo,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_topic,
    make_township,
    make_user,
    make_village,
)

from .forms import address, filled, story_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_review")]


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def unsaved(response) -> list[str]:
    page = response.content.decode()
    return [words for _label, words in response.context["unsaved"] if escape(words).split("\n")[0] in page]


def _refused_by_the_seal(*_arguments):
    raise SealedContentError


class TestANewStory:
    def test_a_full_story_goes_in_at_one_press(self, as_author):
        reporter, correspondent = author().reporter, make_reporter("顾念", kind="correspondent", unit="宣传办")
        leaders = [make_official(posts=[("管委会", f"副主任{n}", n)]) for n in range(1, 11)]
        towns = [make_township(name) for name in ("柳溪镇", "宁河镇", "苏庄乡")]
        village, photo, main, further = (
            make_village("东柳村", towns[0]),
            make_photo(),
            make_topic(),
            make_topic("民生实事"),
        )
        present = [{"official": leader, "group": "principal", "verbs": "出席会议"} for leader in leaders]
        guest = {"name": "何远舟", "group": "guest", "organisation": "远舟公司"}

        as_author.post(
            address(),
            filled(
                story_page(as_author),
                kicker="专题会议召开",
                headline="着力解决遗留问题\n推进专题整治",
                body="　　第一段。\r\n\r\n　　第二段。",
                happened_on="2026-11-18",
                part_of_day="2_morning",
                meeting=make_meeting(),
                townships=towns[:2],
                villages=[village],
                main_topic=main,
                topics=[further],
                rows={
                    "credits": [
                        {"reporter": reporter, "role": "reporter"},
                        {"reporter": correspondent, "role": "correspondent"},
                    ],
                    "attendances": [*present, guest],
                    "placements": [{"photo": photo, "caption": "图为会场。", "after_paragraph": 1}],
                    "flag_rounds": [{"subject": "评比", "red": [towns[1], towns[0]], "blue": [towns[2]]}],
                },
                _step="submit",
            ),
        )

        story = Article.objects.get()
        assert story.state == State.SUBMITTED
        assert story.created_by == author()
        assert (story.headline, story.body) == ("着力解决遗留问题\n推进专题整治", "第一段。\n第二段。")
        assert [(credit.order, credit.reporter) for credit in story.credits.all()] == [
            (1, reporter),
            (2, correspondent),
        ]
        assert [row.name for row in story.attendances.all()] == [*(leader.name for leader in leaders), "何远舟"]
        assert [row.order for row in story.attendances.all()] == list(range(1, 12))
        assert list(story.villages.all()) == [village]
        assert list(story.topics.all()) == [further]
        assert story.placements.get().caption == "图为会场。"
        assert [(flag.township, flag.colour) for flag in story.flag_rounds.get().flags.all()] == [
            (towns[1], "red"),
            (towns[0], "red"),
            (towns[2], "blue"),
        ]

    def test_the_reporter_stands_in_the_byline_already(self, as_author):
        author()
        first = story_page(as_author).context["inline_admin_formsets"][0].formset.forms[0]
        assert first.initial == {"reporter": author().reporter.pk, "role": "reporter"}

    def test_a_new_story_is_called_so_wherever_it_is_begun(self, as_author):
        for page in ("/admin/", "/admin/articles/article/", address()):
            shown = as_author.get(page).content.decode()
            assert "新建稿件" in shown
            assert "新增稿件" not in shown

    def test_the_next_one_is_begun_in_its_own_measure_word(self, as_author):
        assert "保存并另建一篇" in story_page(as_author).content.decode()
        assert "保存并另建一张" in as_author.get("/admin/articles/photo/add/").content.decode()

    def test_its_title_stands_in_title_marks_when_it_is_saved_and_when_it_is_deleted(self, as_author):
        row = {"reporter": author().reporter, "role": "reporter"}
        new = filled(story_page(as_author), {"credits": [row]}, headline="柳溪冬管", body="正文。", _continue="1")
        saved = as_author.post(address(), new, follow=True)
        story = Article.objects.get()
        again = as_author.post(address(story), filled(saved, body="新的正文。", _save="1"), follow=True)
        deleted = as_author.post(f"/admin/articles/article/{story.pk}/delete/", {"post": "yes"}, follow=True)

        words = [re.sub("<[^>]+>", "", said(page)) for page in (saved, again, deleted)]
        assert words == ["《柳溪冬管》已保存。", "《柳溪冬管》已保存。", "《柳溪冬管》已删除。"]

    @pytest.mark.parametrize(
        ("field", "sent"),
        [("townships", ""), ("topics", ""), ("townships", "99"), ("topics", "99"), ("main_topic", "99")],
    )
    def test_what_is_no_entry_of_the_register_is_to_be_picked_from_it(self, as_author, field, sent):
        page = as_author.post(address(), filled(story_page(as_author)) | {field: sent})

        assert page.context["adminform"].form.errors[field] == ["请从名单中选择。"]

    def test_a_refused_form_keeps_what_was_typed(self, as_author):
        response = as_author.post(address(), filled(story_page(as_author), headline="", body="第一段。"))
        assert response.status_code == 200
        assert "第一段。" in response.content.decode()
        assert not Article.objects.exists()

    def test_a_refused_step_says_why_and_keeps_the_text(self, as_author):
        data = filled(story_page(as_author), headline="一条消息", body="第一段。", _step="submit")
        response = as_author.post(address(), data, follow=True)
        story = Article.objects.get()
        assert (story.state, story.headline) == (State.DRAFT, "一条消息")
        assert response.redirect_chain[-1][0] == address(story)
        assert all(sentence in said(response) for sentence in story.missing_for_review())

    def test_a_refused_second_submission_leaves_it_returned_and_says_so(self, as_author):
        story = make_submitted_article()
        story.send_back(by=editor(), reason="请补充。")
        data = filled(story_page(as_author, story), main_topic="", _step="submit")
        response = as_author.post(address(story), data, follow=True)
        story.refresh_from_db()
        assert story.state == State.RETURNED
        assert str(story.get_state_display()) in said(response)


class TestRecordOfChanges:
    def recorded(self, client, story) -> list[str]:
        page = client.get(f"/admin/articles/article/{story.pk}/history/")
        return [entry.get_change_message() for entry in page.context["action_list"]]

    def typed(self, text: str) -> str:
        return text.replace("\n", "\r\n")  # as a browser sends it

    def test_nothing_changed_is_nothing_recorded(self, as_author):
        story = make_article(headline="着力解决\n遗留问题", placements=[(make_photo(), "图为\n会场。")])
        data = filled(story_page(as_author, story), headline=self.typed(story.headline), body=self.typed(story.body))
        data["placements-0-caption"] = self.typed("图为\n会场。")
        as_author.post(address(story), data)
        assert self.recorded(as_author, story) == []

    def test_what_was_changed_stands_in_the_readers_language(self, as_author):
        story = make_article(villages=[make_village()])
        row = {"reporter": make_reporter("苗晓澜"), "role": "reporter"}
        data = filled(story_page(as_author, story), kicker="补题", villages=[], rows={"credits": [row]})
        as_author.post(address(story), data | {"credits-0-order": "2"})
        (message,) = self.recorded(as_author, story)
        assert "引题" in message and "顺序" in message
        assert not re.search("[A-Za-z]", message)


class TestTopics:
    def test_the_main_topic_is_not_said_twice(self, as_author):
        story, main, further = make_article(), make_topic(), make_topic("民生实事")
        as_author.post(address(story), filled(story_page(as_author, story), main_topic=main, topics=[main, further]))
        assert list(story.topics.all()) == [further]

    def test_typing_a_topic_creates_none(self, as_author):
        story = make_article()
        response = as_author.post(address(story), filled(story_page(as_author, story), topics=["自造话题"]))
        assert response.context["adminform"].form.errors["topics"]
        assert not Topic.objects.filter(name="自造话题").exists()

    def test_only_editors_create_topics(self, as_author, as_editor):
        assert as_author.get("/admin/articles/topic/add/").status_code == 403
        as_editor.post("/admin/articles/topic/add/", {"name": "安全生产", "slug": "", "order": 5})
        assert Topic.objects.get().slug == "anquanshengchan"


class TestFlags:
    def test_a_township_with_both_flags_is_an_error_on_the_form(self, as_author):
        story, town = make_article(), make_township()
        row = {"subject": "评比", "red": [town], "blue": [town]}
        response = as_author.post(address(story), filled(story_page(as_author, story), rows={"flag_rounds": [row]}))
        errors = response.context["inline_admin_formsets"][3].formset.forms[0].errors
        assert town.name in errors["blue"][0]
        assert not story.flag_rounds.exists()

    def test_a_flag_may_change_its_colour(self, as_author):
        story, first, second = make_article(), make_township(), make_township("宁河镇")
        flag_round = make_flag_round(story, red=[first], blue=[second])
        changes = {"flag_rounds-0-red": [second], "flag_rounds-0-blue": [first]}
        as_author.post(address(story), filled(story_page(as_author, story), **changes))
        colours = {flag.township: flag.colour for flag in flag_round.flags.all()}
        assert colours == {first: Flag.Colour.BLUE, second: Flag.Colour.RED}


class TestOrderOfRows:
    def names(self, story):
        return [row.name_as_printed for row in story.credits.all()]

    def send(self, client, story, **changes):
        return client.post(address(story), filled(story_page(client, story), **changes))

    def test_a_number_typed_moves_a_row_up(self, as_author):
        story = make_article(reporters=["甲一", "乙二", "丙三"])
        self.send(as_author, story)
        self.send(as_author, story, **{"credits-2-order": 1})
        assert self.names(story) == ["丙三", "甲一", "乙二"]

    def test_a_number_typed_moves_a_row_down(self, as_author):
        story = make_article(reporters=["甲一", "乙二", "丙三"])
        self.send(as_author, story)
        self.send(as_author, story, **{"credits-0-order": 3})
        assert self.names(story) == ["乙二", "丙三", "甲一"]

    def test_a_new_row_without_a_number_comes_last(self, as_author):
        story = make_article(reporters=["甲一", "乙二"])
        added = {"reporter": make_reporter("丁四"), "role": "reporter"}
        self.send(as_author, story, rows={"credits": [added]})
        assert self.names(story) == ["甲一", "乙二", "丁四"]

    def test_a_number_that_is_none_is_refused_in_words(self, as_author):
        story = make_article(reporters=["甲一"])
        response = self.send(as_author, story, **{"credits-0-order": "一"})
        assert response.context["inline_admin_formsets"][0].formset.forms[0].errors["order"]


class TestTwoAtOnce:
    def test_a_story_submitted_meanwhile_is_no_longer_the_writers_to_change(self, as_author):
        story = make_article(body="原来的话。")
        data = filled(story_page(as_author, story), body="晚来的话。")
        story.submit(by=author())
        response = as_author.post(address(story), data)
        assert "晚来的话。" in unsaved(response)
        assert str(story.get_state_display()) in said(response)
        assert "headline" not in response.context["adminform"].form.fields
        story.refresh_from_db()
        assert story.body == "原来的话。"

    def test_an_editor_whose_story_was_signed_meanwhile_keeps_what_they_typed(self, as_editor):
        story = make_submitted_article(body="原来的话。", placements=[(make_photo(), "图为会场。")])
        row = {"reporter": make_reporter("苗晓澜"), "role": "correspondent"}
        changes = {"body": "订正的话。", "page_order": 4, "placements-0-caption": "图为现场。"}
        data = filled(story_page(as_editor, story), rows={"credits": [row]}, **changes)
        story.sign(by=make_user("chief_editor"))
        response = as_editor.post(address(story), data | {"_step": "sign"})
        assert {"订正的话。", "4", "图为现场。"} < {*unsaved(response)}
        assert any("苗晓澜" in words for words in unsaved(response))
        assert story.headline not in unsaved(response)
        assert "NOT" in said(response) or "没有保存" in said(response)
        story.refresh_from_db()
        assert (story.body, story.page_order) == ("原来的话。", None)

    def test_nor_are_they_lost_when_the_signature_comes_at_the_same_moment(self, as_editor, monkeypatch):
        story = make_submitted_article(body="原来的话。")
        data = filled(story_page(as_editor, story), body="订正的话。")
        monkeypatch.setattr("articles.admin.articles.ArticleAdmin.save_model", _refused_by_the_seal)
        assert "订正的话。" in unsaved(as_editor.post(address(story), data))


class TestDays:
    @pytest.mark.parametrize(
        ("first", "last"), [("2026-11-18", "2026-11-17"), ("2026-11-18", "2026-11-18"), ("", "2026-11-18")]
    )
    def test_a_wrong_span_is_said_on_the_form_and_the_text_stays(self, as_author, first, last):
        data = filled(story_page(as_author), headline="题", body="正文。", happened_on=first, happened_until=last)
        response = as_author.post(address(), data)
        assert response.context["adminform"].form.non_field_errors()
        assert "正文。" in response.content.decode()
        assert not Article.objects.exists()

    def test_a_year_that_cannot_be_is_said_at_the_day(self, as_author):
        data = filled(story_page(as_author), headline="题", body="正文。", happened_on="0206-11-18")
        assert as_author.post(address(), data).context["adminform"].form.errors["happened_on"]

    def test_what_is_wrong_elsewhere_in_a_story_is_said_in_its_row_of_the_issue(self, as_editor):
        story = make_article(issue=make_issue())
        Article.objects.update(source="某报")
        page = f"/admin/articles/issue/{story.issue_id}/change/"
        response = as_editor.post(page, filled(as_editor.get(page), **{"stories-0-page_order": 1}))
        row = response.context["inline_admin_formsets"][0].formset.forms[0]
        assert row.non_field_errors()
        assert row.non_field_errors()[0] in response.content.decode()


class TestTheSameTwice:
    def test_an_official(self, as_author):
        story, official = make_article(), make_official()
        rows = [{"official": official, "group": "principal"}] * 2
        self.assert_said(as_author, story, "official_attends_once", attendances=rows)

    def test_a_photo_and_one_that_stands_there_already(self, as_author):
        photo = make_photo()
        story = make_article(placements=[photo])
        row = {"photo": photo, "caption": "再来一次。", "after_paragraph": 1}
        self.assert_said(as_author, story, "photo_once_in_story", placements=[row])

    def assert_said(self, client, story, constraint, **rows):
        response = client.post(address(story), filled(story_page(client, story), rows=rows))
        models = {"attendances": Attendance, "placements": Placement}
        (prefix,) = rows
        meant = next(c for c in models[prefix]._meta.constraints if c.name == constraint)
        inline = next(i for i in response.context["inline_admin_formsets"] if i.formset.prefix == prefix)
        assert [str(meant.violation_error_message)] == inline.formset.non_form_errors()


class TestASealedStory:
    def test_only_filing_is_open_to_the_editor(self, as_editor):
        page = story_page(as_editor, make_signed_article())
        assert {*page.context["adminform"].form.fields} == {"issue", "page_order", "importance", "slugline", "seen"}
        assert all(not inline.has_change_permission for inline in page.context["inline_admin_formsets"])

    def test_filing_is_saved_and_nothing_else(self, as_editor):
        issue, photo = make_issue("2026-W40"), make_photo()
        story = make_signed_article(body="签发的话。", placements=[photo], officials=[make_official()])
        data = filled(story_page(as_editor, story), issue=issue, page_order=3, importance=1, slugline="头条备选")
        as_editor.post(address(story), data | {"body": "改过的话。"})
        story.refresh_from_db()
        assert (story.issue, story.page_order, story.importance, story.slugline) == (issue, 3, 1, "头条备选")
        assert story.body == "签发的话。"

    def test_the_author_reads_it_whole_but_saves_nothing(self, as_author):
        story = make_signed_article(
            kicker="引题在此", officials=[make_official("吕沛")], flags={"red": [make_township()]}
        )
        page = story_page(as_author, story).content.decode()
        assert all(word in page for word in ("引题在此", "吕沛", "柳溪镇"))
        assert as_author.post(address(story), {"kicker": "改"}).status_code == 403


class TestFiling:
    def test_a_reporter_cannot_set_issue_or_place(self, as_author):
        story, other = make_article(), make_issue("2026-W40")
        data = filled(story_page(as_author, story), issue=other, page_order=1, importance=1)
        as_author.post(address(story), data)
        fresh = Article.objects.get()
        assert (fresh.issue, fresh.page_order, fresh.importance) == (story.issue, None, 2)

    def test_an_editor_files_their_own_submitted_story_but_does_not_edit_it(self, as_editor):
        story = make_submitted_article(created_by=editor(), body="我写的话。")
        data = filled(story_page(as_editor, story), page_order=4)
        as_editor.post(address(story), data | {"body": "改过的话。"})
        story.refresh_from_db()
        assert (story.page_order, story.body) == (4, "我写的话。")

    def test_typed_in_is_settled_once_the_story_is_submitted(self, as_editor):
        assert "typed_in" not in story_page(as_editor, make_submitted_article()).context["adminform"].form.fields
