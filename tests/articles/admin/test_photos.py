import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from articles.models import Photo
from people.models import User
from tests.conftest import signed_in
from tests.factories import (
    author,
    editor,
    first_reviewer,
    jpeg,
    make_article,
    make_passed_article,
    make_photo,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_user,
)

from .forms import address as story_address
from .forms import filled, story_page

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/photo/add/"


def change(photo) -> str:
    return f"/admin/articles/photo/{photo.pk}/change/"


def upload(content: bytes, name: str = "a.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_picture_is_taken_in_with_who_took_it_and_who_sent_it(as_author):
    row = {"reporter": make_reporter("苗晓澜"), "role": "photographer"}
    data = filled(as_author.get(ADD), alt_text="麦田。", image=upload(jpeg()), rows={"credits": [row]})
    as_author.post(ADD, data)
    photo = Photo.objects.get()
    assert (photo.uploaded_by, photo.alt_text, photo.credits.get().name_as_printed) == (author(), "麦田。", "苗晓澜")


def test_what_is_no_picture_is_refused_in_words_and_the_words_typed_stay(as_author):
    response = as_author.post(ADD, filled(as_author.get(ADD), alt_text="麦田。", image=upload(b"MZ\x00not a picture")))
    assert response.context["adminform"].form.errors["image"]
    assert "麦田。" in response.content.decode()
    assert not Photo.objects.exists()


def png(size: tuple[int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("1", size).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("number", ["60", "6000"])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_picture_of_too_many_pixels_is_told_so_in_our_words(as_author, number, is_new):
    page = ADD if is_new else change(make_photo())
    content = png((20_000, 10_000 if number == "6000" else 3_100))
    response = as_author.post(page, filled(as_author.get(page), image=upload(content, "a.png")))
    (sentence,) = response.context["adminform"].form.errors["image"]
    assert "60" in sentence or "6000" in sentence


@pytest.mark.parametrize("name", ["没有后缀", "很长的名字" * 30 + ".jpg"])
def test_the_name_of_a_file_does_not_matter(as_author, name):
    as_author.post(ADD, filled(as_author.get(ADD), image=upload(jpeg(), name)))
    assert Photo.objects.exists()


def test_a_picture_of_a_story_that_one_may_not_read_is_neither_listed_nor_picked(as_outsider, as_editor):
    make_photo(alt_text="空闲的图")
    hidden = make_photo(alt_text="藏着的图")
    make_article(placements=[hidden])
    picker = "/admin/autocomplete/?app_label=articles&model_name=placement&field_name=photo&term="
    for address in ("/admin/articles/photo/", picker):
        pages = [client.get(address).content.decode() for client in (as_outsider, as_editor)]
        pages = [json.loads(page)["results"] if page.startswith("{") else page for page in pages]
        assert ["藏着的图" in str(page) for page in pages] == [False, True]
        assert all("空闲的图" in str(page) for page in pages)

    other = make_article(created_by=User.objects.get(username="outsider"))
    row = {"photo": hidden, "caption": "", "after_paragraph": 1}
    as_outsider.post(story_address(other), filled(story_page(as_outsider, other), rows={"placements": [row]}))
    assert not other.placements.exists()


def test_the_picker_tells_pictures_apart_by_their_day_and_photographer(as_author):
    make_photo(alt_text="麦田。", taken_on=date(2026, 11, 12), photographers=["苗晓澜"])
    make_photo(alt_text="麦田。", photographers=["霍明野"])
    picker = "/admin/autocomplete/?app_label=articles&model_name=placement&field_name=photo&term="
    assert {result["text"] for result in as_author.get(picker).json()["results"]} == {
        "麦田。 · 2026年11月12日 · 本报记者 苗晓澜 摄",
        "麦田。 · 本报记者 霍明野 摄",
    }


def test_captions_are_searched_only_where_one_may_read_the_story(as_outsider, as_author):
    photo = make_photo(uploaded_by=make_user("reporter", username="third"))
    make_article(placements=[(photo, "密不示人的说明")])
    make_article(created_by=User.objects.get(username="outsider"), placements=[(photo, "人人可看的说明")])
    listed = "/admin/articles/photo/"

    def found(client, term):
        return list(client.get(listed, {"q": term}).context["cl"].result_list)

    assert found(as_author, "密不示人") == [photo]
    assert found(as_outsider, "密不示人") == []
    assert found(as_outsider, "人人可看") == found(as_outsider, "麦田") == [photo]


def test_a_thumbnail_stands_in_the_list(as_author):
    photo = make_photo()
    assert (
        f"/pictures/{photo.pk}/{photo.renditions[0].name}" in as_author.get("/admin/articles/photo/").content.decode()
    )


def test_a_picture_in_a_signed_story_stays_as_it_was_signed(as_editor):
    photo = make_photo()
    make_signed_article(placements=[photo])
    page = as_editor.get(change(photo))
    assert {*page.context["adminform"].form.fields} == {"focal_x", "focal_y"}
    as_editor.post(change(photo), filled(page, image=upload(jpeg(colour="red")), alt_text="改", focal_x=20))
    fresh = Photo.objects.get()
    assert (fresh.sha256, fresh.alt_text, fresh.focal_x) == (photo.sha256, photo.alt_text, 20)


def test_a_picture_signed_while_its_form_was_open_is_refused_in_words(as_editor, monkeypatch):
    photo = make_photo()
    data = filled(as_editor.get(change(photo)), alt_text="改")
    make_signed_article(placements=[photo])
    monkeypatch.setattr("articles.admin.photos._is_signed", lambda photo: False)
    response = as_editor.post(change(photo), data, follow=True)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert Photo.objects.get().alt_text == photo.alt_text


def test_the_present_reviewers_change_of_a_picture_is_part_of_the_review(as_editor):
    photo = make_photo()
    story = make_passed_article(placements=[photo])
    as_editor.post(change(photo), filled(as_editor.get(change(photo)), alt_text="村民在田埂上除草"))
    story.refresh_from_db()
    assert (story.state, story.reviews.last().verb, story.reviews.last().by) == ("second_passed", "edit", editor())
    story.sign(by=editor())
    assert story.is_public


def test_another_editors_change_of_a_picture_sends_the_story_to_its_first_review(db):
    photo = make_photo()
    story = make_passed_article(placements=[photo])
    client = signed_in(first_reviewer())
    page = client.post(change(photo), filled(client.get(change(photo)), alt_text="村民在田埂上除草"), follow=True)
    story.refresh_from_db()
    assert story.state == "submitted"
    assert "warning" in [message.level_tag for message in page.context["messages"]]


def test_the_photographer_no_longer_changes_what_an_editor_is_reading(as_author):
    photo = make_photo()
    make_submitted_article(placements=[photo])
    assert as_author.post(change(photo), {"alt_text": "改"}).status_code == 403


def test_nobody_else_changes_a_reporters_picture(as_outsider):
    photo = make_photo()
    assert as_outsider.get(change(photo)).status_code == 200
    assert as_outsider.post(change(photo), {"alt_text": "改"}).status_code == 403


def test_a_picture_that_a_story_places_is_not_deleted(as_author):
    photo = make_photo()
    make_article(placements=[photo])
    as_author.post(f"/admin/articles/photo/{photo.pk}/delete/", {"post": "yes"})
    assert Photo.objects.exists()


def test_others_unpublished_headlines_are_counted_not_named(as_outsider, as_author):
    photo = make_photo()
    make_article(headline="尚未公开的标题", placements=[photo])
    for address in ("/admin/articles/photo/", change(photo)):
        assert "尚未公开的标题" not in as_outsider.get(address).content.decode()
        assert "尚未公开的标题" in as_author.get(address).content.decode()


def test_only_a_public_picture_has_a_way_to_the_public_site(as_editor):
    waiting, public = make_photo(), make_photo()
    make_signed_article(placements=[public])
    assert not as_editor.get(change(waiting)).context["has_absolute_url"]
    assert as_editor.get(change(public)).context["has_absolute_url"]


def test_no_link_leads_to_the_stored_original(as_editor, as_outsider):
    photo = make_photo()
    assert "originals/" not in as_outsider.get(change(photo)).content.decode()
    make_signed_article(placements=[photo])
    assert "originals/" not in as_editor.get(change(photo)).content.decode()
