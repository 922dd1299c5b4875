"""The notices page, the count in the head of every page, the reminder, and the desk's lists."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.desk.reminders import waited
from articles.models import Notice
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_issue,
    make_passed_article,
    make_signed_article,
    make_submitted_article,
    make_user,
    second_reviewer,
)

pytestmark = pytest.mark.django_db
NOTICES = "/admin/notices/"


@pytest.fixture(autouse=True)
def everybody():
    return author(), first_reviewer(), second_reviewer(), editor()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def returned(reason: str = "第二段的楼道数请核实。", **fields):
    story = make_submitted_article(**fields)
    story.send_back(by=first_reviewer(), reason=reason)
    return story


def sections(user) -> dict:
    return {section.name: section for section in signed_in(user).get("/admin/").context["sections"].to_do}


# Notices


def test_each_person_sees_only_their_own_notices():
    story = returned(headline="楼道清理")
    said = [line.story.pk for line in signed_in(author()).get(NOTICES).context["told"]]
    assert said == [story.pk]
    assert list(signed_in(make_user("reporter")).get(NOTICES).context["told"]) == []


def test_strangers_and_leavers_do_not_enter():
    assert Client().get(NOTICES).status_code == 302
    leaver = make_user("reporter")
    client = signed_in(leaver)
    type(leaver).objects.filter(pk=leaver.pk).update(is_active=False)
    assert client.get(NOTICES).status_code == 302


def test_every_page_of_the_desk_counts_what_is_unread():
    returned()
    client = signed_in(author())
    for address in ("/admin/", NOTICES, "/admin/articles/article/", "/admin/articles/article/add/"):
        assert client.get(address).context["unread_notices"] == 1, address


def test_opening_a_story_reads_its_notices_and_no_others():
    story, other = returned(), returned()
    signed_in(author()).get(f"/admin/articles/article/{story.pk}/change/")

    assert [notice.story for notice in Notice.objects.of(author()).unread()] == [other]


def test_all_are_marked_as_read_by_a_press():
    returned(), returned()
    signed_in(author()).post(NOTICES)

    assert not Notice.objects.of(author()).unread().exists()
    assert Notice.objects.of(first_reviewer()).exists()


def test_the_page_of_notices_asks_as_much_for_many_as_for_few():
    def asked() -> int:
        client = signed_in(author())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(NOTICES).status_code == 200
        return len(captured)

    returned()
    few = asked()
    for _turn in range(5):
        returned()
    assert asked() == few


# The line for a chat group


def test_the_reminder_names_title_state_and_reviewers_and_no_word_of_the_text():
    story = make_submitted_article(headline="柳溪冬管", body="不许外传的正文一句。")
    line = signed_in(author()).get(f"/admin/articles/article/{story.pk}/change/").context["reminder"]

    assert "柳溪冬管" in line
    assert "罗雨棠" in line
    assert f"http://testserver/admin/articles/article/{story.pk}/" in line
    assert "正文" not in line


def test_nobody_is_asked_to_remind_themselves():
    story = make_submitted_article()

    assert not signed_in(first_reviewer()).get(f"/admin/articles/article/{story.pk}/change/").context["reminder"]


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ({"seconds": 40}, "刚刚"),
        ({"minutes": 7}, "已7分钟"),
        ({"hours": 23, "minutes": 59}, "已23小时"),
        ({"days": 11}, "已11天"),
        ({"days": 40}, "已40天"),
    ],
)
def test_what_waits_is_said_to_the_day_and_what_has_just_come_is_said_so(time, said):
    assert waited(timezone.now() - timedelta(**time)) == said


# The desk


def test_a_reporter_sees_what_was_returned_with_the_reason_then_drafts_then_what_was_handed_in():
    returned(), make_article(), make_submitted_article(), make_signed_article()
    found = sections(author())

    assert list(found) == ["returned", "drafts", "way"]
    assert found["returned"].lines[0].returned.reason == "第二段的楼道数请核实。"
    assert found["way"].lines[0].with_whom == "罗雨棠"


def test_a_reviewer_sees_what_waits_and_for_how_long_and_what_they_decided():
    story = make_submitted_article()
    make_submitted_article().pass_review(by=first_reviewer())
    shown = signed_in(first_reviewer()).get("/admin/").context["sections"]

    waiting = {section.name: section for section in shown.to_do}["waiting"]
    assert [(line.story, bool(line.waited)) for line in waiting.lines] == [(story, True)]
    assert waiting.lines[0].url == f"/admin/articles/article/{story.pk}/review/"
    assert [decision.label for decision in shown.decisions] == ["初审通过"]


def test_a_chief_also_sees_the_page_as_it_fills_what_is_signed_and_what_lacks_its_reason():
    make_issue()
    signed, draft = make_signed_article(), make_article()
    make_signed_article().take_offline(by=first_reviewer())
    shown = signed_in(editor()).get("/admin/").context["sections"]

    assert {line.story for line in shown.page.lines} >= {signed, draft}
    assert (shown.page.signed, shown.page.drafts) == (2, 1)
    assert shown.signed.total == 2
    assert [section.name for section in shown.to_do] == ["offline", "waiting"]


def test_a_chief_sees_the_urgent_corrections_that_somebody_else_signs():
    copy = make_signed_article().correct(by=editor())
    copy.headline = "改过的标题"
    copy.untold_reason = "只改排版。"
    copy.save()
    copy.ask_urgent(by=editor(), reason="地名错了。")

    assert [line.story for line in sections(editor())["urgent"].lines] == [copy]
    assert [line.story for line in sections(first_reviewer())["waiting"].lines] == [copy]


def test_a_proofreader_sees_the_proofs_to_read(settings):
    reader = make_user("proofreader")
    story = make_submitted_article()
    assert sections(reader) == {}
    settings.PROOF_PASSES = 1
    assert [line.story for line in sections(reader)["proofs"].lines] == [story]
    story.pass_proof(by=reader)
    assert sections(reader)["proofs"].lines == []


def test_the_newsroom_administrator_is_led_to_the_accounts():
    shown = signed_in(make_user("newsroom_administrator")).get("/admin/").context["sections"]

    assert shown.accounts == type(author()).objects.filter(is_active=True).count()


def test_the_desk_asks_as_much_for_many_stories_as_for_few():
    several = editor()
    for role in (first_reviewer(), second_reviewer(), author()):
        several.groups.add(role.groups.get())

    def fill() -> None:
        make_passed_article(), make_submitted_article(), returned(), make_signed_article()
        own = make_submitted_article(created_by=several, reporters=["甲"])
        own.send_back(by=first_reviewer(), reason="补。")
        make_submitted_article(created_by=several, reporters=["乙"])
        make_article(created_by=several, reporters=["丙"])

    def asked() -> int:
        client = signed_in(several)
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/admin/").status_code == 200
        return len(captured)

    fill()
    few = asked()
    fill(), fill()
    assert asked() <= few
    assert few <= 70


# E-mail


@pytest.fixture
def post(settings):
    settings.EMAIL_HOST = "mail.example.com"
    settings.SITE_URL = "https://news.example.com"
    type(author()).objects.filter(username="author").update(email="author@example.com")


def test_a_notice_goes_out_by_mail_with_title_reason_and_link_and_no_word_of_the_text(
    post, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        story = returned(headline="柳溪冬管", body="不许外传的正文一句。")

    [letter] = mailoutbox  # accounts without an address get none
    assert letter.to == ["author@example.com"]
    assert "柳溪冬管" in letter.subject
    assert "第二段的楼道数请核实。" in letter.body
    assert f"https://news.example.com/admin/articles/article/{story.pk}/" in letter.body
    assert "正文" not in letter.body


def test_a_post_that_fails_stops_no_step(post, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*_args, **_rest):
        raise OSError("no route to host")

    monkeypatch.setattr("articles.models.notice.get_connection", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        story = returned()

    assert story.state == "returned"


def test_nothing_goes_out_while_no_host_is_named(mailoutbox, django_capture_on_commit_callbacks):
    type(author()).objects.filter(username="author").update(email="author@example.com")
    with django_capture_on_commit_callbacks(execute=True):
        returned()

    assert mailoutbox == []
