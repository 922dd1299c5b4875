import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.admin.steps import BUTTONS
from articles.admin.story_form import content_digest
from articles.models import Article
from articles.review.workflow import State, Verb
from tests.conftest import signed_in
from tests.factories import (
    author,
    editor,
    make_article,
    make_flag_round,
    make_official,
    make_photo,
    make_signed_article,
    make_submitted_article,
    make_township,
    make_user,
    make_village,
)

from .forms import address, filled, step_address, story_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_review")]

LIST = "/admin/articles/article/"


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def seen(*stories) -> dict:
    """What the page that asks once more sends along: the digest of each text that it shows."""
    return {"seen": [f"{story.pk}:{content_digest(Article.objects.get(pk=story.pk))}" for story in stories]}


def offered(client, story) -> list[str]:
    return [step.verb for step in story_page(client, story).context["steps"]]


class TestWhatIsOffered:
    def test_the_author_submits_a_draft(self, as_author):
        assert offered(as_author, make_article()) == ["submit"]

    def test_the_author_recalls_what_is_submitted(self, as_author):
        assert offered(as_author, make_submitted_article()) == ["recall"]

    def test_an_editor_signs_sends_back_holds_or_rejects(self, as_editor):
        assert offered(as_editor, make_submitted_article()) == ["sign", "send_back", "hold", "reject"]

    def test_an_editor_is_not_offered_to_sign_their_own(self, as_editor):
        assert offered(as_editor, make_submitted_article(created_by=editor())) == ["recall"]

    def test_a_superuser_is_offered_nothing(self, as_superuser):
        assert offered(as_superuser, make_submitted_article()) == []


class TestByDirectPost:
    @pytest.mark.parametrize("verb", [verb.value for verb in BUTTONS if verb != "recall"])
    def test_the_author_takes_no_step_of_review(self, as_author, verb):
        story = make_submitted_article()
        as_author.post(step_address(story, verb), {"reason": "自作主张"})
        story.refresh_from_db()
        assert story.state == State.SUBMITTED

    @pytest.mark.parametrize("verb", Verb.values)
    def test_an_outsider_does_not_even_find_the_story(self, as_outsider, verb):
        story = make_submitted_article()
        assert as_outsider.post(step_address(story, verb), {"reason": "好奇"}).status_code == 404
        assert as_outsider.get(address(story), follow=True).redirect_chain[-1][0] == "/admin/"

    @pytest.mark.parametrize("verb", [verb.value for verb in BUTTONS])
    def test_a_superuser_takes_no_step(self, as_superuser, verb):
        story = make_submitted_article()
        response = as_superuser.post(step_address(story, verb), {"reason": "管理"}, follow=True)
        story.refresh_from_db()
        assert story.state == State.SUBMITTED
        assert said(response)

    def test_an_editor_does_not_sign_their_own(self, as_editor):
        story = make_submitted_article(created_by=editor())
        as_editor.post(step_address(story, "sign"))
        story.refresh_from_db()
        assert story.state == State.SUBMITTED

    def test_nothing_happens_by_looking(self, as_editor):
        story = make_submitted_article()
        for verb in Verb.values:
            as_editor.get(step_address(story, verb))
        story.refresh_from_db()
        assert story.state == State.SUBMITTED

    def test_a_verb_that_does_not_exist_is_not_found(self, as_editor):
        assert as_editor.get(step_address(make_article(), "delete")).status_code == 404


class TestSendingBack:
    def test_the_reason_stands_before_the_authors_eyes(self, as_author, as_editor):
        story = make_submitted_article()
        as_editor.post(step_address(story, "send_back"), {"reason": "请核实第二段的数字。"})
        page = story_page(as_author, story)
        assert page.context["remark"].reason == "请核实第二段的数字。"
        assert page.context["remark"].by == editor()

    def test_without_a_reason_it_stays(self, as_editor):
        story = make_submitted_article()
        response = as_editor.post(step_address(story, "send_back"), {"reason": "  "})
        assert response.context["form"].errors["reason"]
        story.refresh_from_db()
        assert story.state == State.SUBMITTED

    def test_pressing_it_on_the_form_saves_first(self, as_editor):
        story = make_submitted_article()
        response = as_editor.post(
            address(story), filled(story_page(as_editor, story), kicker="编辑补题", _step="send_back")
        )
        assert response["Location"] == step_address(story, "send_back")
        story.refresh_from_db()
        assert (story.kicker, story.state) == ("编辑补题", State.SUBMITTED)


