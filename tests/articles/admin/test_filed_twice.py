"""What is filed a second time, or would have happened after today, is said when it is filed."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article
from articles.weeks import Week
from tests.articles.pages import PAGE
from tests.factories import author, editor, make_article, make_user

from .conftest import signed_in
from .forms import filled, story_page

pytestmark = pytest.mark.django_db


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def test_the_same_headline_and_day_are_the_same_item():
    story = make_article(headline="柳溪镇\n晒秋", happened_on=date(2026, 11, 18))
    twin = make_article(headline="柳溪镇晒秋", happened_on=date(2026, 11, 18))
    make_article(headline="柳溪镇晒秋", happened_on=date(2026, 11, 19))
    rejected = make_article(headline="柳溪镇晒秋", happened_on=date(2026, 11, 18))
    rejected.submit(by=author())
    rejected.reject(by=editor(), reason="重复。")
    assert list(Article.objects.same_item_as(story)) == [twin]
    assert list(Article.objects.same_item_as(twin)) == [story]


@pytest.mark.parametrize("is_theirs", [True, False])
def test_a_story_filed_twice_is_said_with_a_way_to_the_other_for_who_may_read_it(is_theirs):
    first = make_article(headline="柳溪镇晒秋", happened_on=date(2026, 11, 18))
    client = signed_in(author() if is_theirs else make_user("reporter"))
    form = filled(story_page(client), headline="柳溪镇晒秋", body="晒秋。", happened_on="2026-11-18")
    answer = client.post("/admin/articles/article/add/", form, follow=True)
    assert Article.objects.count() == 2
    assert "已经有一篇" in said(answer)
    assert (f"/admin/articles/article/{first.pk}/" in said(answer)) is is_theirs


def week_to_come() -> Week:
    return Week.of(timezone.localdate() + timedelta(weeks=5))


def test_a_page_is_not_read_in_for_a_week_in_which_its_events_lie_ahead(tmp_path):
    page = tmp_path / "page.txt"
    day = timezone.localdate() + timedelta(weeks=5)
    page.write_text(PAGE.replace("11月", f"{day.month}月"))
    with pytest.raises(CommandError, match="还没有"):
        call_command("import_page", str(page), week=week_to_come())
    assert not Article.objects.exists()


def test_the_form_asks_for_the_week_and_keeps_what_was_typed():
    client = signed_in(editor())
    day = timezone.localdate() + timedelta(weeks=5)
    text = PAGE.replace("11月", f"{day.month}月")
    sent = {"text": text, "week": str(week_to_come()), "paper": "", "printed_on": ""}
    answer = client.post("/admin/articles/importedpage/add/", sent)
    assert "week" in answer.context["form"].errors
    assert answer.context["form"]["text"].value() == text
    assert client.post("/admin/articles/importedpage/add/", sent | {"week": ""}).status_code == 302
