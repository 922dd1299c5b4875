"""Whoever signs, and the other chief editors, hear what is done to the right to sign and to what guards it."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.db.models import ProtectedError
from django.test import Client

from articles.models import Notice, OutboxTask, SafeguardRecord
from articles.models.revision import RecordError
from people.models import User
from tests.factories import editor, make_reporter, make_user

pytestmark = pytest.mark.django_db
ACCOUNT = "/admin/people/user/"


@pytest.fixture
def office(db):
    return make_user("newsroom_administrator", username="office", name="阮清如")


@pytest.fixture
def other_chief(db):
    editor()
    return make_user("chief_editor", username="other", name="白青舟", email="other@example.org")


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def says(user) -> str:
    page = signed_in(User.objects.get(pk=user.pk)).get("/admin/notices/").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", page.split('<ol class="notices">')[1].split("</ol>")[0]))


def save_account(client: Client, account: User, **changed):
    address = f"{ACCOUNT}{account.pk}/change/"
    form = client.get(address).context["adminform"].form
    sent = {name: form.initial.get(name) for name in ("username", "name", "email", "is_staff", "is_superuser")}
    sent["groups"] = [group.pk for group in account.groups.all()]
    sent = {name: value for name, value in (sent | changed).items() if value not in (None, False)}
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["adminform"].form.errors


def test_a_chiefs_new_password_is_told_to_them_and_to_every_chief(
    office, other_chief, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(office).post(f"{ACCOUNT}{editor().pk}/step/reset/")
    sentence = "骆远山的密码被重置（重置人：阮清如）"
    account = editor()
    account.must_change_password = False
    account.save()
    assert sentence in says(account) and sentence in says(other_chief)
    assert [letter.to for letter in mail.outbox] == [["other@example.org"]]
    assert sentence in mail.outbox[0].body and "/admin/notices/" in mail.outbox[0].body
    assert not OutboxTask.objects.exists()


def test_a_password_set_at_the_machine_is_told_and_ones_own_is_not(other_chief):
    account = editor()
    account.set_own_password("own-Qp7kzm2v")
    account.last_login = None
    account.save()
    assert "密码" not in says(other_chief)
    account.set_password("another-Qp7kzm2v")
    account.save()
    assert "骆远山的密码被重置（重置人：服务器）" in says(other_chief)


def test_the_right_to_sign_given_by_any_way_is_told(office, other_chief):
    person = make_user("reporter", name="葛春生")
    chiefs = Group.objects.get(name="chief_editor")
    save_account(signed_in(office), person, groups=[*(group.pk for group in person.groups.all()), chiefs.pk])
    assert "葛春生得到权限：总编辑（给予人：阮清如）" in says(other_chief)
    assert "葛春生得到权限：总编辑（给予人：阮清如）" in says(person)
    chiefs.user_set.remove(person)
    assert "葛春生失去权限：总编辑（收回人：服务器）" in says(other_chief)
    call_command("createsuperuser", username="root", name="机房", interactive=False)
    assert "机房得到权限：系统管理员（给予人：服务器）" in says(other_chief)


def test_who_is_whom_in_print_is_told_of_those_who_sign(office, other_chief):
    entry = make_reporter("骆远山")
    save_account(signed_in(office), editor(), reporter=entry.pk)
    assert "骆远山的署名：（无）→骆远山（更改人：阮清如）" in says(other_chief)
    save_account(signed_in(office), editor())
    assert "骆远山的署名：骆远山→（无）（更改人：阮清如）" in says(editor())


def test_an_address_for_letters_and_an_account_closed_or_opened_are_told(office, other_chief):
    save_account(signed_in(office), other_chief, email="nobody@example.org")
    assert "白青舟的邮箱：other@example.org→nobody@example.org（更改人：阮清如）" in says(editor())
    signed_in(office).post(f"{ACCOUNT}{other_chief.pk}/step/close/")
    assert "白青舟的账号被停用（停用人：阮清如）" in says(editor())
    signed_in(office).post(f"{ACCOUNT}{other_chief.pk}/step/open/")
    assert "白青舟的账号被重新启用（启用人：阮清如）" in says(editor())


def test_of_those_who_sign_nothing_the_chiefs_hear_nothing(office, other_chief):
    signed_in(office).post(f"{ACCOUNT}{make_user('reporter').pk}/step/reset/")
    assert not Notice.objects.exists()


def test_a_setting_of_the_review_that_changed_between_two_starts_is_told_once(other_chief, settings):
    settings.REVIEW_STEPS, settings.OVERRIDE = 3, False
    SafeguardRecord.objects.note_settings()
    Notice.objects.all().delete()
    settings.REVIEW_STEPS, settings.OVERRIDE = 1, True
    SafeguardRecord.objects.note_settings()
    SafeguardRecord.objects.note_settings()
    assert Notice.objects.count() == 4  # two changes, two chief editors
    assert "审稿保障有变动，审核道数：3→1（更改人：服务器）" in says(other_chief)
    assert "审稿保障有变动，特批（1开，0关）：0→1（更改人：服务器）" in says(other_chief)


def test_the_records_are_read_by_chiefs_and_administrators_and_changed_by_nobody(office, other_chief, settings):
    signed_in(office).post(f"{ACCOUNT}{editor().pk}/step/reset/")
    for user in (office, other_chief):
        assert "骆远山的密码被重置（重置人：阮清如）" in signed_in(user).get("/admin/safeguards/").content.decode()
    assert signed_in(make_user("reporter")).get("/admin/safeguards/").status_code == 403
    record = SafeguardRecord.objects.get()
    for change in (record.save, record.delete):
        with pytest.raises(RecordError):
            change()
    with pytest.raises(ProtectedError):
        editor().delete()
