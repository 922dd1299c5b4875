from datetime import timedelta

import pytest
from django.utils import timezone

from articles.admin.story_form import content_digest
from articles.desk.states import state_label
from articles.models import Article, Issue
from articles.review.workflow import State
from tests.conftest import signed_in
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_issue,
    make_official,
    make_passed_article,
    make_photo,
    make_signed_article,
    make_submitted_article,
    make_withdrawn_article,
    second_reviewer,
)

from .forms import filled

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/issue/add/"


def change(issue) -> str:
    return f"/admin/articles/issue/{issue.pk}/change/"


def turn(issue, way: str) -> str:
    return f"/admin/articles/issue/{issue.pk}/turn/{way}/"


def on_the_page(response) -> list:
    return [form.instance for form in response.context["inline_admin_formsets"][0].formset.forms]


def test_a_new_issue_is_that_of_the_next_week(as_editor):
    make_issue("2026-W53", number=41)
    initial = as_editor.get(ADD).context["adminform"].form.initial
    assert (initial["week"], str(initial["first_day"]), initial["number"]) == ("2027-W01", "2027-01-04", 42)


def test_overlapping_days_are_refused_in_words(as_editor):
    make_issue("2026-W47")
    data = filled(as_editor.get(ADD), week="2026-W48", first_day="2026-11-20", last_day="2026-11-29")
    assert "2026-W47" in str(as_editor.post(ADD, data).context["errors"])
    assert Issue.objects.count() == 1


def test_the_week_is_never_changed(as_editor):
    issue = make_issue("2026-W47")
    as_editor.post(change(issue), filled(as_editor.get(change(issue)), week="2026-W49", number=7))
    issue.refresh_from_db()
    assert (issue.week, issue.number) == ("2026-W47", 7)


def test_its_stories_stand_in_the_order_of_the_page(as_editor):
    issue = make_issue()
    second = make_article(issue=issue, officials=[make_official(posts=[("管委会", "主任", 2)])])
    first = make_article(issue=issue, officials=[make_official(posts=[("党工委", "书记", 1)])])
    undated = make_article(issue=issue, happened_on=None)
    assert on_the_page(as_editor.get(change(issue))) == [first, second, undated]


def test_an_editor_arranges_the_page_signed_stories_too(as_editor):
    issue = make_issue()
    stories = [make_signed_article(issue=issue), make_article(issue=issue)]
    page = as_editor.get(change(issue))
    places = {f"stories-{n}-page_order": 2 - n for n in range(len(stories))}
    as_editor.post(change(issue), filled(page, **places))
    assert on_the_page(as_editor.get(change(issue))) == on_the_page(page)[::-1]


def test_a_reporter_arranges_nothing(as_author):
    issue = make_issue()
    story = make_article(issue=issue)
    assert as_author.get(change(issue)).status_code == 200
    assert as_author.post(change(issue), {"stories-0-page_order": 1}).status_code == 403
    story.refresh_from_db()
    assert story.page_order is None


def test_closing_is_asked_once_more_and_can_be_undone(as_editor):
    issue, story = make_issue(), make_article()
    assert list(as_editor.get(turn(issue, "close")).context["stories"]) == [(story, state_label(story), "")]
    issue.refresh_from_db()
    assert not issue.is_closed
    as_editor.post(turn(issue, "close"), {"unsigned": "stay"})
    issue.refresh_from_db()
    assert issue.is_closed
    as_editor.post(turn(issue, "reopen"), {"reason": "头条要换"})
    issue.refresh_from_db()
    assert not issue.is_closed
    story.refresh_from_db()
    assert (story.state, story.issue) == (State.DRAFT, issue)


def test_opening_again_needs_a_reason(as_editor):
    issue = closed_issue()
    response = as_editor.post(turn(issue, "reopen"), {"reason": " "})
    assert response.context["form"].errors["reason"]
    issue.refresh_from_db()
    assert issue.is_closed


