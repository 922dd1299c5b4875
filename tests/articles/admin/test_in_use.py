"""What a story uses is not deleted, by whichever button, and the page says which story it is."""

import pytest
from django.utils.html import escape

from articles.models import Article
from tests.factories import (
    author,
    make_article,
    make_flag_round,
    make_issue,
    make_meeting,
    make_official,
    make_photo,
    make_reporter,
    make_signed_article,
    make_topic,
    make_township,
    make_village,
)

from .forms import filled

pytestmark = pytest.mark.django_db

USES = {
    "people.village": lambda make: make(villages=[make_village()]).villages.get(),
    "people.township": lambda make: make(townships=[make_township()]).townships.get(),
    "people.official": lambda make: make(officials=[make_official()]).attendances.get().official,
    "people.reporter": lambda make: make(reporters=[make_reporter("苗晓澜")]).credits.get().reporter,
    "articles.topic": lambda make: make(main_topic=make_topic("安全生产")).main_topic,
    "articles.meeting": lambda make: make(meeting=make_meeting()).meeting,
    "articles.issue": lambda make: make(issue=make_issue()).issue,
}
MAKERS = {"a draft": make_article, "a signed story": make_signed_article}


def register(entry) -> str:
    return f"/admin/{entry._meta.app_label}/{entry._meta.model_name}/"


def is_kept(entry) -> bool:
    return type(entry).objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("use", USES.values(), ids=USES)
class TestEveryRegister:
    def test_the_delete_button_names_the_story(self, as_editor, use, make):
        entry = use(make)
        page = as_editor.post(f"{register(entry)}{entry.pk}/delete/", {"post": "yes"}).content.decode()
        assert str(Article.objects.get()) in page
        assert "无权" not in page
        assert is_kept(entry)

    def test_so_does_deleting_several(self, as_editor, use, make):
        entry = use(make)
        data = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
        assert str(Article.objects.get()) in as_editor.post(register(entry), data).content.decode()
        assert is_kept(entry)


def test_a_village_is_not_deleted_in_its_townships_form(as_editor):
    village = make_village()
    make_signed_article(villages=[village])
    address = f"/admin/people/township/{village.township_id}/change/"
    data = filled(as_editor.get(address)) | {"villages-0-DELETE": "on"}
    response = as_editor.post(address, data)
    assert str(Article.objects.get()) in str(response.context["errors"])
    assert is_kept(village)


def test_a_township_stays_for_its_villages_and_its_flags(as_editor):
    village, flagged = make_village(), make_township("宁河镇")
    make_signed_article(villages=[village], flags={"red": [flagged]})
    for township in (village.township, flagged):
        page = as_editor.post(f"{register(township)}{township.pk}/delete/", {"post": "yes"}).content.decode()
        assert str(Article.objects.get()) in page
        assert is_kept(township)


def test_a_reporter_stays_for_a_picture_that_a_story_shows(as_editor):
    photo = make_photo(photographers=["苗晓澜"])
    make_article(placements=[photo])
    photographer = photo.credits.get().reporter
    page = as_editor.post(f"{register(photographer)}{photographer.pk}/delete/", {"post": "yes"}).content.decode()
    assert str(Article.objects.get()) in page
    assert is_kept(photographer)


def test_five_stories_are_named_and_all_are_counted(as_editor):
    meeting = make_meeting()
    for number in range(7):
        make_article(meeting=meeting, headline=f"第{number}篇")
    page = as_editor.get(f"{register(meeting)}{meeting.pk}/delete/").content.decode()
    assert sum(f"第{number}篇" in page for number in range(7)) == 5
    assert "7" in page


def test_a_reporter_learns_of_a_story_they_may_not_read_only_that_it_is_there(as_outsider):
    photo = make_photo(uploaded_by_id=as_outsider.session["_auth_user_id"])
    make_article(placements=[photo], created_by=author())
    response = as_outsider.post(f"{register(photo)}{photo.pk}/delete/", {"post": "yes"})
    assert str(Article.objects.get()) not in response.content.decode()
    assert is_kept(photo)


def test_who_holds_posts_is_told_to_lose_them_first(as_editor):
    official = make_official(posts=[("党工委", "书记", 1)])
    page = as_editor.post(f"{register(official)}{official.pk}/delete/", {"post": "yes"}).content.decode()
    assert "党工委书记" in page
    assert is_kept(official)


def test_an_account_that_filed_a_story_stays(as_superuser):
    make_article(headline="<em>一篇")
    page = as_superuser.post(f"/admin/people/user/{author().pk}/delete/", {"post": "yes"}).content.decode()
    assert escape("<em>一篇") in page
    assert is_kept(author())


def test_what_nothing_uses_goes(as_editor):
    for entry in (make_village(), make_topic("无人用"), make_meeting(), make_reporter()):
        as_editor.post(f"{register(entry)}{entry.pk}/delete/", {"post": "yes"})
        assert not is_kept(entry)


def test_a_flag_alone_keeps_its_township(as_editor):
    township = make_township("苏庄乡")
    make_flag_round(make_article(), blue=[township])
    as_editor.post(register(township), {"action": "delete_selected", "_selected_action": [township.pk], "post": "yes"})
    assert is_kept(township)
