"""Nothing that an editor has not signed, and nothing before its moment, stands at any public address."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from articles.models import Attendance, Correction, Placement
from people.models import Reporter
from tests import factories

from .reading import every_public_address

pytestmark = pytest.mark.django_db

# What readers may see of a story once it is signed; each of these words carries a mark below.
PLANTED = (
    "引题",
    "标题",
    "副题",
    "短题",
    "提要",
    "正文",
    "来源",
    "原作者",
    "原题",
    "责编",
    "会议",
    "主题",
    "次题",
    "记者",
    "领导",
    "职务",
    "动词",
    "图说",
    "读屏",
    "摄",
    "来宾",
    "单位",
    "评比",
)


def plant(mark: str, **fields):
    """A draft with a mark in every field, person, meeting, topic, place and picture."""
    photo = factories.make_photo(alt_text=f"{mark}读屏", photographers=[f"{mark}摄"])
    story = factories.make_article(
        kicker=f"{mark}引题",
        headline=f"{mark}标题",
        deck=f"{mark}副题",
        list_title=f"{mark}短题",
        standfirst=f"{mark}提要",
        body=f"{mark}正文",
        source=f"{mark}来源",
        original_author=f"{mark}原作者",
        original_title=f"{mark}原题",
        responsible_editor=f"{mark}责编",
        slugline=f"{mark}内部",
        meeting=factories.make_meeting(f"{mark}会议"),
        main_topic=factories.make_topic(f"{mark}主题"),
        topics=[f"{mark}次题"],
        reporters=[factories.author().reporter, f"{mark}记者"],
        officials=[(factories.make_official(f"{mark}领导"), f"{mark}职务", f"{mark}动词")],
        townships=[factories.Township.objects.first() or factories.make_township()],
        placements=[(photo, f"{mark}图说")],
        **fields,
    )
    Attendance.objects.create(article=story, name=f"{mark}来宾", organisation=f"{mark}单位", order=9)
    factories.make_flag_round(
        story, red=[factories.Township.objects.first()], subject=f"{mark}评比", reason=f"{mark}因"
    )
    return story


def plant_working_copy(mark: str) -> None:
    """A correction under way: everything that it adds to a public story, the note to readers included."""
    original = factories.make_signed_article()
    planted = plant(mark)
    copy = original.correct(by=factories.author())
    for name in ("kicker", "headline", "deck", "list_title", "standfirst", "body", "source", "original_author"):
        setattr(copy, name, getattr(planted, name))
    copy.main_topic = planted.main_topic
    copy.save()
    Placement.objects.create(article=copy, photo=planted.placements.get().photo, caption=f"{mark}图说")
    Correction.objects.create(article=copy, text=f"{mark}更正")
    copy.submit(by=factories.author(), answered=factories.answers(copy))


@pytest.fixture
def unpublished():
    """One story in every state that readers may not see, each with its own mark, beside a signed one.

    The page itself is open: nobody has signed its note and who made it.
    """
    signed = factories.make_signed_article(townships=[factories.make_township()])
    signed.issue.editors_note = "癸隐编者按"
    signed.issue.save()
    signed.issue.page_credits.create(role="layout", name="癸隐版式")
    draft = plant("甲隐")
    submitted = plant("乙隐")
    submitted.submit(by=factories.author())
    returned = plant("丙隐")
    returned.submit(by=factories.author())
    returned.send_back(by=factories.editor(), reason="丙隐理由")
    scheduled = plant("丁隐")
    scheduled.submit(by=factories.author())
    factories.pass_reviews(scheduled).sign(by=factories.editor(), at=timezone.now() + timedelta(hours=1))
    withdrawn = plant("戊隐")
    withdrawn.submit(by=factories.author())
    factories.pass_reviews(withdrawn).sign(by=factories.editor())
    withdrawn.withdraw(by=factories.editor(), reason="戊隐理由")
    offline = plant("庚隐")
    offline.submit(by=factories.author())
    factories.pass_reviews(offline).sign(by=factories.editor())
    offline.take_offline(by=factories.first_reviewer(), reason="庚隐理由")
    rejected = plant("辛隐")
    rejected.submit(by=factories.author())
    rejected.reject(by=factories.editor(), reason="辛隐理由")
    plant_working_copy("壬隐")
    return {
        "draft": draft,
        "submitted": submitted,
        "returned": returned,
        "scheduled": scheduled,
        "withdrawn": withdrawn,
        "offline": offline,
        "rejected": rejected,
    }


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_no_planted_mark_stands_at_any_public_address(client, unpublished):
    addresses = list(every_public_address())
    assert len(addresses) > 100
    for address in addresses:
        body = body_of(client.get(address)).decode(errors="ignore")
        assert not [mark for mark in "甲乙丙丁戊庚辛壬癸" if f"{mark}隐" in body], address


def test_no_search_finds_or_names_what_is_not_public(client, unpublished):
    for mark in "甲乙丙丁戊庚辛壬":
        page = client.get("/search/", {"q": f"{mark}隐"})
        assert page.context["page"].paginator.count == 0, mark
        assert not [word for word in PLANTED if f"{mark}隐{word}" in page.content.decode()], mark


def test_neither_pages_nor_pictures_of_unpublished_stories_are_found(client, unpublished):
    for story in unpublished.values():
        photo = story.placements.get().photo
        addresses = [
            story.get_absolute_url(),
            photo.get_absolute_url(),
            story.meeting.get_absolute_url(),
            story.main_topic.get_absolute_url(),
            story.attendances.first().official.get_absolute_url(),
            Reporter.objects.get(name__endswith="隐记者", credits__article=story).get_absolute_url(),
            *(f"/pictures/{photo.pk}/{rendition.name}" for rendition in photo.renditions),
        ]
        page, *others = (client.get(address).status_code for address in addresses)
        assert page == (410 if story.state == "withdrawn" else 404)
        assert set(others) == {404}, story.state


def test_a_withdrawn_story_leaves_a_dated_notice_and_one_that_readers_never_saw_leaves_none(client):
    story = factories.make_withdrawn_article(headline="撤下的标题")
    page = client.get(story.get_absolute_url())
    assert page.status_code == 410
    assert "撤下的标题" not in page.content.decode()
    never = factories.make_signed_article(published_at=timezone.now() + timedelta(days=2))
    never.withdraw(by=factories.editor(), reason="不再刊用")
    assert client.get(never.get_absolute_url()).status_code == 404
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=3)):
        assert client.get(never.get_absolute_url()).status_code == 404


def test_the_test_sees_a_mark_that_is_public(client):
    story = plant("己显")
    story.submit(by=factories.author())
    factories.pass_reviews(story).sign(by=factories.editor())
    seen = "".join(body_of(client.get(address)).decode(errors="ignore") for address in every_public_address())
    for planted in PLANTED:
        assert f"己显{planted}" in seen, planted
    assert "己显内部" not in seen


def test_a_scheduled_story_appears_when_its_moment_comes_with_nothing_running(client):
    moment = timezone.now() + timedelta(hours=3)
    photo = factories.make_photo()
    story = factories.make_signed_article(headline="丁隐标题", published_at=moment, placements=[photo])
    picture = f"/pictures/{photo.pk}/{photo.renditions[0].name}"
    assert client.get(story.get_absolute_url()).status_code == 404
    assert client.get(picture).status_code == 404
    with mock.patch("django.utils.timezone.now", return_value=moment):
        assert "丁隐标题" in client.get(story.get_absolute_url()).content.decode()
        assert "丁隐标题" in client.get("/").content.decode()
        assert client.get(picture).status_code == 200
    with mock.patch("django.utils.timezone.now", return_value=moment - timedelta(seconds=1)):
        assert client.get(story.get_absolute_url()).status_code == 404


def test_withdrawing_takes_the_pictures_out_of_the_public_store(client, settings, django_capture_on_commit_callbacks):
    photo = factories.make_photo()
    story = factories.make_signed_article(placements=[photo])
    address = f"/pictures/{photo.pk}/{photo.renditions[0].name}"
    assert client.get(address)["Content-Type"] == "image/webp"
    assert list(settings.PICTURES_PUBLIC_DIR.rglob("*.webp"))
    with django_capture_on_commit_callbacks(execute=True):
        story.withdraw(by=factories.editor(), reason="照片用错")
    assert not list(settings.PICTURES_PUBLIC_DIR.rglob("*.webp"))
    assert client.get(address).status_code == 404


def test_a_photo_is_public_as_long_as_one_public_story_places_it(client, django_capture_on_commit_callbacks):
    photo = factories.make_photo()
    first = factories.make_signed_article(placements=[photo])
    factories.make_signed_article(placements=[photo])
    with django_capture_on_commit_callbacks(execute=True):
        first.withdraw(by=factories.editor(), reason="重复")
    assert client.get(f"/pictures/{photo.pk}/{photo.renditions[0].name}").status_code == 200


def test_the_newsroom_previews_what_readers_cannot_see(client):
    photo = factories.make_photo()
    story = factories.make_article(headline="预览标题", placements=[photo])
    client.force_login(factories.author())
    page = client.get(story.get_absolute_url())
    assert "预览标题" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    picture = client.get(f"/pictures/{photo.pk}/{photo.renditions[0].name}")
    assert (picture.status_code, picture["Cache-Control"]) == (200, "private, no-store")
    client.force_login(factories.make_user("reporter"))
    assert client.get(story.get_absolute_url()).status_code == 404


def test_an_official_off_display_vanishes_from_pages_and_links(client):
    official = factories.make_official("欧阳不显")
    story = factories.make_signed_article(officials=[official])
    assert official.get_absolute_url() in client.get(story.get_absolute_url()).content.decode()
    official.is_on_display = False
    official.save()
    assert client.get(official.get_absolute_url()).status_code == 404
    assert "欧阳不显" not in client.get("/officials/").content.decode()
    page = client.get(story.get_absolute_url()).content.decode()
    assert official.get_absolute_url() not in page
    assert "欧阳不显" in page


def test_odd_addresses_are_not_found_rather_than_errors(client):
    factories.make_signed_article()
    for address in (
        "/weeks/2025-W53/",
        "/weeks/2026-W00/",
        "/weeks/0000-W01/",
        "/weeks/9999-W53/",
        "/weeks/2019-W07/",
        f"/articles/{2**70}/",
        "/officials/999/",
        "/townships/nowhere/",
        "/pictures/1/..%2f..%2fsecret_key",
        f"/pictures/{2**70}/a.webp",
        "/pictures/1/%00.webp",
    ):
        assert client.get(address).status_code == 404, address
    for query in ("?page=-1", "?page=abc", "?page=99999999999999999999", "?page="):
        assert client.get(f"/meetings/{query}").status_code == 200


def test_a_photo_of_somebody_elses_draft_is_not_shown_within_the_newsroom_either(client):
    photo = factories.make_photo()
    factories.make_article(placements=[photo])
    address = f"/pictures/{photo.pk}/{photo.renditions[0].name}"
    client.force_login(factories.make_user("reporter"))
    assert client.get(address).status_code == 404
    client.force_login(factories.editor())
    assert client.get(address).status_code == 200
    pool = factories.make_photo()
    client.force_login(factories.make_user("reporter"))
    assert client.get(f"/pictures/{pool.pk}/{pool.renditions[0].name}").status_code == 200
