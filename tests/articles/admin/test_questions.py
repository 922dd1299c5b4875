"""Where the questions of a story are asked and answered: its form, the steps, the review page, the whole page."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from articles.admin.story_form import content_digest
from articles.models import Article, ImportedPage
from articles.review.workflow import State
from articles.values.weeks import Week
from tests.articles.admin.forms import filled
from tests.factories import (
    answers,
    author,
    editor,
    make_article,
    make_issue,
    make_submitted_article,
    make_user,
    pass_reviews,
)

pytestmark = pytest.mark.django_db


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def test_the_form_asks_before_it_submits_and_keeps_what_was_typed(client):
    story = make_article(happened_on=tomorrow(), created_by=author())
    client.force_login(author())
    here = reverse("admin:articles_article_change", args=[story.pk])
    page = client.get(here).content.decode()
    (key,) = answers(story)
    assert f'name="answered" value="{key}"' in page
    sent = filled(client.get(here)) | {"kicker": "新引题", "_step": "submit"}
    client.post(here, sent)
    story.refresh_from_db()
    assert (story.state, story.kicker) == (State.DRAFT, "新引题")
    client.post(here, filled(client.get(here)) | {"_step": "submit", "answered": key})
    story.refresh_from_db()
    assert story.state == State.SUBMITTED


def test_a_sound_story_is_asked_nothing_anywhere(client):
    client.force_login(author())
    page = client.get(reverse("admin:articles_article_change", args=[make_article().pk])).content.decode()
    assert 'name="answered"' not in page


def test_the_review_page_and_the_page_of_the_step_ask_the_signer(client):
    client.force_login(editor())
    for view in ("review", "step"):
        story = pass_reviews(make_submitted_article(happened_on=tomorrow()))
        args = [story.pk, "sign"] if view == "step" else [story.pk]
        here = reverse(f"admin:articles_article_{view}", args=args)
        shown = content_digest(Article.objects.get(pk=story.pk))
        form = {"seen": f"{story.pk}:{shown}"}
        if view == "review":
            fields = client.get(here).context["text"]
            form = {"seen": shown, "verb": "sign"}
            form |= {
                name: field.value() or "" for field in fields for name in (field.html_name, field.html_initial_name)
            }
        asked = client.post(here, form)
        assert 'name="answered"' in asked.content.decode()
        story.refresh_from_db()
        assert story.state == State.SECOND_PASSED
        client.post(here, form | {"answered": list(answers(story))})
        story.refresh_from_db()
        assert story.state == State.SIGNED


def test_bulk_and_whole_page_leave_out_what_asks_something(client):
    issue = make_issue()
    odd = pass_reviews(make_submitted_article(happened_on=tomorrow(), issue=issue))
    client.force_login(editor())
    here = reverse("admin:articles_issue_sign", args=[issue.pk])
    page = client.get(here).content.decode()
    assert f'name="story" value="{odd.pk}"' not in page
    assert odd.questions()[0].sentence in page
    listed = reverse("admin:articles_article_changelist")
    sent = {
        "action": "sign_selected",
        "_selected_action": [odd.pk],
        "confirmed": "1",
        "seen": f"{odd.pk}:{content_digest(Article.objects.get(pk=odd.pk))}",
        "answered": list(answers(odd)),
    }
    assert odd.questions()[0].sentence in client.post(listed, sent, follow=True).content.decode()
    odd.refresh_from_db()
    assert odd.state == State.SECOND_PASSED


def test_a_new_draft_that_was_filed_before_says_so_and_hides_what_is_not_theirs(client):
    other = make_article(created_by=make_user("reporter"), reporters=["谷雨"], headline="绝密标题甲")
    client.force_login(author())
    here = reverse("admin:articles_article_add")
    sent = filled(client.get(here)) | {
        "headline": "绝密标题甲",
        "body": "正文。",
        "happened_on": other.happened_on.isoformat(),
        "_continue": "1",
    }
    said = [str(message) for message in client.post(here, sent, follow=True).context["messages"]]
    assert Article.objects.count() == 2
    assert any(f"no. {other.pk}" in message or f"第{other.pk}号" in message for message in said)
    assert not any(f"/article/{other.pk}/" in message for message in said)


PAGE = (
    "柳溪镇召开冬季防火工作会\n本报讯（记者 程墨言）{day}，柳溪镇召开冬季防火工作会，部署防火工作。各村要抓好落实。\n"
)


def page_of_next_month() -> tuple[str, str]:
    day = timezone.localdate() + timedelta(days=20)
    return PAGE.format(day=f"{day.month}月{day.day}日上午"), str(Week.of(day))


def test_a_week_that_makes_events_of_the_future_is_asked_about(client, tmp_path):
    text, week = page_of_next_month()
    client.force_login(author())
    here = reverse("admin:articles_importedpage_add")
    page = client.post(here, {"text": text, "week": week})
    assert page.context["form"].errors.keys() == {"week"}
    assert "冬季防火工作会" in page.content.decode()
    file = tmp_path / "page.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_page", str(file), "--week", week)
    assert not ImportedPage.objects.exists()
    assert client.post(here, {"text": text, "week": ""}).status_code == 302
    (kept,) = ImportedPage.objects.all()
    client.post(reverse("admin:articles_importedpage_printed", args=[kept.pk]), {"week": week})
    kept.refresh_from_db()
    assert kept.week == ""
