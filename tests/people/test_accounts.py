import re

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from articles.review.rights import Role, has_role
from people.models import Reporter, User
from people.passwords import LETTERS, temporary_password
from tests.conftest import signed_in
from tests.factories import PASSWORD, make_article, make_reporter, make_user

pytestmark = pytest.mark.django_db

ADD = "/admin/people/user/add/"
OWN = "own-Qp7kzm2v"


@pytest.fixture
def office(db):
    return signed_in(make_user("newsroom_administrator", username="office"))


def address(account, step: str = "") -> str:
    if step:
        return reverse("admin:people_user_step", args=[account.pk, step])
    return reverse("admin:people_user_change", args=[account.pk])


def role(name: str) -> str:
    return str(Group.objects.get(name=name).pk)


def made(client, **fields) -> tuple[User, str]:
    """A new account, and the password that the page shows."""
    typed = {"username": "xinren", "name": "秋白露", "is_staff": "on", "groups": [role("reporter")]} | fields
    page = client.post(ADD, typed)
    password = re.search(r"<code>([^<]+)</code>", page.content.decode())
    assert password, page.context["adminform"].form.errors
    return User.objects.get(username=typed["username"]), password[1]


def sign_in(username: str, password: str) -> Client:
    client = Client()
    client.post("/admin/login/?next=/admin/", {"username": username, "password": password})
    return client


