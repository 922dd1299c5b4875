import pytest
from django.contrib.auth.models import AnonymousUser, Group

from articles.models import Article
from articles.review import rights
from articles.review.workflow import Part
from tests.factories import (
    author,
    editor,
    make_article,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_review")]


def people():
    return {
        "author": author(),
        "editor": editor(),
        "typist": make_user("reporter", username="typist"),
        "outsider": make_user("reporter"),
        "photographer": make_reporter(user=make_user("reporter")).user,
        "closed account": make_user("chief_editor", is_active=False),
        "closed author": make_reporter("云起", user=make_user("reporter", is_active=False)).user,
        "superuser": make_user(is_superuser=True),
        "closed superuser": make_user(is_superuser=True, is_active=False),
        "anonymous": AnonymousUser(),
    }


def test_one_story_and_the_set_of_stories_agree_on_who_may_read():
    everybody = people()
    reporters = [
        author().reporter,
        everybody["closed author"].reporter,
        (everybody["photographer"].reporter, "photographer"),
    ]
    story = make_article(created_by=everybody["typist"], typed_in=True, reporters=reporters)

    may = {name for name, user in everybody.items() if rights.may_read(story, user)}

    assert may == {"author", "editor", "typist", "superuser"}
    assert may == {name for name, user in everybody.items() if Article.objects.readable_by(user).contains(story)}


def test_a_writer_credited_twice_finds_the_story_once():
    mine = author().reporter
    make_article(reporters=[mine, (mine, "text_and_photo")])

    assert Article.objects.readable_by(author()).count() == 1


def test_an_author_who_is_an_editor_is_no_editor_of_that_story():
    story = make_article(created_by=editor())

    assert rights.parts_in(story, editor()) == {Part.AUTHOR, Part.DUTY, Part.CHIEF}


def test_an_editor_who_typed_a_story_in_is_both():
    story = make_article(created_by=editor(), typed_in=True, reporters=["甘露"])

    assert {Part.TYPIST, Part.EDITOR, Part.SIGNER} <= rights.parts_in(story, editor())


def test_a_picture_credit_makes_no_author():
    photographer = make_reporter(user=make_user("reporter"))
    story = make_article(reporters=[author().reporter, (photographer, "photographer")])

    assert rights.parts_in(story, photographer.user) == set()


def test_writers_edit_until_they_submit_and_editors_until_it_is_signed():
    outsider = make_user("reporter")
    draft, submitted, signed = make_article(), make_submitted_article(), make_signed_article()

    assert [rights.may_edit(story, author()) for story in (draft, submitted, signed)] == [True, False, False]
    assert [rights.may_edit(story, editor()) for story in (draft, submitted, signed)] == [True, True, False]
    assert not any(rights.may_edit(story, outsider) for story in (draft, submitted, signed))


def test_the_author_of_a_submitted_story_does_not_edit_it_as_editor():
    story = make_submitted_article(created_by=editor())

    assert not rights.may_edit(story, editor())


def test_the_groups_hold_exactly_what_is_declared():
    for role, wanted in rights.PERMISSIONS.items():
        granted = Group.objects.get(name=role.value).permissions.select_related("content_type")
        assert {f"{p.content_type.app_label}.{p.codename}" for p in granted} == wanted


def test_reporters_write_no_registers_but_meetings_and_nobody_writes_records():
    reporter = rights.PERMISSIONS[rights.Role.REPORTER]

    assert "articles.add_meeting" in reporter
    assert not {right for right in reporter if right.startswith("people.") and "view" not in right}
    assert "articles.add_topic" not in reporter
    for wanted in rights.PERMISSIONS.values():
        assert not {right for right in wanted if right.endswith(("_review", "_revision"))}