class TestSigning:
    def test_the_editor_sees_what_they_sign(self, as_editor):
        page = as_editor.get(step_address(make_submitted_article(), "sign")).content.decode()
        assert all(words in page for words in ("柳溪区召开冬季农田管护现场会", "程墨言", "落实到田间地头"))

    def test_signed_now_it_is_public(self, as_editor):
        story = make_submitted_article()
        as_editor.post(step_address(story, "sign"), {"at": "", **seen(story)})
        assert list(Article.objects.public()) == [story]

    def test_signed_for_a_moment_it_waits(self, as_editor):
        story, moment = make_submitted_article(), timezone.localtime() + timedelta(days=1)
        as_editor.post(step_address(story, "sign"), {"at": moment.strftime("%Y-%m-%dT%H:%M"), **seen(story)})
        story.refresh_from_db()
        assert story.is_scheduled
        assert story.published_at == moment.replace(second=0, microsecond=0)

    def test_the_moment_is_reported(self, as_editor):
        story, moment = make_submitted_article(), timezone.localtime() + timedelta(days=1)
        sent = {"at": moment.strftime("%Y-%m-%dT%H:%M"), **seen(story)}
        assert moment.strftime("%H:%M") in said(as_editor.post(step_address(story, "sign"), sent, follow=True))

    def test_all_that_is_signed_is_shown(self, as_editor):
        story = make_submitted_article(
            officials=[(make_official("吕沛"), "党工委书记", "主持会议")],
            topics=["民生实事"],
            villages=[make_village("东柳村")],
            placements=[(make_photo(photographers=["苗晓澜"]), "图为会场。")],
        )
        make_flag_round(story, red=[make_township("苏庄乡")])
        page = as_editor.get(step_address(story, "sign")).content.decode()
        shown = (
            "吕沛",
            "党工委书记",
            "主持会议",
            "民生实事",
            "东柳村",
            "图为会场。",
            "苗晓澜",
            "人居环境整治评比",
            "苏庄乡",
        )
        assert [words for words in shown if words not in page] == []

    def test_a_moment_in_the_past_is_refused_and_kept(self, as_editor):
        story = make_submitted_article()
        response = as_editor.post(step_address(story, "sign"), {"at": "2020-01-01T08:00", **seen(story)})
        assert response.context["form"].non_field_errors()
        assert "2020-01-01T08:00" in response.content.decode()
        story.refresh_from_db()
        assert story.state == State.SUBMITTED

    def test_a_text_changed_since_the_page_was_opened_is_not_signed(self, as_editor):
        story = make_submitted_article()
        shown = seen(story)
        assert f'value="{shown["seen"][0]}"' in as_editor.get(step_address(story, "sign")).content.decode()
        story.body += "\n又添一段。"
        story.save()
        response = as_editor.post(step_address(story, "sign"), shown)
        page = response.content.decode()
        assert response.context["form"].non_field_errors()
        assert "又添一段。" in page and f'value="{seen(story)["seen"][0]}"' in page
        story.refresh_from_db()
        assert story.state == State.SUBMITTED

    def test_a_text_changed_between_asking_and_signing_is_shown_as_it_is_now(self, as_editor, monkeypatch):
        story, shown = make_submitted_article(), None
        shown = seen(story)

        def changed_by_a_colleague(self, **arguments):
            Article.objects.filter(pk=self.pk).update(body="同事刚改的话。")
            return sign(self, **arguments)

        sign = Article.sign
        monkeypatch.setattr(Article, "sign", changed_by_a_colleague)
        page = as_editor.post(step_address(story, "sign"), shown).content.decode()
        assert "同事刚改的话。" in page and seen(story)["seen"][0] in page

    @pytest.mark.parametrize("sent", [{}, {"seen": ""}, {"seen": "x"}])
    def test_nothing_is_signed_unseen(self, as_editor, sent):
        story = make_submitted_article()
        response = as_editor.post(step_address(story, "sign"), sent)
        assert response.context["form"].errors
        assert seen(story)["seen"][0] in response.content.decode()
        story.refresh_from_db()
        assert story.state == State.SUBMITTED

    def test_a_story_with_all_its_parts_is_signed_as_shown(self, as_editor):
        story = make_submitted_article(
            officials=[make_official("吕沛"), make_official("安知")],
            topics=["民生实事", "安全生产"],
            villages=[make_village("东柳村")],
            placements=[make_photo(photographers=["苗晓澜"]), make_photo()],
            reporters=["甲一", "乙二"],
        )
        make_flag_round(story, red=[make_township("苏庄乡")])
        page = as_editor.get(step_address(story, "sign")).content.decode()
        (shown,) = re.findall(r'name="seen" value="([^"]+)"', page)
        as_editor.post(step_address(story, "sign"), {"seen": shown})
        story.refresh_from_db()
        assert story.state == State.SIGNED

    def test_an_incomplete_story_is_refused_in_words(self, as_editor):
        story = make_submitted_article()
        Article.objects.update(main_topic=None)
        response = as_editor.post(step_address(story, "sign"), seen(story))
        story.refresh_from_db()
        assert story.missing_for_review()[0] in response.context["form"].non_field_errors()[0]
        assert story.state == State.SUBMITTED