class TestATemporaryPassword:
    def test_it_has_four_groups_of_letters_that_are_not_mistaken(self):
        password = temporary_password()
        assert [len(group) for group in password.split("-")] == [4, 4, 4, 4]
        assert not set("01loi") & set(LETTERS)
        assert temporary_password() != password

    def test_it_is_shown_once_when_the_account_is_made(self, office):
        account, password = made(office)
        assert account.check_password(password)
        assert account.must_change_password
        assert password not in office.get(address(account)).content.decode()
        kept = [session.get_decoded() for session in Session.objects.all()]
        assert password not in str(kept)
        assert password not in str(list(LogEntry.objects.values()))

    def test_the_page_that_shows_it_is_not_kept(self, office):
        response = office.post(address(make_user("reporter"), "reset"))
        assert "no-store" in response["Cache-Control"]

    def test_it_opens_only_the_page_on_which_it_is_changed(self, office):
        account, password = made(office)
        client = sign_in("xinren", password)
        for page in ("/admin/", "/admin/articles/article/add/", "/admin/articles/count-sheet/"):
            assert client.get(page)["Location"].startswith("/admin/password_change/?next=")
        assert client.post("/admin/articles/article/add/", {"headline": "抢先"}).status_code == 302
        assert client.get("/").status_code == 200

    def test_once_changed_the_person_goes_on_to_where_they_wanted(self, office):
        account, password = made(office)
        client = sign_in("xinren", password)
        page = client.get("/admin/articles/article/add/")["Location"]
        done = client.post(page, {"old_password": password, "new_password1": OWN, "new_password2": OWN})
        assert done["Location"] == "/admin/articles/article/add/"
        assert client.get("/admin/articles/article/add/").status_code == 200
        account.refresh_from_db()
        assert not account.must_change_password

    def test_nobody_is_led_to_another_site(self, office):
        account, password = made(office)
        client = sign_in("xinren", password)
        said = {"old_password": password, "new_password1": OWN, "new_password2": OWN}
        assert client.post("/admin/password_change/?next=https://example.org/", said)["Location"] == "/admin/"

    def test_the_same_password_is_no_change(self, office):
        account, password = made(office)
        client = sign_in("xinren", password)
        said = {"old_password": password, "new_password1": password, "new_password2": password}
        assert client.post("/admin/password_change/", said).context["form"].errors["new_password1"]
        account.refresh_from_db()
        assert account.must_change_password

    def test_a_new_one_ends_the_sessions_and_lifts_the_lock(self, office):
        account = make_user("reporter")
        open_session = signed_in(account)
        for _number in range(10):
            Client().post("/admin/login/", {"username": account.username, "password": "wrong"})
        page = office.post(address(account, "reset"))
        password = re.search(r"<code>([^<]+)</code>", page.content.decode())[1]
        assert open_session.get("/admin/").status_code == 302
        assert not AccessAttempt.objects.filter(username=account.username).exists()
        assert sign_in(account.username, password).get("/admin/")["Location"].startswith("/admin/password_change/")

    def test_one_is_not_given_by_looking(self, office):
        account = make_user("reporter")
        office.get(address(account, "reset"))
        office.get(f"/admin/people/user/{account.pk}/password/")
        account.refresh_from_db()
        assert account.check_password(PASSWORD)

    def test_the_one_who_changes_their_own_password_stays_signed_in(self, db):
        client = signed_in(make_user("reporter"))
        said = {"old_password": PASSWORD, "new_password1": OWN, "new_password2": OWN}
        assert client.post("/admin/password_change/", said)["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200


class TestWhoIsWhoInPrint:
    def test_a_new_reporter_enters_the_register_with_the_account(self, office):
        account, _password = made(office, enters_register="on")
        assert account.reporter.name == "秋白露"

    def test_an_entry_that_is_there_is_linked(self, office):
        entry = make_reporter("秋白露")
        account, _password = made(office, reporter=entry.pk, enters_register="on")
        assert Reporter.objects.get(user=account) == entry

    def test_an_entry_of_somebody_else_is_not_offered(self, office):
        taken = make_reporter("程墨言", user=make_user("reporter"))
        form = office.get(address(make_user("reporter"))).context["adminform"].form
        assert taken not in form.fields["reporter"].queryset

    def test_the_link_is_changed_and_logged(self, office):
        account, old, new = make_user("reporter"), make_reporter("甲"), make_reporter("乙")
        old.user = account
        old.save()
        said = {"username": account.username, "name": account.name, "is_staff": "on", "reporter": new.pk}
        office.post(address(account), said)
        assert Reporter.objects.get(user=account) == new
        assert "乙" in str([entry.get_change_message() for entry in LogEntry.objects.all()])

    def test_who_wrote_a_story_stays_its_author_when_unlinked(self, office):
        writer = make_user("chief_editor")
        entry = make_reporter("甲", user=writer)
        story = make_article(reporters=[entry], typed_in=True, created_by=make_user("reporter"))
        story.submit(by=story.created_by)
        office.post(address(writer), {"username": writer.username, "name": writer.name, "is_staff": "on"})
        assert not Reporter.objects.filter(user=writer).exists()
        assert story.is_written_by(User.objects.get(pk=writer.pk))


class TestLeaving:
    def test_who_leaves_is_out_at_once_and_their_work_stays(self, office):
        account = make_user("reporter")
        story = make_article(created_by=account)
        open_session = signed_in(account)
        assert list(office.get(address(account, "close")).context["lying"]) == [story]
        office.post(address(account, "close"))
        assert open_session.get("/admin/").status_code == 302
        assert sign_in(account.username, PASSWORD).get("/admin/").status_code == 302
        story.refresh_from_db()
        assert story.created_by == account

    def test_it_can_be_taken_back(self, office):
        account = make_user("reporter", is_active=False)
        office.post(address(account, "open"))
        account.refresh_from_db()
        assert account.is_active

    def test_the_form_alone_closes_nothing(self, office):
        account = make_user("reporter")
        office.post(address(account), {"username": account.username, "name": account.name, "is_staff": "on"})
        account.refresh_from_db()
        assert account.is_active

    def test_an_account_with_work_on_record_is_not_deleted(self, as_superuser):
        account = make_user("reporter")
        make_article(created_by=account)
        as_superuser.post(f"/admin/people/user/{account.pk}/delete/", {"post": "yes"})
        assert User.objects.filter(pk=account.pk).exists()

    def test_each_step_is_logged(self, office):
        account = make_user("reporter")
        for step in ("reset", "close", "open", "unlock"):
            office.post(address(account, step))
        assert LogEntry.objects.filter(object_id=str(account.pk)).count() == 4


STEPS = ["reset", "unlock", "close", "open"]
OTHERS = [role for role in Role.values if role != Role.ADMINISTRATOR]


class TestWhoKeepsAccounts:
    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("who", OTHERS)
    def test_nobody_but_administrators(self, who, step):
        account = make_user("reporter")
        client = signed_in(make_user(who))
        assert client.get(address(account, step)).status_code == 403
        assert client.post(address(account, step)).status_code == 403
        assert client.get(ADD).status_code == 403
        account.refresh_from_db()
        assert account.check_password(PASSWORD) and account.is_active

    @pytest.mark.parametrize("step", STEPS)
    @pytest.mark.parametrize("above", [{"is_superuser": True, "is_staff": True}, {"role": "newsroom_administrator"}])
    def test_no_administrator_their_own_kind(self, office, above, step):
        account = make_user(**above)
        assert office.post(address(account, step)).status_code == 403
        account.refresh_from_db()
        assert account.check_password(PASSWORD) and account.is_active

    @pytest.mark.parametrize("step", STEPS)
    def test_nobody_themselves(self, as_superuser, step):
        account = User.objects.get(username="root")
        before = account.password
        as_superuser.post(address(account, step))
        account.refresh_from_db()
        assert (account.password, account.is_active) == (before, True)

    def test_nobody_signed_out(self, client):
        account = make_user("reporter")
        for step in STEPS:
            assert client.post(address(account, step))["Location"].startswith("/admin/login/")

    def test_a_step_that_does_not_exist_is_not_found(self, office):
        assert office.get(address(make_user("reporter"), "promote")).status_code == 404

    def test_a_new_account_is_never_above_what_its_maker_may_give(self, office):
        typed = {"username": "xinren", "name": "秋白露", "is_staff": "on", "is_superuser": "on"}
        office.post(ADD, typed | {"groups": [role("newsroom_administrator")]})
        assert not User.objects.filter(username="xinren").exists()
        account, _password = made(office, is_superuser="on", groups=[role("chief_editor")])
        assert not account.is_superuser
        assert has_role(account, Role.CHIEF_EDITOR)
        assert not has_role(account, Role.ADMINISTRATOR)


def test_whoever_signs_in_from_another_site_is_led_to_the_desk(client):
    make_user("reporter", username="field")
    sent = {"username": "field", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post(f"{reverse('admin:login')}?next=https://elsewhere.example/", sent).url == reverse("admin:index")


def test_the_list_says_what_everybody_is(office):
    make_user(username="root", is_staff=True, is_superuser=True)
    make_user("reporter", is_active=False)
    assert office.get("/admin/people/user/").status_code == 200


def test_the_list_is_filtered_by_role(office, django_assert_max_num_queries):
    wanted, other = make_user("proofreader"), make_user("reporter")
    with django_assert_max_num_queries(16):
        listed = office.get("/admin/people/user/?role=proofreader").context["cl"].result_list
    assert list(listed) == [wanted]
    assert other not in listed
