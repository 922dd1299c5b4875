"""Two people in the form of one entry: nobody puts an older value back, and nobody overwrites one unasked."""

import pytest
from django.urls import reverse

from articles.models import Issue, Topic
from people.models import Official
from tests.articles.admin.forms import filled
from tests.factories import editor, make_issue, make_official, make_reporter, make_topic, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(editor())
    return client


def address(entry) -> str:
    return reverse(f"admin:{entry._meta.label_lower.replace('.', '_')}_change", args=[entry.pk])


def test_what_a_colleague_changed_stays_where_i_changed_something_else(desk):
    official = make_official(name="沈知遥", note="")
    page = desk.get(address(official))
    Official.objects.filter(pk=official.pk).update(name="沈知瑶")

    desk.post(address(official), filled(page, note="联系青禾镇"))

    official.refresh_from_db()
    assert (official.name, official.note) == ("沈知瑶", "联系青禾镇")


def test_who_changes_the_same_field_second_is_told_what_stands_there(desk):
    issue = make_issue("2026-W48", editors_note="")
    page = desk.get(address(issue))
    Issue.objects.filter(pk=issue.pk).update(editors_note="本期两版。")

    answer = desk.post(address(issue), filled(page, editors_note="本期有增刊。"))

    issue.refresh_from_db()
    assert issue.editors_note == "本期两版。"
    assert "本期两版。" in answer.content.decode() and "本期有增刊。" in answer.content.decode()


def test_the_next_press_puts_mine_in_its_place(desk):
    issue = make_issue("2026-W48", editors_note="")
    page = desk.get(address(issue))
    Issue.objects.filter(pk=issue.pk).update(editors_note="本期两版。")
    asked = desk.post(address(issue), filled(page, editors_note="本期有增刊。"))

    desk.post(address(issue), filled(asked))

    issue.refresh_from_db()
    assert issue.editors_note == "本期有增刊。"


def test_the_same_change_by_both_is_no_conflict(desk):
    issue = make_issue("2026-W48", editors_note="")
    page = desk.get(address(issue))
    Issue.objects.filter(pk=issue.pk).update(editors_note="本期两版。\n另有增刊。")

    answer = desk.post(address(issue), filled(page, editors_note="本期两版。\r\n另有增刊。"))

    assert answer.status_code == 302


def test_lines_ended_by_a_browser_are_no_change(desk):
    issue = make_issue("2026-W48", editors_note="本期两版。\n另有增刊。")
    sent = filled(desk.get(address(issue)), editors_note="改过。")
    sent = {name: value.replace("\n", "\r\n") if isinstance(value, str) else value for name, value in sent.items()}

    assert desk.post(address(issue), sent).status_code == 302


def test_a_row_that_both_changed_is_asked_about_too(desk):
    official = make_official(posts=[("党工委", "副主任", 4)])
    appointment = official.appointments.get()
    page = desk.get(address(official))
    type(appointment).objects.filter(pk=appointment.pk).update(post="主任", protocol_order=3)

    answer = desk.post(address(official), filled(page, **{"appointments-0-post": "常务副主任"}))

    appointment.refresh_from_db()
    assert (appointment.post, appointment.protocol_order) == ("主任", 3)
    assert "“主任”" in answer.content.decode()


def test_a_list_that_is_edited_keeps_a_colleagues_numbers(desk):
    one, other = make_topic("乡村振兴", order=1), make_topic("教育", order=2)
    changelist = reverse("admin:articles_topic_changelist")
    page = desk.get(changelist)
    formset = page.context["cl"].formset
    sent = {field.html_name: field.value() for form in (formset.management_form, *formset.forms) for field in form}
    opened = {f[name].html_initial_name: f[name].value() for f in formset.forms for name in ("order",)}
    Topic.objects.filter(pk=other.pk).update(order=9)
    mine = next(form["order"].html_name for form in formset.forms if form.instance.pk == one.pk)

    desk.post(changelist, sent | opened | {mine: 5, "_save": "1"})

    assert [*Topic.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk").values_list("order", flat=True)] == [5, 9]


def test_a_role_that_was_taken_away_meanwhile_does_not_come_back(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    account = make_user("second_reviewer")
    page = client.get(address(account))
    account.groups.clear()

    client.post(address(account), filled(page, email="a@newsroom.example"))

    account.refresh_from_db()
    assert account.email == "a@newsroom.example" and not account.groups.exists()


def test_an_account_that_was_linked_meanwhile_stays_linked(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    reporter, account = make_reporter("苗晓澜"), make_user("reporter")
    page = client.get(address(reporter))
    type(reporter).objects.filter(pk=reporter.pk).update(user=account)

    client.post(address(reporter), filled(page, unit="望塔街道"))

    reporter.refresh_from_db()
    assert (reporter.unit, reporter.user) == ("望塔街道", account)