class TestSigningSeveral:
    def post(self, client, stories, **data):
        chosen = {"action": "sign_selected", "_selected_action": [story.pk for story in stories]}
        return client.post(LIST, chosen | data, follow=True)

    def test_it_is_asked_once_more(self, as_editor):
        stories = [make_submitted_article(), make_submitted_article()]
        response = self.post(as_editor, stories)
        assert len(response.context["stories"]) == 2
        assert response.content.decode().count("落实到田间地头") == 2
        assert not Article.objects.public().exists()

    def test_each_is_signed_and_those_refused_say_why(self, as_editor):
        sound, own = make_submitted_article(headline="甲"), make_submitted_article(headline="乙", created_by=editor())
        response = self.post(as_editor, [sound, own], confirmed="1", at="", **seen(sound, own))
        assert list(Article.objects.public()) == [sound]
        assert "甲" in said(response) and "乙" in said(response)

    def test_one_changed_meanwhile_is_not_signed_and_the_others_are(self, as_editor):
        sound, changed = make_submitted_article(headline="甲"), make_submitted_article(headline="乙")
        shown = seen(sound, changed)
        changed.body += "\n又添一段。"
        changed.save()
        self.post(as_editor, [sound, changed], confirmed="1", at="", **shown)
        assert list(Article.objects.public()) == [sound]

    def test_none_is_signed_unseen(self, as_editor):
        response = self.post(as_editor, [make_submitted_article()], confirmed="1", at="")
        assert response.context["form"].errors["seen"]
        assert not Article.objects.public().exists()

    def test_reporters_have_no_such_action(self, as_author):
        story = make_submitted_article(created_by=make_user("reporter"), reporters=["甲一", author().reporter])
        self.post(as_author, [story], confirmed="1")
        assert not Article.objects.public().exists()


class TestWithdrawing:
    def test_it_needs_a_reason_and_leaves_the_public_list(self, as_editor):
        story = make_signed_article()
        as_editor.post(step_address(story, "withdraw"), {"reason": ""})
        assert Article.objects.public().exists()
        as_editor.post(step_address(story, "withdraw"), {"reason": "失实。"})
        assert not Article.objects.public().exists()

    def test_what_no_reader_has_seen_leaves_no_notice(self, as_editor):
        seen, unseen = make_signed_article(), make_signed_article(published_at=timezone.now() + timedelta(days=1))
        sent = {"reason": "失实。"}
        told = [
            said(as_editor.post(step_address(story, "withdraw"), sent, follow=True)).replace(str(story), "")
            for story in (seen, unseen)
        ]
        assert told[0] != told[1]


class TestDeleting:
    def url(self, story):
        return f"/admin/articles/article/{story.pk}/delete/"

    def test_a_draft_never_submitted_goes_with_its_rows(self, as_author):
        story = make_article()
        as_author.post(self.url(story), {"post": "yes"})
        assert not Article.objects.exists()

    def test_a_story_once_submitted_stays(self, as_author):
        story = make_submitted_article()
        story.recall(by=author())
        assert as_author.post(self.url(story), {"post": "yes"}).status_code == 403

    def test_nobody_deletes_anothers_draft(self, as_editor):
        assert as_editor.post(self.url(make_article()), {"post": "yes"}).status_code == 403

    def test_no_list_offers_to_delete(self, as_superuser):
        make_article()
        data = {"action": "delete_selected", "_selected_action": [Article.objects.get().pk], "post": "yes"}
        as_superuser.post(LIST, data)
        assert Article.objects.exists()


def test_a_reporter_credited_by_a_colleague_may_open_the_draft():
    other = make_user("reporter")
    story = make_article(created_by=other, reporters=[author().reporter])
    assert story_page(signed_in(author()), story).context["has_change_permission"]