def test_what_closing_shows_to_readers_is_what_the_chief_has_seen(as_editor):
    issue = make_issue(editors_note="本期两版。")
    page = as_editor.get(turn(issue, "close"))
    assert "本期两版。" in page.content.decode()
    Issue.objects.filter(pk=issue.pk).update(editors_note="没有人看过的话。")
    seen = {"seen": page.context["form"]["seen"].value()}

    answer = as_editor.post(turn(issue, "close"), seen, follow=True)

    issue.refresh_from_db()
    assert not issue.is_closed
    assert "没有人看过的话。" in answer.content.decode()
    as_editor.post(turn(issue, "close"), {"seen": answer.context["form"]["seen"].value()})
    issue.refresh_from_db()
    assert issue.is_closed


def test_who_made_the_page_is_seen_too_before_it_is_closed(as_editor):
    issue = make_issue()
    seen = as_editor.get(turn(issue, "close")).context["form"]["seen"].value()
    issue.page_credits.create(role="layout", name="阮清如")

    as_editor.post(turn(issue, "close"), {"seen": seen})

    issue.refresh_from_db()
    assert not issue.is_closed


def test_unsigned_stories_go_to_the_next_issue_unless_the_chief_keeps_them(as_editor):
    issue, following = make_issue("2026-W47"), make_issue("2026-W48")
    story = make_article(issue=issue)
    page = as_editor.get(turn(issue, "close"))
    assert page.context["number_unsigned"] == 1
    as_editor.post(turn(issue, "close"), {"unsigned": "next"})
    story.refresh_from_db()
    assert story.issue == following


def test_an_editor_who_is_no_chief_is_offered_no_closing(db):
    issue = make_issue()
    client = signed_in(first_reviewer())
    assert client.get(change(issue)).context["turn"] == ""
    client.post(turn(issue, "close"))
    issue.refresh_from_db()
    assert not issue.is_closed


def closed_issue():
    issue = make_issue()
    make_signed_article(issue=issue)
    issue.close(by=editor())
    return issue


def test_a_closed_page_is_shown_and_not_changed(as_editor):
    issue = closed_issue()
    page = as_editor.get(change(issue))
    assert page.context["records"][0]["stories"]
    typed = {"editors_note": "改了", "stories-0-page_order": 7, "stories-TOTAL_FORMS": 1, "stories-INITIAL_FORMS": 1}
    as_editor.post(change(issue), typed | {"page_credits-TOTAL_FORMS": 0, "page_credits-INITIAL_FORMS": 0})
    issue.refresh_from_db()
    assert issue.editors_note == ""
    assert issue.stories.get().page_order == 1


def test_a_story_on_a_closed_page_keeps_its_place_in_the_form(as_editor):
    story = closed_issue().stories.get()
    form = as_editor.get(f"/admin/articles/article/{story.pk}/change/").context["adminform"].form
    assert not {"issue", "page_order"} & set(form.fields)


class TestSigningTheWholePage:
    def address(self, issue):
        return f"/admin/articles/issue/{issue.pk}/sign/"

    def sent(self, *stories, ticked=None, **rest):
        seen = [f"{story.pk}:{content_digest(story)}" for story in stories]
        return {"seen": seen, "story": [story.pk for story in (stories if ticked is None else ticked)]} | rest

    def test_each_story_gets_its_own_record(self, as_editor):
        issue = make_issue()
        stories = [make_passed_article(issue=issue) for _number in range(3)]
        as_editor.post(self.address(issue), self.sent(*stories))
        for story in stories:
            story.refresh_from_db()
            assert story.state == State.SIGNED
            assert story.reviews.filter(verb="sign").count() == 1

    def test_what_is_not_ticked_is_not_signed(self, as_editor):
        issue = make_issue()
        first, second = make_passed_article(issue=issue), make_passed_article(issue=issue)
        as_editor.post(self.address(issue), self.sent(first, second, ticked=[second]))
        first.refresh_from_db()
        second.refresh_from_db()
        assert (first.state, second.state) == (State.SECOND_PASSED, State.SIGNED)

    def test_a_refused_one_does_not_stop_the_others(self, as_editor):
        issue = make_issue()
        first, second = make_passed_article(issue=issue), make_passed_article(issue=issue)
        sent = self.sent(first, second)
        first.headline = "看过以后又改了"
        first.save()
        as_editor.post(self.address(issue), sent)
        second.refresh_from_db()
        first.refresh_from_db()
        assert (first.state, second.state) == (State.SUBMITTED, State.SIGNED)

    def test_what_cannot_be_signed_stands_apart_with_the_reason(self, as_editor):
        issue = make_issue()
        own = make_submitted_article(issue=issue, created_by=editor())
        page = as_editor.get(self.address(issue))
        assert page.context["ready"] == []
        assert [story for story, _state, why in page.context["not_ready"] if why] == [own]

    def test_nothing_ticked_says_so(self, as_editor):
        issue = make_issue()
        story = make_passed_article(issue=issue)
        response = as_editor.post(self.address(issue), self.sent(story, ticked=[]))
        assert response.context["form"].non_field_errors()

    @pytest.mark.parametrize("who", [author, first_reviewer, second_reviewer])
    def test_only_a_chief_editor_opens_it(self, db, who):
        assert signed_in(who()).get(self.address(make_issue())).status_code == 403

    def test_what_was_never_on_the_page_is_not_signed_by_it(self, as_editor):
        issue, elsewhere = make_issue("2026-W47"), make_passed_article(issue=make_issue("2026-W48"))
        as_editor.post(self.address(issue), self.sent(elsewhere))
        elsewhere.refresh_from_db()
        assert elsewhere.state == State.SECOND_PASSED


