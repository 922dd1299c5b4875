"""No address of the admin site, whichever package made it, is a way round: each is tried as each role."""

import os

import pytest
from django.http import HttpResponse
from django.urls import path

from articles.models import Article, Issue, PageCredit
from articles.models.imported_page import ImportedPage
from articles.review.rights import Role
from newsroom.models import Newsroom
from people.models import Official
from tests import factories
from tests.sampling import sampled

from .table import ALWAYS, MAY
from .walking import Address, CannotFill, addresses, admin_patterns, client_of, forms_in, written

pytestmark = pytest.mark.django_db

IS_WHOLE = os.environ.get("MATRIX") == "whole"


@pytest.fixture
def newsroom():
    """One row of every kind, in others' hands: nothing here belongs to the person who tries."""
    Newsroom(masthead="柳溪新报").save()
    township = factories.make_township()
    official = factories.make_official("谌樵")
    # Handed in, so that the first story the walk comes to waits for a review.
    story = factories.make_article(
        meeting=factories.make_meeting(),
        officials=[official],
        topics=["人居环境"],
        townships=[township],
        villages=[factories.make_village(township=township)],
        placements=[factories.make_photo(photographers=["柴新月"])],
    )
    factories.make_flag_round(story, red=[township])
    story.submit(by=factories.author())
    factories.make_article()
    factories.make_signed_article()
    PageCredit.objects.create(issue=Issue.objects.get(), role="layout", name="阮清如")
    ImportedPage.objects.create(text="木报讯 一则", imported_by=factories.author())
    chief = factories.make_user("chief_editor")
    factories.make_reporter("苗晓澜", user=chief)


def person(role: str):
    match role:
        case "nobody":
            return None
        case "no staff":
            return factories.make_user()
        case "no role":
            return factories.make_user(is_staff=True)
        case "superuser":
            return factories.make_user(is_staff=True, is_superuser=True)
    return factories.make_user(role)


def tried(user, places, offered=()) -> dict[Address, set[tuple[str, str]]]:
    """What each address wrote: opened, and sent each form that it offers and that it offers others."""
    client, found = client_of(user), {}
    cookies = client.cookies.copy()
    for place in places:
        writes = set()
        with written() as by_opening:
            answer = client.get(place.path)
        writes |= by_opening
        assert answer.status_code < 500, place.path
        forms = list(forms_in(answer.content)) if not answer.streaming else []
        for sent in [*forms, *dict(offered).get(place, ()), {}]:
            client.cookies = cookies.copy()
            with written() as by_sending:
                assert client.post(place.path, sent).status_code < 500, (place.path, sent)
            writes |= by_sending
        client.cookies = cookies.copy()
        found[place] = writes - ALWAYS
    return found


def forms_of_others(places) -> dict[Address, list[dict]]:
    """What a superuser and a chief editor are offered, without the mark that says whose form it is."""
    offered: dict[Address, list[dict]] = {}
    for user in (person("superuser"), person("chief_editor")):
        client = client_of(user)
        for place in places:
            answer = client.get(place.path)
            for sent in forms_in(answer.content) if not answer.streaming else ():
                sent.pop("opening", None)
                if sent not in offered.setdefault(place, []):
                    offered[place].append(sent)
    return offered


# The three reviewing roles hold the same rights here; which review is whose, the matrix of verbs says.
GROUPS = (
    ("nobody", "no staff", "no role", "proofreader"),
    ("reporter", "newsroom_administrator"),
    ("chief_editor",),
    *([("first_reviewer", "second_reviewer", "superuser")] if IS_WHOLE else [("superuser",)]),
)
# Wrong passwords are not there until somebody types one.
NO_ROWS = {f"admin/axes/accessattempt/<path:object_id>/{page}" for page in ("history/", "delete/", "change/", "")}
# What must be found to be written; else the walk sends nothing that anybody would take.
SEEN = {
    "reporter": {("articles_meeting", "add"), ("articles_historicalmeeting", "add")},
    "chief_editor": {("people_official", "change"), ("articles_review", "add"), ("articles_topic", "change")},
    "newsroom_administrator": {("newsroom_newsroom", "change"), ("people_user", "change")},
    "superuser": {("people_official", "change"), ("people_user", "change")},
}


@pytest.mark.parametrize("roles", sampled(GROUPS, [("reporter", "newsroom_administrator")]), ids="+".join)
def test_no_address_of_the_admin_lets_a_role_write_what_is_not_its_own(newsroom, roles):
    patterns = list(admin_patterns())
    places = list(addresses(patterns, rows_each=4 if IS_WHOLE else 1))
    assert len(patterns) > 100
    assert {place.pattern for place in places} == {*patterns} - NO_ROWS
    offered = forms_of_others(places)
    for role in roles:
        found = tried(person(role), places, offered)
        beyond = {place.path: writes - MAY[role] for place, writes in found.items() if writes - MAY[role]}
        assert beyond == {}, role
        assert SEEN.get(role, set()) <= set().union(*found.values()), role


def test_every_role_is_tried():
    assert {*MAY} == {*Role.values, "nobody", "no staff", "no role", "superuser"}
    assert {role for roles in GROUPS for role in roles} >= {*MAY} - {"first_reviewer", "second_reviewer"}


def test_no_reporter_changes_what_is_not_theirs(newsroom):
    before = list(Article.objects.order_by("pk").values())
    places = list(addresses(admin_patterns(), rows_each=3))
    client = client_of(person("reporter"))
    for place in places:
        if "/articles/article/" in place.path:
            for sent in forms_in(client.get(place.path).content):
                client.post(place.path, sent)
    ours = Article.objects.filter(pk__in=[row["pk" if "pk" in row else "id"] for row in before])
    assert list(ours.order_by("pk").values()) == before


class TestTheWalk:
    """The walk itself finds a door that a package opens, and stops at what it cannot fill."""

    def test_a_view_that_writes_for_whoever_may_look_is_found(self, newsroom, settings):
        official = Official.objects.get()

        def door(request, object_id):
            if request.method == "POST":
                Official.objects.filter(pk=object_id).update(note=request.POST.get("note", ""))
            return HttpResponse('<form method="post"><input name="note"><button name="revert"></button></form>')

        settings.ROOT_URLCONF = (path("admin/people/official/<path:object_id>/old/", door),)
        place = Address("admin/people/official/<path:object_id>/old/", f"/admin/people/official/{official.pk}/old/")
        assert tried(None, [place]) == {place: {("people_official", "change")}}

    def test_an_address_that_it_cannot_fill_is_a_fault(self):
        with pytest.raises(CannotFill):
            list(addresses(["admin/people/official/<int:nobody_knows>/"], rows_each=1))

    def test_every_form_is_sent_once_for_each_button(self):
        kinds = '<select name="kind"><option value="">-<option value="a">A</select>'
        buttons = '<button name="_save"></button><button name="_revert" value="2"></button>'
        page = f'<form method="post"><input name="note" value="x"><input name="empty">{kinds}{buttons}</form>'
        both = {"note": ["x改"], "empty": [""], "kind": ["a"]}
        assert list(forms_in(page.encode())) == [both | {"_save": ["1"]}, both | {"_revert": ["2"]}]
