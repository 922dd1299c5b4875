import re

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry

from articles.review.rights import Role
from newsroom.models import Newsroom
from people.models import Official, Township, User
from tests.conftest import signed_in
from tests.factories import PASSWORD, make_body, make_official, make_reporter, make_topic, make_township, make_user

pytestmark = pytest.mark.django_db

STRONG = "river-and-lantern-9"


def rows(prefix: str, *added: dict, initial: int = 0) -> dict:
    counts = {f"{prefix}-TOTAL_FORMS": len(added), f"{prefix}-INITIAL_FORMS": initial}
    return counts | {f"{prefix}-{n}-{name}": value for n, row in enumerate(added) for name, value in row.items()}


class TestRegisters:
    def test_an_official_is_entered_with_their_post(self, as_editor):
        post = {"body": make_body().pk, "post": "书记", "protocol_order": 1, "from_day": "2021-01-04"}
        data = {"name": "吕　沛", "gender": "", "is_on_display": "on", "note": ""} | rows("appointments", post)
        as_editor.post("/admin/people/official/add/", data)
        official = Official.objects.get()
        assert official.name == "吕沛"
        assert str(official.appointments.get()) == "党工委书记"

    def test_a_township_is_entered_with_its_villages(self, as_editor):
        data = {"name": "柳溪镇", "kind": "town", "code": "", "slug": "", "order": 1}
        as_editor.post("/admin/people/township/add/", data | rows("villages", {"name": "东柳村", "kind": "village"}))
        assert str(Township.objects.get().villages.get()) == "柳溪镇东柳村"

    @pytest.mark.parametrize("term", ["柳溪", "lxz", "liuxi", "Liuxz", "liu'xi"])
    def test_a_register_is_searched_by_characters_and_by_initials(self, as_editor, term):
        make_township("柳溪镇"), make_township("宁河镇")
        found = as_editor.get("/admin/people/township/", {"q": term}).context["cl"].result_list
        assert [township.name for township in found] == ["柳溪镇"]

    def test_who_changed_what_is_on_record(self, as_editor):
        reporter = make_reporter("程墨言")
        data = {"name": "程墨言", "kind": "staff", "unit": "时政组", "press_card_number": "", "is_active": "on"}
        as_editor.post(f"/admin/people/reporter/{reporter.pk}/change/", data)
        page = as_editor.get(f"/admin/people/reporter/{reporter.pk}/history/").content.decode()
        assert "时政组" in page
        assert "style=" not in page

    @pytest.mark.parametrize("make", [make_township, make_topic])
    def test_a_public_address_is_open_only_while_the_entry_is_made(self, as_editor, make):
        entry = make()
        page = f"/admin/{entry._meta.app_label}/{entry._meta.model_name}/{entry.pk}/change/"
        assert "slug" not in as_editor.get(page).context["adminform"].form.fields
        assert "slug" in as_editor.get(page.replace(f"{entry.pk}/change", "add")).context["adminform"].form.fields

    def test_only_a_superuser_says_whose_account_a_reporter_is(self, as_editor, as_superuser):
        reporter = make_reporter("程墨言", user=make_user("reporter"))
        page = f"/admin/people/reporter/{reporter.pk}/change/"
        data = {"name": "程墨言", "kind": "staff", "unit": "时政组", "user": "", "is_active": "on"}
        as_editor.post(page, data)
        reporter.refresh_from_db()
        assert (reporter.unit, reporter.user is None) == ("时政组", False)
        as_superuser.post(page, data)
        reporter.refresh_from_db()
        assert reporter.user is None

    def test_an_appointment_removed_by_a_colleague_is_said(self, as_editor):
        official = make_official(posts=[("党工委", "书记", 1), ("管委会", "主任", 2)])
        kept, gone = official.appointments.all()
        post = {"body": kept.body_id, "post": "书记", "protocol_order": 1, "from_day": "2020-01-01"}
        sent = [{"id": kept.pk, **post}, {"id": gone.pk, **post, "post": "主任"}]
        data = {"name": official.name, "gender": "", "note": "在任"} | rows("appointments", *sent, initial=2)
        gone.delete()
        page = f"/admin/people/official/{official.pk}/change/"
        formset = as_editor.post(page, data).context["inline_admin_formsets"][0].formset
        assert "主任" in formset.non_form_errors()[0]
        assert [form.instance for form in formset.forms] == [kept]

    def test_reporters_read_the_registers_and_change_nothing(self):
        client, official = signed_in(make_user("reporter")), make_official()
        assert client.get(f"/admin/people/official/{official.pk}/change/").status_code == 200
        assert client.post(f"/admin/people/official/{official.pk}/change/", {"name": "改"}).status_code == 403

    def test_officials_stand_in_register_order(self, as_editor):
        second, none = make_official("白青舟", [("管委会", "主任", 2)]), make_official("安知", [])
        first = make_official("吕沛", [("党工委", "书记", 1)])
        page = as_editor.get("/admin/people/official/")
        assert list(page.context["cl"].result_list) == [first, second, none]
        assert "党工委书记" in page.content.decode()

    @pytest.mark.parametrize(
        "page", ["people/official", "people/reporter", "articles/issue", "articles/photo", "articles/topic"]
    )
    def test_saving_stays_on_every_page_alike(self, as_editor, page):
        content = as_editor.get(f"/admin/{page}/add/").content.decode()
        assert [*dict.fromkeys(re.findall('name="_(continue|addanother|save)"', content))] == [
            "continue",
            "addanother",
            "save",
        ]


