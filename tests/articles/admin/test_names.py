"""待确认名单: an editor says of each proposed entry what it is; others only read the list."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.importing.drafts import file_page
from articles.importing.pages import keep_page, read_kept
from articles.models import Article, Meeting
from articles.reading.page import as_json
from articles.values.weeks import Week
from people.models import Official, Reporter, Township, Village
from tests.articles.pages import PAGE, page_source
from tests.factories import (
    author,
    editor,
    make_article,
    make_meeting,
    make_official,
    make_reporter,
    make_township,
    make_village,
)

pytestmark = pytest.mark.django_db

NAMES = "/admin/articles/importedpage/names/"


def filed(text: str = PAGE):
    page, _new = keep_page(page_source(text), by=author(), week=Week.parse("2026-W47"))
    return page, file_page(page, as_json(read_kept(page))["items"], by=author())


def key(entry, name: str = "choice") -> str:
    return f"{entry._meta.model_name}{entry.pk}-{name}"


def row(response, entry):
    return next(row for _register, rows in response.context["groups"] for row in rows if row.entry == entry)


def as_it_stands(response) -> dict:
    rows = [row for _register, listed in response.context["groups"] for row in listed]
    return {row.form["choice"].html_name: row.form["choice"].value() for row in rows}


def settle(client, **choices):
    return client.post(NAMES, choices, follow=True)


class TestTheList:
    def test_every_proposal_stands_there_with_its_stories(self, as_editor):
        _page, drafts = filed()
        response = as_editor.get(NAMES)
        assert [len(rows) for _register, rows in response.context["groups"]] == [1, 1, 3, 1]
        official = Official.objects.get(name="鲍喆")
        assert row(response, official).stories == [drafts[0]]
        assert row(response, official).printed == "云亭新区党工委书记"

    def test_who_has_no_namesake_is_new_unless_said_otherwise(self, as_editor):
        filed()
        assert set(as_it_stands(as_editor.get(NAMES)).values()) == {"new"}

    def test_where_there_is_a_namesake_nothing_is_decided_for_the_editor(self, as_editor):
        known = make_official("鲍喆", [("人大", "副主任", 3)])
        filed()
        form = row(as_editor.get(NAMES), Official.objects.get(name="鲍喆", is_proposed=True)).form
        assert form["choice"].value() == "later"
        assert form.known == {f"same:{known.pk}": known}
        assert any("人大副主任" in label for _value, label in form.fields["choice"].choices)

    def test_a_place_of_another_kind_is_offered(self, as_editor):
        known = make_township("柳溪街道")
        filed()
        form = row(as_editor.get(NAMES), Township.objects.get(name="柳溪镇")).form
        assert list(form.known.values()) == [known]

    @pytest.mark.parametrize("registered", ["鲍哲", "鲍蛰", "报喆", "喆鲍", "鲍喆喆"])
    def test_a_name_off_by_one_or_of_the_same_sound_is_never_new_by_itself(self, as_editor, registered):
        known = make_official(registered, [("党工委", "书记", 1)])
        filed()
        form = row(as_editor.get(NAMES), Official.objects.get(name="鲍喆")).form
        assert form["choice"].value() == "later"
        assert form.fields["choice"].choices[0][0] == f"same:{known.pk}"

    def test_reporters_places_and_meetings_are_held_against_their_registers_too(self, as_editor):
        known = [
            make_reporter("魏青蓝"),
            make_township("柳西镇"),
            make_meeting("冬季麦田管理现场会", day=date(2026, 11, 18)),
        ]
        known.append(make_village("东柳村", known[1]))
        filed()
        make_village("冬柳社区", Township.objects.get(name="柳溪镇"), is_proposed=True)
        make_village("东溜村", make_township("宁河镇"), is_proposed=True)
        rows = [row for _register, listed in as_editor.get(NAMES).context["groups"] for row in listed]
        offered = {next(iter(row.form.known.values()), None) for row in rows if row.form["choice"].value() == "later"}
        assert offered == set(known)

    def test_the_likeliest_stands_first_and_no_more_than_one_reads(self, as_editor):
        for name in ("鲍芦", "鲍望", "鲍笛", "鲍禾", "鲍舟", "鲍桥"):
            make_official(name)
        sound, same = make_official("报哲"), make_official("鲍喆", [("人大", "副主任", 3)])
        filed()
        known = list(row(as_editor.get(NAMES), Official.objects.get(name="鲍喆", is_proposed=True)).form.known.values())
        assert known[:2] == [same, sound]
        assert len(known) == 5

    def test_the_name_of_a_merged_entry_leads_to_the_one_that_stays(self, as_editor):
        canonical = make_reporter("卫青岚", kind="correspondent")
        make_reporter("魏青兰", merged_into=canonical)
        filed()
        form = row(as_editor.get(NAMES), Reporter.objects.get(name="魏青岚")).form
        assert list(form.known.values()) == [canonical]

    def test_what_two_pages_propose_may_be_one(self, as_editor):
        filed(), filed(PAGE.replace("冬管", "春管"))
        first, second = Reporter.objects.filter(name="魏青岚").order_by("pk")
        response = as_editor.get(NAMES)
        assert list(row(response, second).form.known.values()) == [first]
        as_editor.post(NAMES, {key(first): "new", key(second): f"same:{first.pk}"})
        assert Reporter.objects.get(name="魏青岚").credits.count() == 4

    def test_one_press_settles_all_that_is_plainly_new(self, as_editor):
        filed()
        as_editor.post(NAMES, as_it_stands(as_editor.get(NAMES)))
        assert not any(draft.proposed_entries() for draft in Article.objects.all())
        assert as_editor.get(NAMES).context["groups"] == []

    def test_the_names_of_one_page_stand_alone(self, as_editor):
        page, _drafts = filed()
        make_reporter("旁人", is_proposed=True)
        response = as_editor.get(NAMES, {"page": page.pk})
        assert sum(len(rows) for _register, rows in response.context["groups"]) == 6
        assert response.context["elsewhere"] == 1
        assert as_editor.get(NAMES, {"page": "x"}).status_code == 404

    def test_it_asks_no_more_for_many_names_than_for_few(self, as_editor):
        def queries() -> int:
            with CaptureQueriesContext(connection) as captured:
                as_editor.get(NAMES)
            return len(captured)

        make_official("鲍喆", [("人大", "副主任", 3)])
        make_reporter("魏青兰")
        filed()
        few = queries()
        for number in range(12):
            reporter = make_reporter(f"记者{number}", is_proposed=True)
            official = make_official(f"领导{number}", is_proposed=True)
            make_official(f"领导{number}")
            make_article(reporters=[reporter], officials=[official], created_by=editor())
        assert queries() <= few


class TestSettling:
    def test_it_is_somebody_who_was_there(self, as_editor):
        known = make_reporter("白苇", kind="staff")
        _page, drafts = filed()
        proposal = Reporter.objects.get(name="白苇", is_proposed=True)
        settle(as_editor, **{key(proposal): f"same:{known.pk}"})
        assert known in [credit.reporter for credit in drafts[0].credits.all()]
        assert not Reporter.objects.filter(pk=proposal.pk).exists()
        assert LogEntry.objects.get(content_type__model="reporter", object_id=str(known.pk)).user == editor()

    def test_it_is_another_entry_that_was_picked(self, as_editor):
        known = make_reporter("白韦")
        filed()
        proposal = Reporter.objects.get(name="白苇")
        settle(as_editor, **{key(proposal): "new", key(proposal, "other"): known.pk})
        assert not Reporter.objects.filter(pk=proposal.pk).exists() and known.credits.count() == 1

    def test_it_is_new(self, as_editor):
        filed()
        proposal = Official.objects.get(name="鲍喆")
        settle(as_editor, **{key(proposal): "new"})
        proposal.refresh_from_db()
        assert not proposal.is_proposed
        entry = LogEntry.objects.get(content_type__model="official")
        assert (entry.user, entry.action_flag) == (editor(), 2)

    def test_it_is_nobody_and_the_words_stay(self, as_editor):
        _page, drafts = filed()
        settle(as_editor, **{key(Official.objects.get(name="鲍喆")): "nobody"})
        assert not Official.objects.exists()
        assert drafts[0].attendances.get().name == "鲍喆"
        assert LogEntry.objects.get(content_type__model="official").action_flag == 3

    def test_later_leaves_it(self, as_editor):
        filed()
        settle(as_editor, **{key(Official.objects.get(name="鲍喆")): "later"})
        assert Official.objects.get(name="鲍喆").is_proposed

    @pytest.mark.parametrize("choice", ["nobody", "same"])
    def test_ticked_and_picked_must_agree(self, as_editor, choice):
        namesake, other = make_reporter("白苇", kind="staff"), make_reporter("白韦")
        filed()
        proposal = Reporter.objects.get(name="白苇", is_proposed=True)
        ticked = f"same:{namesake.pk}" if choice == "same" else choice
        response = settle(as_editor, **{key(proposal): ticked, key(proposal, "other"): other.pk})
        assert response.context["refused"] and Reporter.objects.filter(pk=proposal.pk).exists()

    @pytest.mark.parametrize("choice", ["", "same:999", "x"])
    def test_what_is_no_choice_settles_nothing(self, as_editor, choice):
        filed()
        proposal = Reporter.objects.get(name="白苇")
        assert settle(as_editor, **{key(proposal): choice}).context["refused"]
        assert Reporter.objects.get(name="白苇").is_proposed

    def test_a_village_waits_for_its_township(self, as_editor):
        place = make_township("柳溪镇", is_proposed=True)
        village = make_village("东柳村", place, is_proposed=True)
        settle(as_editor, **{key(village): "new"})
        assert Village.objects.get().is_proposed
        settle(as_editor, **{key(village): "new", key(place): "new"})
        assert not Village.objects.get().is_proposed

    def test_a_village_goes_with_its_township(self, as_editor):
        place = make_township("柳溪镇", is_proposed=True)
        village = make_village("东柳村", place, is_proposed=True)
        response = settle(as_editor, **{key(place): "nobody", key(village): "new"})
        assert response.status_code == 200 and not Village.objects.exists()

    def test_what_a_colleague_settled_meanwhile_is_left_alone(self, as_editor):
        _page, drafts = filed()
        proposal = Reporter.objects.get(name="白苇")
        Reporter.objects.filter(pk=proposal.pk).update(is_proposed=False)
        settle(as_editor, **{key(proposal): "nobody"})
        assert Reporter.objects.filter(pk=proposal.pk).exists()

    def test_pressed_twice_it_is_settled_once(self, as_editor):
        filed()
        choices = as_it_stands(as_editor.get(NAMES))
        as_editor.post(NAMES, choices), as_editor.post(NAMES, choices)
        assert Reporter.objects.filter(name="白苇").count() == 1


class TestRights:
    @pytest.mark.parametrize(
        ("door", "may_settle"),
        [("as_author", False), ("as_outsider", False), ("as_editor", True), ("as_superuser", True)],
    )
    def test_who_settles(self, door, may_settle, request):
        filed()
        client = request.getfixturevalue(door)
        response = client.get(NAMES)
        assert response.context["may_settle"] is may_settle
        assert all(bool(row.form) is may_settle for _register, rows in response.context["groups"] for row in rows)
        answer = client.post(NAMES, {key(Official.objects.get(name="鲍喆")): "new"})
        assert answer.status_code == (302 if may_settle else 403)
        assert Official.objects.get(name="鲍喆").is_proposed is not may_settle

    def test_stories_of_others_are_counted_not_named(self, as_outsider):
        filed()
        found = row(as_outsider.get(NAMES), Official.objects.get(name="鲍喆"))
        assert (found.stories, found.further_stories) == ([], 1)

    def test_the_desk_tells_editors_how_many_wait(self, as_editor, as_author):
        assert NAMES not in as_editor.get("/admin/").content.decode()
        filed()
        page = as_editor.get("/admin/")
        assert page.context["names_waiting"] == 6 and NAMES in page.content.decode()
        assert NAMES not in as_author.get("/admin/").content.decode()

    def test_a_story_that_waits_for_names_leads_to_them(self, as_author):
        _page, drafts = filed()
        address = f"/admin/articles/article/{drafts[0].pk}/change/"
        page = as_author.get(address)
        assert NAMES in page.content.decode() and "鲍喆" in page.content.decode()
        assert NAMES in as_author.post(address.replace("change/", "step/submit/")).content.decode()


class TestTheRegisters:
    FIELDS = [
        (Official, "attendance", "official", "articles"),
        (Reporter, "credit", "reporter", "articles"),
        (Township, "article", "townships", "articles"),
        (Meeting, "article", "meeting", "articles"),
    ]

    @pytest.mark.parametrize(("register", "model", "field", "app"), FIELDS)
    def test_a_proposal_is_not_picked_by_others(self, as_editor, register, model, field, app):
        filed()
        query = {"term": "", "app_label": app, "model_name": model, "field_name": field}
        names = {entry.name for entry in register.objects.filter(is_proposed=True)}
        found = [result["text"] for result in as_editor.get("/admin/autocomplete/", query).json()["results"]]
        assert names and not [text for text in found for name in names if name in text]

    def test_its_own_story_keeps_it(self, as_author):
        _page, drafts = filed()
        assert "柳溪镇" in as_author.get(f"/admin/articles/article/{drafts[0].pk}/change/").content.decode()

    @pytest.mark.parametrize("register", ["people/official", "people/reporter", "people/township", "articles/meeting"])
    def test_the_list_marks_it_and_is_narrowed_to_it(self, as_editor, register):
        address = f"/admin/{register}/"
        assert "is_proposed" not in as_editor.get(address).content.decode()
        filed()
        assert "state-submitted" in as_editor.get(address).content.decode()
        listed = as_editor.get(address, {"is_proposed__exact": "1"}).context["cl"].result_list
        assert listed and all(entry.is_proposed for entry in listed)

    def test_an_editor_confirms_it_in_its_own_form_too(self, as_editor, as_author):
        filed()
        proposal = Reporter.objects.get(name="白苇")
        address = f"/admin/people/reporter/{proposal.pk}/change/"
        assert "is_proposed" in as_editor.get(address).context["adminform"].form.fields
        as_editor.post(address, {"name": "白苇", "kind": "correspondent", "unit": "柳溪站", "is_active": "on"})
        proposal.refresh_from_db()
        assert (proposal.is_proposed, proposal.unit) == (False, "柳溪站")
        assert "is_proposed" not in as_editor.get(address).context["adminform"].form.fields
        assert as_author.post(address, {"name": "白苇"}).status_code == 403

    @pytest.mark.parametrize("address", ["/townships/", "/reporters/", "/officials/", "/meetings/"])
    def test_readers_meet_no_proposal(self, client, address):
        filed()
        page = client.get(address).content.decode()
        assert not [name for name in ("柳溪镇", "白苇", "鲍喆", "麦田管护现场会") if name in page]
