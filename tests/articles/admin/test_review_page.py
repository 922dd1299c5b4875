from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.story_form import content_digest
from articles.models import Article
from articles.review.workflow import State, Verb
from tests.conftest import signed_in
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_passed_article,
    make_signed_article,
    make_submitted_article,
    make_user,
    pass_reviews,
    second_reviewer,
)

pytestmark = pytest.mark.django_db

WORDS = ["kicker", "headline", "deck", "list_title", "standfirst", "body"]


def address(story) -> str:
    return reverse("admin:articles_article_review", args=[story.pk])


def sent(story, verb="", *, seen=None, reason="", at="", **words) -> dict:
    stored = Article.objects.get(pk=story.pk)
    typed = {f"text-{name}": words.get(name, getattr(stored, name)) for name in WORDS}
    typed |= {f"initial-text-{name}": getattr(stored, name) for name in WORDS}
    return typed | {"seen": seen or content_digest(stored), "verb": verb, "reason": reason, "at": at}


def decide(user, story, verb="", **rest):
    response = signed_in(user).post(address(story), sent(story, verb, **rest))
    story.refresh_from_db()
    return response


def said(response) -> str:
    return response.content.decode()


class TestWhatItShows:
    def test_the_story_stands_there_as_its_readers_will_see_it(self):
        story = make_submitted_article(headline="老街改造\n完成过半", body="第一段。\n## 小标题\n第二段。")
        page = said(signed_in(first_reviewer()).get(address(story)))
        assert "老街改造<br>完成过半" in page
        assert "<h2>小标题</h2>" in page

    def test_a_stranger_does_not_find_it(self):
        story = make_submitted_article()
        assert signed_in(make_user("reporter", username="stranger")).get(address(story)).status_code == 404

    def test_it_offers_the_decisions_of_the_present_review_only(self):
        story = make_submitted_article()
        offered = {user: self.decisions(user, story) for user in (first_reviewer(), second_reviewer(), author())}
        assert Verb.PASS in offered[first_reviewer()]
        assert Verb.PASS not in offered[second_reviewer()]
        assert offered[author()] == []

    def test_the_author_reads_why_there_is_no_button(self):
        page = signed_in(author()).get(address(make_submitted_article()))
        assert page.context["why_not"]

    def test_the_sheet_says_who_passed_which_text_and_what_is_still_to_come(self):
        story = make_submitted_article()
        decide(first_reviewer(), story, Verb.PASS, headline="标题改了一个字")
        page = signed_in(second_reviewer()).get(address(story))
        lines = page.context["present_round"].lines
        assert [line.record.verb for line in lines] == [Verb.SUBMIT, Verb.EDIT, Verb.PASS]
        assert [line.is_edited for line in lines] == [False, False, True]
        assert len(page.context["to_come"]) == 2

    def test_a_pass_without_a_change_is_a_plain_one(self):
        story = make_submitted_article()
        decide(first_reviewer(), story, Verb.PASS)
        page = signed_in(second_reviewer()).get(address(story))
        assert not any(line.is_edited for line in page.context["present_round"].lines)

    def test_who_sees_it_again_reads_what_changed_since(self):
        story = make_submitted_article(headline="老街改造完成过半")
        decide(first_reviewer(), story, Verb.SEND_BACK, reason="请核实标题。")
        story.headline = "老街改造完成大半"
        story.save()
        story.submit(by=author())
        first = signed_in(first_reviewer()).get(address(story)).context["comparisons"][0]
        assert [change.name for change in first.changes] == ["headline"]

    def test_a_correction_is_compared_with_the_text_that_readers_have(self):
        story = make_signed_article(headline="老街改造完成过半")
        copy = story.correct(by=author())
        copy.headline = "老街改造完成近半"
        copy.untold_reason = "只改排版。"
        copy.save()
        copy.submit(by=author())
        found = signed_in(first_reviewer()).get(address(copy)).context["comparisons"]
        assert [change.name for change in found[-1].changes] == ["headline", "untold_reason"]

    @pytest.mark.parametrize("asked", ["?from=1&to=2", "?from=99", "?from=一", "?from=-1&to=0"])
    def test_any_two_texts_may_be_asked_for_and_a_wrong_number_harms_nothing(self, asked):
        story = make_submitted_article()
        decide(first_reviewer(), story, Verb.PASS, headline="标题改了一个字")
        assert signed_in(second_reviewer()).get(address(story) + asked).status_code == 200

    def test_a_draft_has_a_page_too(self):
        assert signed_in(author()).get(address(make_article())).status_code == 200

    def decisions(self, user, story):
        return [verb for verb, _word, _leads in signed_in(user).get(address(story)).context["decisions"]]


