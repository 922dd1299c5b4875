"""整版拆稿 on the desk: a page is read in, looked through, mended and filed as drafts."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.importing.pages import keep_page
from articles.models import Article, ImportedPage
from articles.values.weeks import Week
from tests.articles.pages import PAGE, page_source
from tests.conftest import signed_in
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_issue,
    make_reporter,
    make_topic,
    make_user,
    second_reviewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_review")]

ADD = "/admin/articles/importedpage/add/"
LIST = "/admin/articles/importedpage/"


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def kept(text: str = PAGE, *, by=None, **fields) -> ImportedPage:
    week = None if "printed_on" in fields else Week.parse("2026-W47")
    return keep_page(page_source(text), by=by or author(), **{"week": week, **fields})[0]


def sent(page, *, only: int | None = None, **mended) -> dict:
    """What the browser sends: all cards as they stand, and what was typed into the first of them."""
    forms = [card.form for card, _colour, _standing in page.context["cards"] if card.form]
    data = {}
    for number, form in enumerate(forms):
        values = {field.html_name: field.value() for field in form}
        data |= {name: "" if value is None else value for name, value in values.items()}
        if only is not None and number != only:
            del data[f"{form.prefix}-tick"]
    return data | {f"{forms[0].prefix}-{name}": value for name, value in mended.items()}


def file_all(client, page: ImportedPage, **mended):
    address = page.get_absolute_url()
    return client.post(address, sent(client.get(address), **mended), follow=True)


class TestReadingIn:
    def test_pasted_text_is_kept_and_shown_as_cards(self, as_author):
        response = as_author.post(ADD, {"text": PAGE, "week": "2026-W47"}, follow=True)
        page = ImportedPage.objects.get()
        assert response.redirect_chain == [(page.get_absolute_url(), 302)]
        assert (page.text, page.week, page.imported_by) == (PAGE, "2026-W47", author())
        assert [card.item.kind for card, _c, _s in response.context["cards"]] == ["story", "story", "photo"]
        assert not Article.objects.exists()

    def test_a_file_is_read(self, as_author):
        file = SimpleUploadedFile("第4版.txt", PAGE.encode())
        as_author.post(ADD, {"file": file, "week": "2026-W47"})
        assert ImportedPage.objects.get().source == "第4版.txt"

    def test_the_week_is_that_of_the_open_issue(self, as_author):
        make_issue("2026-W46").close(by=editor())
        make_issue("2026-W45")
        assert as_author.get(ADD).context["form"]["week"].value() == "2026-W45"

    def test_without_an_open_issue_it_is_the_present_one(self, as_author):
        assert as_author.get(ADD).context["form"]["week"].value() == str(Week.of(timezone.localdate()))

    @pytest.mark.parametrize(
        ("data", "field"),
        [
            ({}, "text"),
            ({"text": "  \n "}, "text"),
            ({"text": "字" * 60_001}, "text"),
            ({"text": PAGE, "week": "2025-W53"}, "week"),
            ({"text": PAGE, "week": "上周"}, "week"),
            ({"text": PAGE, "paper": "云亭报"}, "printed_on"),
            ({"text": PAGE, "printed_on": "2015-11-20"}, "paper"),
            ({"text": PAGE, "paper": "云亭报", "printed_on": "2015-13-20"}, "printed_on"),
            ({"text": PAGE, "paper": "云亭报", "printed_on": "2126-11-20"}, "printed_on"),
            ({"text": PAGE, "paper": "报" * 81, "printed_on": "2015-11-20"}, "paper"),
        ],
    )
    def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(self, as_author, data, field):
        response = as_author.post(ADD, data)
        form = response.context["form"]
        assert list(form.errors) == [field]
        assert all(form[name].value() == value for name, value in data.items())
        assert not ImportedPage.objects.exists()

    def test_what_is_pasted_is_cleaned_as_a_file_is(self, as_author):
        as_author.post(ADD, {"text": f"\ufeff{PAGE}".replace("\n", "\r\n"), "week": "2026-W47"})
        as_author.post(ADD, {"file": SimpleUploadedFile("a.txt", PAGE.encode("gb18030")), "week": "2026-W47"})
        assert ImportedPage.objects.get().text.strip() == PAGE.strip()

    @pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\0\0", b"%PDF-1.4 nothing", b"PK\x03\x04 broken"])
    def test_a_file_that_is_no_page_is_refused_in_words(self, as_author, content):
        response = as_author.post(ADD, {"file": SimpleUploadedFile("page.txt", content), "week": "2026-W40"})
        assert response.context["form"].errors["file"]
        assert response.context["form"]["week"].value() == "2026-W40"
        assert response.context["had_file"]

    def test_text_and_file_at_once_are_refused(self, as_author):
        response = as_author.post(ADD, {"text": PAGE, "file": SimpleUploadedFile("a.txt", PAGE.encode())})
        assert response.context["form"].errors["file"]

    def test_an_old_paper_has_no_week(self, as_author):
        data = {"text": PAGE, "week": "2026-W47", "paper": "云亭 报", "printed_on": "2015-11-20"}
        response = as_author.post(ADD, data, follow=True)
        page = ImportedPage.objects.get()
        assert (page.week, page.printed_on) == ("", date(2015, 11, 20))
        assert response.context["cards"][0][0].item.date_start == date(2015, 11, 18)

    def test_the_same_page_again_is_the_one_that_is_there(self, as_author):
        page = kept()
        file_all(as_author, page)
        response = as_author.post(ADD, {"text": PAGE.replace("\n", "\r\n"), "week": "2026-W40"}, follow=True)
        assert response.redirect_chain == [(page.get_absolute_url(), 302)]
        assert all(words in said(response) for words in (str(author()), "3"))
        assert ImportedPage.objects.get().week == "2026-W47"

    def test_a_colleagues_page_read_in_again_is_named_not_shown(self, as_outsider):
        kept()
        response = as_outsider.post(ADD, {"text": PAGE}, follow=True)
        assert response.redirect_chain == [(LIST, 302)]
        assert str(author()) in said(response)

    def test_another_week_is_read_while_nothing_is_filed(self, as_author):
        page = kept()
        as_author.post(f"{LIST}{page.pk}/printed/", {"week": "2024-W47"})
        response = as_author.get(page.get_absolute_url())
        assert response.context["cards"][0][0].item.date_start == date(2024, 11, 18)

    def test_afterwards_the_days_are_those_of_the_drafts(self, as_author):
        page = kept()
        file_all(as_author, page)
        as_author.post(f"{LIST}{page.pk}/printed/", {"week": "2024-W47"})
        page.refresh_from_db()
        assert page.week == "2026-W47"


class TestTheSplitPage:
    def test_every_word_of_the_page_stands_there(self, as_author):
        page = kept(f"云亭报\n\n{PAGE}\n（下转第三版）")
        text = as_author.get(page.get_absolute_url()).context["text"]
        shown = "".join(passage.text for passage, _colour in text)
        assert "".join(shown.split()) == "".join(page.text.split())
        assert any(passage.number is None for passage, _colour in text)

    def test_findings_stand_on_their_card_least_sure_first(self, as_author):
        card = as_author.get(kept().get_absolute_url()).context["cards"][1][0]
        sure = [finding.sureness for finding, _level, _words in card.findings]
        assert sure and sure == sorted(sure)

    def test_a_field_of_which_the_reader_is_not_sure_is_marked(self, as_author):
        card = as_author.get(kept().get_absolute_url()).context["cards"][1][0]
        assert "date_start" in card.form.doubtful

    def test_nothing_happens_by_looking(self, as_author):
        as_author.get(kept().get_absolute_url())
        assert not Article.objects.exists()

    def test_a_page_without_a_story_says_so(self, as_author):
        response = as_author.get(kept("第3版 综合").get_absolute_url())
        assert response.status_code == 200 and response.context["leftovers"]

    def test_words_of_the_page_are_no_markup(self, as_author):
        page = kept(PAGE.replace("生意一天比一天红火", "<script>alert(1)</script>"))
        assert "<script>alert" not in as_author.get(page.get_absolute_url()).content.decode()

    @pytest.mark.whole
    def test_a_page_of_very_many_items_sends_no_more_than_is_taken(self, as_author, settings):
        item = "第{0}村喜事\n\n本报讯（记者魏青岚）11月18日，村民领到了分红，户户有份。\n\n"
        page = kept("".join(item.format(number) for number in range(320)))
        response = as_author.get(page.get_absolute_url())
        assert response.context["to_come"]
        assert len(sent(response)) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        first = len(response.context["cards"])
        file_all(as_author, page)
        assert Article.objects.count() == 100
        assert as_author.get(page.get_absolute_url()).context["open_cards"] == min(100, first - 100)


class TestFiling:
    def test_ticked_items_become_drafts(self, as_author):
        response = file_all(as_author, kept())
        assert [draft.joined_headline for draft in Article.objects.order_by("pk")][:2] == [
            "柳溪镇召开冬管现场会",
            "柳溪镇夜市开街",
        ]
        assert all(draft.typed_in and draft.created_by == author() for draft in Article.objects.all())
        assert response.context["open_cards"] == 0

    def test_what_was_mended_is_what_is_filed(self, as_author):
        make_topic("乡村振兴")
        page = kept()
        file_all(
            as_author,
            page,
            kicker="引题",
            headline="冬管现场会\r\n开到田间",
            deck="——副题",
            reporters="魏青岚、温故 温故",
            correspondents="",
            date_start="2026-11-17",
            date_end="2026-11-18",
            part_of_day="4_afternoon",
            meeting="麦田管护会",
            townships="宁河镇",
            main_topic="乡村振兴",
            paragraphs="第一段。\r\n\r\n第二段。",
        )
        story = Article.objects.order_by("pk")[0]
        assert (story.kicker, story.headline, story.deck) == ("引题", "冬管现场会\n开到田间", "——副题")
        assert [credit.name_as_printed for credit in story.credits.all()] == ["魏青岚", "温故"]
        assert (story.happened_on, story.happened_until) == (date(2026, 11, 17), date(2026, 11, 18))
        assert (story.part_of_day, story.meeting.name, story.body) == (
            "4_afternoon",
            "麦田管护会",
            "第一段。\n第二段。",
        )
        assert [township.name for township in story.townships.all()] == ["宁河镇"]
        assert story.main_topic.name == "乡村振兴"
        assert story.attendances.get().name == "鲍喆"

    @pytest.mark.parametrize("headline", ["柳溪镇召开\n冬管现场会", "柳溪镇召开冬管现场会"])
    def test_lines_of_a_headline_are_those_that_were_typed(self, as_author, headline):
        """Also when they are joined again that were printed apart."""
        page = kept(PAGE.replace("柳溪镇召开冬管现场会\n", "柳溪镇召开\n冬管现场会\n", 1))
        file_all(as_author, page, headline=headline)
        assert Article.objects.order_by("pk")[0].headline == headline

    def test_left_as_it_was_read_it_is_filed_as_by_the_command(self, as_author):
        file_all(as_author, kept())
        story = Article.objects.order_by("pk")[0]
        assert (story.happened_on, story.part_of_day) == (date(2026, 11, 18), "2_morning")
        assert story.meeting.name == "冬季麦田管护现场会"

    def test_what_stays_unticked_is_filed_later(self, as_author):
        page = kept()
        address = page.get_absolute_url()
        as_author.post(address, sent(as_author.get(address), only=1))
        assert Article.objects.get().joined_headline == "柳溪镇夜市开街"
        assert [bool(card.form) for card, _c, _s in as_author.get(address).context["cards"]] == [True, False, True]
        file_all(as_author, page)
        assert Article.objects.count() == 3

    def test_no_headline_is_no_obstacle(self, as_author):
        file_all(as_author, kept(), headline="")
        assert Article.objects.order_by("pk")[0].headline == ""

    @pytest.mark.parametrize(
        ("mended", "field"),
        [
            ({"date_start": "2026-11-31"}, "date_start"),
            ({"date_start": "0206-11-18"}, "date_start"),
            ({"date_start": "2026-11-18", "date_end": "2026-11-17"}, "date_end"),
            ({"date_start": "", "date_end": "2026-11-17"}, "date_start"),
            ({"reporters": "名" * 41}, "reporters"),
            ({"meeting": "会" * 121}, "meeting"),
            ({"kind": "poem"}, "kind"),
        ],
    )
    def test_a_mistake_saves_nothing_and_keeps_what_was_typed(self, as_author, mended, field):
        response = file_all(as_author, kept(), kicker="改过的引题", **mended)
        form = response.context["cards"][0][0].form
        assert list(form.errors) == [field]
        assert form["kicker"].value() == "改过的引题" and form[field].value() == mended[field]
        assert response.context["refused"] and not Article.objects.exists()

    def test_a_mistake_in_an_unticked_card_hinders_nobody_and_is_kept(self, as_author):
        page = kept()
        address = page.get_absolute_url()
        data = sent(as_author.get(address), only=1, date_start="2026-11-31")
        response = as_author.post(address, data)
        assert Article.objects.count() == 1
        assert "2026-11-31" in response.content.decode()

    def test_pressed_twice_it_is_filed_once(self, as_author):
        page = kept()
        address = page.get_absolute_url()
        data = sent(as_author.get(address))
        as_author.post(address, data)
        response = as_author.post(address, data, follow=True)
        assert Article.objects.count() == 3
        assert said(response)

    def test_nothing_ticked_saves_nothing_and_says_so(self, as_author):
        page = kept()
        address = page.get_absolute_url()
        data = {name: value for name, value in sent(as_author.get(address)).items() if not name.endswith("-tick")}
        response = as_author.post(address, data)
        assert said(response) and not Article.objects.exists()

    def test_it_says_how_many_drafts_and_how_many_names_wait(self, as_author):
        make_reporter("苗青禾", kind="photographer")
        page = kept()
        response = file_all(as_author, page)
        assert "3" in said(response) and "5" in said(response)
        assert f"/admin/articles/article/?page={page.pk}" in said(response)
        assert f"/admin/articles/importedpage/names/?page={page.pk}" in said(response)

    def test_the_list_of_drafts_is_that_of_the_page(self, as_author):
        page, other = kept(), kept(PAGE.replace("柳溪", "宁河"))
        file_all(as_author, page), file_all(as_author, other)
        listed = as_author.get("/admin/articles/article/", {"page": page.pk}).context["cl"].result_list
        assert {story.imported_page_id for story in listed} == {page.pk} and len(listed) == 3

    def test_each_draft_is_in_the_record_of_the_desk(self, as_author):
        file_all(as_author, kept())
        assert LogEntry.objects.filter(content_type__model="article", action_flag=1).count() == 3

    def test_a_filed_item_shows_its_draft_and_state(self, as_author):
        page = kept()
        file_all(as_author, page)
        response = as_author.get(page.get_absolute_url())
        standing = response.context["cards"][0][2]
        story = Article.objects.order_by("pk")[0]
        assert f"/admin/articles/article/{story.pk}/change/" == standing["address"]
        assert story.get_state_display() in standing["stands"]

    def test_a_deleted_draft_may_be_filed_again(self, as_author):
        page = kept()
        file_all(as_author, page)
        Article.objects.order_by("pk")[0].delete()
        file_all(as_author, page)
        assert Article.objects.count() == 3


class TestRights:
    @pytest.mark.parametrize(
        ("door", "reads_in", "sees"),
        [("as_author", 302, 200), ("as_editor", 302, 200), ("as_outsider", 302, 302), ("as_superuser", 302, 200)],
    )
    def test_who_reads_in_and_who_sees_the_authors_page(self, door, reads_in, sees, request):
        page = kept()
        client = request.getfixturevalue(door)
        assert client.post(ADD, {"text": PAGE.replace("柳溪", "宁河")}).status_code == reads_in
        assert client.get(page.get_absolute_url()).status_code == sees

    @pytest.mark.parametrize("address", ["", "printed/", "submit/", "sign/"])
    def test_an_outsider_does_nothing_with_it(self, as_outsider, address):
        page = kept()
        path = page.get_absolute_url() if not address else f"{LIST}{page.pk}/{address}"
        assert as_outsider.post(path, {"week": "2020-W01"}).status_code in (302, 403)
        page.refresh_from_db()
        assert page.week == "2026-W47" and not Article.objects.exists()

    @pytest.mark.parametrize("door", ["as_author", "as_editor", "as_outsider"])
    def test_the_list_holds_ones_own_pages_and_for_editors_all(self, door, request):
        page = kept()
        listed = list(request.getfixturevalue(door).get(LIST).context["cl"].result_list)
        assert listed == ([] if door == "as_outsider" else [page])

    @pytest.mark.parametrize("door", ["as_author", "as_editor", "as_superuser"])
    def test_nobody_deletes_a_page(self, door, request):
        page = kept()
        assert request.getfixturevalue(door).post(f"{LIST}{page.pk}/delete/", {"post": "yes"}).status_code == 403
        assert ImportedPage.objects.exists()

    @pytest.mark.parametrize("address", [ADD, LIST, "/admin/articles/importedpage/names/"])
    def test_without_a_role_there_is_no_way_in(self, client, address):
        assert client.get(address).status_code == 302
        assert signed_in(make_user(username="clerk", is_staff=True)).get(address).status_code == 403

    def test_a_draft_of_an_editor_is_not_opened_by_who_read_the_page_in(self, as_author, as_editor):
        page = kept()
        file_all(as_editor, page)
        standing = as_author.get(page.get_absolute_url()).context["cards"][1][2]
        assert standing["address"] == ""

    @pytest.mark.parametrize("door", ["as_author", "as_editor", "as_superuser"])
    def test_the_desk_leads_there(self, door, request):
        page = request.getfixturevalue(door).get("/admin/").content.decode()
        assert page.count(f'href="{ADD}"') == 2 and f'href="{LIST}"' in page


class TestCost:
    def queries(self, client, address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def test_a_long_page_asks_no_more_than_a_short_one(self, as_author):
        item = "{0}村喜事连连\n\n本报讯（记者魏青岚）11月18日，村民领到了分红，户户有份。\n\n"
        short = kept("".join(item.format(name) for name in "甲乙"))
        long = kept("".join(item.format(name) for name in "子丑寅卯辰巳午未申酉戌亥"))
        assert self.queries(as_author, long.get_absolute_url()) <= self.queries(as_author, short.get_absolute_url())
        file_all(as_author, short), file_all(as_author, long)
        assert self.queries(as_author, long.get_absolute_url()) <= self.queries(as_author, short.get_absolute_url())

    def test_the_list_asks_no_more_for_nine_than_for_two(self, as_editor):
        kept(), kept(PAGE.replace("柳溪", "宁河"))
        few = self.queries(as_editor, LIST)
        for name in "子丑寅卯辰巳午":
            kept(PAGE.replace("柳溪", f"柳{name}"))
        assert self.queries(as_editor, LIST) <= few


class TestOldPapers:
    def old(self, client) -> ImportedPage:
        """An old page whose names are settled and whose stories have their topic."""
        make_topic("乡村振兴")
        page = kept(by=author(), paper="云亭报", printed_on=date(2015, 11, 20))
        address = page.get_absolute_url()
        data = sent(client.get(address))
        forms = [card.form for card, _c, _s in client.get(address).context["cards"]]
        client.post(address, data | {f"{form.prefix}-main_topic": "乡村振兴" for form in forms})
        for story in page.drafts.all():
            for entry in story.proposed_entries():
                entry.is_proposed = False
                entry.save()
        return page

    def states(self, page) -> list[str]:
        return list(page.drafts.order_by("pk").values_list("state", flat=True))

    def test_what_lacks_nothing_is_submitted_together(self, as_editor):
        page = self.old(as_editor)
        response = as_editor.post(f"{LIST}{page.pk}/submit/", follow=True)
        # The photo waits for its picture.
        assert self.states(page) == ["submitted", "submitted", "draft"]
        assert "夜市灯火通明" in said(response) and "2" in said(response)

    def test_they_are_signed_one_by_one_beside_what_was_printed(self, as_editor):
        page = self.old(as_editor)
        signed_in(first_reviewer()).post(f"{LIST}{page.pk}/submit/")
        keys = as_editor.get(page.get_absolute_url()).context["to_sign"]
        asked = as_editor.post(f"{LIST}{page.pk}/sign/", {"_selected_action": keys})
        assert asked.content.decode().count("as-printed") == 2
        assert self.states(page) == ["submitted", "submitted", "draft"]
        seen = [f"{story.pk}:{content_digest}" for story, _state, _missing, content_digest in asked.context["stories"]]
        as_editor.post(f"{LIST}{page.pk}/sign/", {"_selected_action": keys, "confirmed": "1", "seen": seen})
        assert self.states(page) == ["signed", "signed", "draft"]
        assert {story.reviews.last().by for story in page.drafts.filter(state="signed")} == {editor()}

    def test_a_text_that_was_not_seen_is_not_signed(self, as_editor):
        page = self.old(as_editor)
        signed_in(first_reviewer()).post(f"{LIST}{page.pk}/submit/")
        keys = as_editor.get(page.get_absolute_url()).context["to_sign"]
        wrong = [f"{key}:0123" for key in keys]
        as_editor.post(f"{LIST}{page.pk}/sign/", {"_selected_action": keys, "confirmed": "1", "seen": wrong})
        assert "signed" not in self.states(page)

    def test_with_three_reviews_they_are_passed_together_first(self, as_editor, settings):
        settings.REVIEW_STEPS = 3
        page = self.old(as_editor)
        as_editor.post(f"{LIST}{page.pk}/submit/")
        for reviewer, state in ((first_reviewer(), "first_passed"), (second_reviewer(), "second_passed")):
            client = signed_in(reviewer)
            context = client.get(page.get_absolute_url()).context
            assert (len(context["to_pass"]), context["to_sign"]) == (2, [])
            chosen = {"_selected_action": context["to_pass"]}
            asked = client.post(f"{LIST}{page.pk}/pass/", chosen)
            seen = [
                f"{story.pk}:{content_digest}" for story, _state, _missing, content_digest in asked.context["stories"]
            ]
            client.post(f"{LIST}{page.pk}/pass/", chosen | {"confirmed": "1", "seen": seen})
            assert self.states(page) == [state, state, "draft"]
        assert len(as_editor.get(page.get_absolute_url()).context["to_sign"]) == 2

    def test_the_author_signs_none_of_theirs(self, as_editor):
        reporter = make_reporter("魏青岚", user=editor())
        page = self.old(as_editor)
        assert page.drafts.filter(credits__reporter=reporter).exists()
        as_editor.post(f"{LIST}{page.pk}/submit/")
        assert as_editor.get(page.get_absolute_url()).context["to_sign"] == []
        keys = list(page.drafts.values_list("pk", flat=True))
        asked = as_editor.post(f"{LIST}{page.pk}/sign/", {"_selected_action": keys})
        seen = [f"{story.pk}:{content_digest}" for story, _state, _missing, content_digest in asked.context["stories"]]
        as_editor.post(f"{LIST}{page.pk}/sign/", {"_selected_action": keys, "confirmed": "1", "seen": seen})
        assert self.states(page) == ["submitted", "submitted", "draft"]

    def test_a_reporter_is_not_offered_to_sign_and_cannot(self, as_author, as_editor):
        page = self.old(as_author)
        as_author.post(f"{LIST}{page.pk}/submit/")
        assert as_author.get(page.get_absolute_url()).context["to_sign"] == []
        keys = list(page.drafts.values_list("pk", flat=True))
        asked = as_author.post(f"{LIST}{page.pk}/sign/", {"_selected_action": keys})
        seen = [f"{s.pk}:{content_digest}" for s, _t, _m, content_digest in (asked.context or {}).get("stories", [])]
        as_author.post(f"{LIST}{page.pk}/sign/", {"_selected_action": keys, "confirmed": "1", "seen": seen})
        assert "signed" not in self.states(page)

    def test_stories_of_another_page_are_not_signed_along(self, as_editor):
        page = self.old(as_editor)
        other = Article.objects.create(headline="别的稿", body="正文。", created_by=author())
        asked = as_editor.post(f"{LIST}{page.pk}/sign/", {"_selected_action": [other.pk]})
        assert asked.status_code == 302

    def test_paper_and_day_are_mended_in_the_story(self, as_editor):
        page = self.old(as_editor)
        story = page.drafts.order_by("pk")[0]
        form = as_editor.get(f"/admin/articles/article/{story.pk}/change/").context["adminform"].form
        assert (form["printed_in"].value(), form["printed_on"].value()) == ("云亭报", date(2015, 11, 20))
