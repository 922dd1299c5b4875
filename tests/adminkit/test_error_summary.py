"""A form that is refused keeps all that was typed and ticked, and says at its head what is wrong and where."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.articles.admin.forms import address, filled, story_page
from tests.factories import make_article


def test_what_was_typed_and_ticked_stays(as_author):
    story = make_article(reporters=["甲一", "乙二"])
    row = {"name": "何远舟", "group": "guest", "organisation": "远舟公司"}
    changes = {"headline": "", "body": "夜里写的话。", "credits-1-DELETE": "on"}
    response = as_author.post(
        address(story), filled(story_page(as_author, story), rows={"attendances": [row]}, **changes)
    )

    assert response.context["adminform"].form["body"].value() == "夜里写的话。"
    rows = {inline.formset.prefix: inline.formset for inline in response.context["inline_admin_formsets"]}
    assert rows["credits"].forms[1]["DELETE"].value()
    assert rows["attendances"].forms[0]["name"].value() == "何远舟"
    assert story.credits.count() == 2


def test_each_wrong_place_is_named_with_a_way_to_it(as_author):
    story = make_article()
    row = {"name": "", "group": "guest", "organisation": "远舟公司"}
    response = as_author.post(
        address(story), filled(story_page(as_author, story), rows={"attendances": [row]}, headline="")
    )
    page = response.content.decode()

    places = [wrong.place for wrong in response.context["wrong"]]
    assert places == ["id_headline", "attendances-0"]
    assert all(f'href="#{place}"' in page and f'id="{place}"' in page for place in places)


def test_a_form_just_opened_lists_nothing(as_author):
    assert story_page(as_author).context["wrong"] == []


def test_a_chosen_picture_is_to_be_chosen_again_and_that_is_said(as_author):
    where = reverse("admin:articles_photo_add")
    file = SimpleUploadedFile("会场.jpg", b"MZ not a picture", "image/jpeg")
    data = {name: value for name, value in filled(as_author.get(where), image=file).items() if value is not None}
    response = as_author.post(where, data)

    assert [wrong.label for wrong in response.context["wrong"]][-1] == "会场.jpg"