class TestDeciding:
    def test_a_pass_leads_to_the_next_story_of_the_queue(self):
        first, second = make_submitted_article(), make_submitted_article()
        response = decide(first_reviewer(), first, Verb.PASS)
        assert first.state == State.FIRST_PASSED
        assert response.url == address(second)

    def test_after_the_last_one_the_desk_opens(self):
        response = decide(first_reviewer(), make_submitted_article(), Verb.PASS)
        assert response.url == reverse("admin:index")

    def test_a_story_is_signed_for_a_moment_to_come(self):
        story = make_passed_article()
        moment = timezone.localtime(timezone.now() + timedelta(hours=3)).replace(second=0, microsecond=0)
        decide(editor(), story, Verb.SIGN, at=moment.strftime("%Y-%m-%dT%H:%M"))
        assert story.state == State.SIGNED
        assert story.published_at == moment

    @pytest.mark.parametrize("verb", [Verb.SEND_BACK, Verb.REJECT])
    def test_a_return_needs_a_reason_and_the_page_says_so(self, verb):
        story = make_submitted_article()
        response = decide(first_reviewer(), story, verb, reason="  ")
        assert story.state == State.SUBMITTED
        assert response.context["form"].errors["reason"]

    def test_a_refused_return_keeps_what_was_mended(self):
        story = make_submitted_article()
        response = decide(first_reviewer(), story, Verb.SEND_BACK, headline="改好的标题")
        assert response.context["text"]["headline"].value() == "改好的标题"

    @pytest.mark.parametrize("who", [author, second_reviewer, editor])
    def test_nobody_else_decides(self, who):
        story = make_submitted_article()
        decide(who(), story, Verb.PASS)
        assert story.state == State.SUBMITTED
        assert story.reviews.count() == 1

    def test_what_the_table_does_not_know_changes_nothing(self):
        story = make_submitted_article()
        response = signed_in(first_reviewer()).post(address(story), sent(story, "publish"))
        assert response.status_code == 302
        assert story.reviews.count() == 1

    def test_a_second_press_says_nothing_of_a_refusal(self):
        story = make_submitted_article()
        pressed = sent(story, Verb.PASS)
        client = signed_in(first_reviewer())
        client.post(address(story), pressed)
        response = client.post(address(story), pressed, follow=True)
        assert {message.level_tag for message in response.context["messages"]} == {"success"}
        assert story.reviews.count() == 2


class TestMending:
    def test_the_reviewers_own_change_is_part_of_the_pass(self):
        story = make_submitted_article()
        decide(first_reviewer(), story, Verb.PASS, headline="标题改了一个字")
        assert story.headline == "标题改了一个字"
        assert story.state == State.FIRST_PASSED
        last = story.reviews.last()
        assert last.verb == Verb.PASS
        assert last.revision.content["headline"] == "标题改了一个字"

    def test_words_are_saved_without_a_decision(self):
        story = make_submitted_article()
        response = decide(first_reviewer(), story, headline="先存一下")
        assert (story.headline, story.state) == ("先存一下", State.SUBMITTED)
        assert response.url == address(story)

    def test_a_change_by_another_editor_sends_it_to_the_first_review(self):
        story = make_passed_article()
        assert signed_in(first_reviewer()).get(address(story)).context["restarts"]
        decide(first_reviewer(), story, headline="顺手一改")
        assert story.state == State.SUBMITTED

    def test_a_mended_text_that_lacks_its_headline_is_not_saved(self):
        story = make_submitted_article()
        response = decide(first_reviewer(), story, Verb.PASS, headline="")
        assert response.context["text"].errors["headline"]
        assert story.state == State.SUBMITTED

    def test_a_text_that_somebody_changed_meanwhile_is_not_decided_on(self):
        story = make_submitted_article()
        seen = content_digest(story)
        story.body = "别人改过的正文。"
        story.save()
        story.record_edit(by=first_reviewer())
        response = decide(first_reviewer(), story, Verb.PASS, seen=seen, headline="我改的标题")
        assert story.state == State.SUBMITTED
        assert response.context["text"]["headline"].value() == "我改的标题"
        assert story.headline != "我改的标题"

    def test_a_colleagues_words_stay_where_one_typed_nothing(self):
        story = make_submitted_article()
        opened = sent(story, headline="我改的标题")
        story.body = "别人改过的正文。"
        story.save()
        story.record_edit(by=first_reviewer())
        client = signed_in(first_reviewer())
        met = client.post(address(story), opened).context
        assert met["text"]["body"].value() == "别人改过的正文。"
        assert met["text"].clashes == []
        again = {f"text-{name}": met["text"][name].value() for name in WORDS}
        client.post(address(story), again | {"seen": met["form"]["seen"].value(), "verb": "", "reason": ""})
        story.refresh_from_db()
        assert (story.headline, story.body) == ("我改的标题", "别人改过的正文。")

    def test_where_both_changed_the_same_words_both_are_shown(self):
        story = make_submitted_article()
        opened = sent(story, headline="我改的标题")
        story.headline = "同事改的标题"
        story.save()
        story.record_edit(by=first_reviewer())
        met = signed_in(first_reviewer()).post(address(story), opened).context["text"]
        assert [clash.name for clash in met.clashes] == ["headline"]
        assert met["headline"].value() == "我改的标题"

    def test_filing_that_changed_meanwhile_stays(self):
        story = make_submitted_article()
        opened = sent(story, headline="我改的标题")
        Article.objects.filter(pk=story.pk).update(slugline="要闻")
        signed_in(first_reviewer()).post(address(story), opened)
        story.refresh_from_db()
        assert (story.headline, story.slugline) == ("我改的标题", "要闻")

    def test_a_step_that_is_refused_leaves_the_words_as_they_were(self):
        story = make_submitted_article()
        before = story.headline
        past = timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
        pass_reviews(story)
        response = decide(editor(), story, Verb.SIGN, at=past, headline="一起没存")
        assert response.status_code == 200
        assert (story.headline, story.state) == (before, State.SECOND_PASSED)

    def test_the_author_mends_nothing_here_while_others_review(self):
        assert signed_in(author()).get(address(make_submitted_article())).context["text"] is None

    def test_what_was_changed_beside_the_review_sends_it_back_and_stays_so(self):
        story = make_passed_article()
        Article.objects.filter(pk=story.pk).update(headline="暗中改动")
        response = decide(editor(), story, Verb.SIGN)
        assert story.state == State.SUBMITTED
        assert response.context["form"].non_field_errors()


def test_the_number_of_queries_does_not_grow_with_the_queue(django_assert_max_num_queries):
    client = signed_in(first_reviewer())
    story = make_submitted_article()
    client.get(address(story))
    for _number in range(5):
        make_submitted_article()
    with django_assert_max_num_queries(60):
        client.get(address(story))