def test_closing_twice_says_so(as_editor):
    issue = make_issue()
    as_editor.post(turn(issue, "close"))
    response = as_editor.post(turn(issue, "close"), follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["success", "error"]


def test_reporters_close_nothing(as_author):
    assert as_author.post(turn(make_issue(), "close")).status_code == 403


def test_an_issue_is_named_by_number_days_and_week(as_editor):
    make_issue("2026-W47", number=313)
    make_issue("2026-W48")
    page = as_editor.get("/admin/articles/issue/").content.decode()
    assert "第313期 11月16日—11月22日（2026-W47）" in page
    assert ">11月23日—11月29日（2026-W48）" in page


def test_only_what_may_lead_is_offered_as_lead(as_editor):
    issue = make_issue()
    fit = make_signed_article(issue=issue)
    make_withdrawn_article(issue=issue)
    make_article(issue=issue, genre="photo_news", placements=[make_photo()])
    page = as_editor.get(change(issue))
    field = page.context["adminform"].form.fields["lead"]
    assert list(field.queryset) == [fit]
    assert "id_lead" in page.content.decode() and "add_id_lead" not in page.content.decode()


def test_a_scheduled_story_is_called_so_with_its_moment(as_editor):
    moment = timezone.localtime() + timedelta(days=1)
    issue = make_issue()
    make_signed_article(issue=issue, published_at=moment)
    for address in (change(issue), turn(issue, "close")):
        page = as_editor.get(address).content.decode()
        assert "定时发布" in page and moment.strftime("%H:%M") in page
        assert "已签发" not in page


# Rows save what they changed, and no more


def test_a_colleagues_text_stays_when_the_page_is_arranged(as_editor, monkeypatch):
    issue = make_issue("2026-W47")
    story = make_article(issue=issue)
    save = Issue.save

    def meanwhile(issue, *args, **kwargs):
        Article.objects.filter(pk=story.pk).update(headline="新的标题", slugline="冬管")
        return save(issue, *args, **kwargs)

    data = filled(as_editor.get(change(issue)), **{"stories-0-page_order": 4})
    monkeypatch.setattr(Issue, "save", meanwhile)
    as_editor.post(change(issue), data)
    story.refresh_from_db()
    assert (story.headline, story.slugline, story.page_order) == ("新的标题", "冬管", 4)


def test_a_place_that_was_left_as_it_stood_is_not_put_back(as_editor):
    issue = make_issue("2026-W47")
    story = make_article(issue=issue)
    page = as_editor.get(change(issue))
    row = on_the_page_forms(page)[0]
    opened = {row[name].html_initial_name: row[name].value() or "" for name in ("page_order", "importance")}
    Article.objects.filter(pk=story.pk).update(page_order=7)
    as_editor.post(change(issue), filled(page, **opened, **{"stories-0-importance": 1}))
    story.refresh_from_db()
    assert (story.page_order, story.importance) == (7, 1)


def on_the_page_forms(response) -> list:
    return list(response.context["inline_admin_formsets"][0].formset.forms)