class TestAccounts:
    def test_the_role_can_be_taken_away(self, as_superuser):
        user = make_user("chief_editor")
        page = f"/admin/people/user/{user.pk}/change/"
        as_superuser.post(page, {"username": user.username, "name": user.name, "is_active": "on", "is_staff": "on"})
        assert not user.groups.exists()

    def test_an_administrator_gives_roles_but_makes_no_administrator(self, client):
        client.force_login(make_user("newsroom_administrator"))
        user = make_user("reporter")
        address = f"/admin/people/user/{user.pk}/change/"
        offered = client.get(address).context["adminform"].form.fields["groups"].choices
        roles = {label: str(key) for key, label in offered}
        assert {*roles} == {role.label for role in Role if role != Role.ADMINISTRATOR}
        data = {"username": user.username, "name": user.name, "is_active": "on", "is_staff": "on"}

        client.post(address, {**data, "is_superuser": "on", "groups": [roles[Role.CHIEF_EDITOR.label]]})

        user = User.objects.get(pk=user.pk)
        assert [group.name for group in user.groups.all()] == ["chief_editor"]
        assert not user.is_superuser
        said = [entry.get_change_message() for entry in LogEntry.objects.filter(object_id=str(user.pk))]
        assert any(str(Role.CHIEF_EDITOR.label) in message for message in said)

    @pytest.mark.parametrize("above", [{"is_superuser": True, "is_staff": True}, {"role": "newsroom_administrator"}])
    def test_an_administrator_keeps_no_account_of_their_own_kind(self, client, above):
        administrator = make_user("newsroom_administrator")
        client.force_login(administrator)
        for account in (make_user(**above), administrator):
            client.post(f"/admin/people/user/{account.pk}/change/", {"username": "taken", "name": "改名"})
            client.post(f"/admin/people/user/{account.pk}/password/", {"password1": STRONG, "password2": STRONG})
            stored = User.objects.get(pk=account.pk)
            assert (stored.username, stored.password) == (account.username, account.password)

    def test_editors_do_not_reach_accounts(self, as_editor):
        assert as_editor.get("/admin/people/user/").status_code == 403

    def test_roles_themselves_are_not_edited(self, as_superuser):
        assert as_superuser.get("/admin/auth/group/").status_code == 404

    def test_salt_and_hash_are_nobodys_business(self, as_superuser):
        page = as_superuser.get(f"/admin/people/user/{make_user('reporter').pk}/change/").content.decode()
        assert "md5" not in page


class TestTheNewsroomsRow:
    def test_an_editor_of_a_new_install_fills_it_in(self, as_editor):
        as_editor.post("/admin/newsroom/newsroom/add/", {"masthead": "柳溪新闻"})
        assert Newsroom.objects.get().masthead == "柳溪新闻"

    def test_the_list_is_the_form_of_the_one_row(self, as_superuser):
        assert as_superuser.get("/admin/newsroom/newsroom/")["Location"] == "/admin/newsroom/newsroom/add/"
        Newsroom(masthead="柳溪新闻").save()
        assert as_superuser.get("/admin/newsroom/newsroom/")["Location"] == "/admin/newsroom/newsroom/1/change/"

    def test_there_is_never_a_second_nor_none(self, as_superuser):
        Newsroom(masthead="柳溪新闻").save()
        assert as_superuser.get("/admin/newsroom/newsroom/add/").status_code == 403
        assert as_superuser.post("/admin/newsroom/newsroom/1/delete/", {"post": "yes"}).status_code == 403


def test_ten_wrong_passwords_lock_the_door_with_a_clear_page(client):
    user = make_user("reporter")
    for _ in range(10):
        response = client.post("/admin/login/", {"username": user.username, "password": "wrong"})
    assert response.status_code == 429
    assert "admin/locked_out.html" in [template.name for template in response.templates]
    right = client.post("/admin/login/", {"username": user.username, "password": PASSWORD})
    assert right.status_code == 429


def test_the_administrator_unlocks_an_account(client, as_superuser):
    user = make_user("reporter")
    for _ in range(10):
        client.post("/admin/login/", {"username": user.username, "password": "wrong"})
    attempt = AccessAttempt.objects.get()
    assert user.username in as_superuser.get("/admin/axes/accessattempt/").content.decode()
    as_superuser.post("/admin/axes/accessattempt/", {"action": "unlock", "_selected_action": [attempt.pk]})
    right = client.post("/admin/login/?next=/admin/", {"username": user.username, "password": PASSWORD})
    assert right["Location"] == "/admin/"
