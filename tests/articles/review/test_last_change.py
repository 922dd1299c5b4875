"""A change at the last step, through the forms: the chief editor signs their own, anybody else's begins anew."""

import pytest

from articles.models import Article
from tests.articles.admin.forms import address, filled, step_address, story_page
from tests.conftest import signed_in
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_official,
    make_passed_article,
    make_photo,
    make_reporter,
    make_signed_article,
    make_topic,
    make_user,
    pass_reviews,
    second_reviewer,
)
from tests.sampling import sampled

from .ledger import assert_all_is_explained
from .matrix.situations import fresh

pytestmark = pytest.mark.django_db

# What the form sends differently, beside all that stands in it.
CHANGES = {
    "a character": lambda: {"body": "11月18日下午，柳溪区召开冬季农田管护现场会。"},
    "a character of the headline": lambda: {"headline": "柳溪区召开冬季农田管护现场会！"},
    "a name in the byline": lambda: {"credits-0-name_as_printed": "程墨严"},
    "a role in the byline": lambda: {"credits-0-role": "correspondent"},
    "one more in the byline": lambda: {
        "rows": {"credits": [{"reporter": make_reporter("甘露"), "role": "correspondent"}]}
    },
    "a post": lambda: {"attendances-0-post": "党工委副书记"},
    "the main topic": lambda: {"main_topic": make_topic("安全生产")},
    "a further topic": lambda: {"topics": [make_topic("民生实事")]},
    "a day": lambda: {"happened_on": "2026-11-17"},
    "the last day": lambda: {"happened_until": "2026-11-19"},
    "a caption": lambda: {"placements-0-caption": "图为另一景。"},
    "an alt text": lambda: {"placements-0-alt_text": "麦田。"},
    "the place of a picture": lambda: {"placements-0-after_paragraph": 1},
    "one more picture": lambda: {
        "rows": {"placements": [{"photo": make_photo(), "caption": "图二。", "after_paragraph": 1}]}
    },
    "a picture less": lambda: {"placements-0-DELETE": "on"},
}
OTHERS = {
    "an earlier reviewer": first_reviewer,
    "the second reviewer": second_reviewer,
    "another editor": lambda: make_user("second_reviewer"),
}


def waiting_for_the_chief():
    """As the form numbers its rows, so that saving it unchanged changes nothing."""
    placed = [(make_photo(), "图为现场一景。")]
    story = make_article(placements=placed, officials=[(make_official("吕沛"), "党工委书记", "出席会议")])
    for part in ("credits", "attendances", "placements"):
        getattr(story, part).update(order=1)
    story.placements.update(after_paragraph=0)
    story.submit(by=story.created_by)
    return pass_reviews(story)


def save(client, story, change):
    sent = dict(change)
    rows = sent.pop("rows", None)
    return client.post(address(story), filled(story_page(client, story), rows, _save="", **sent))


def sign(client, story):
    page = client.get(step_address(story, "sign"))
    if page.status_code != 200:
        return client.post(step_address(story, "sign"), {"at": ""})
    return client.post(step_address(story, "sign"), {"at": "", "seen": seals(page)})


def seals(page) -> list[str]:
    return [f"{story.pk}:{content_digest}" for story, _label, _missing, content_digest in page.context["stories"]]


@pytest.mark.parametrize("what", sampled(CHANGES, ["a character", "a post", "one more picture"]))
def test_what_the_chief_changes_is_signed_without_a_bounce_and_both_texts_are_on_record(what):
    story, chief = waiting_for_the_chief(), signed_in(editor())

    assert save(chief, story, CHANGES[what]()).status_code == 302
    sign(chief, story)

    assert fresh(story).is_public
    passed = [record.revision for record in story.reviews.filter(verb__in=("pass", "sign"))]
    assert [revision.number for revision in passed] == [1, 1, 2]
    assert passed[0].content != passed[2].content
    assert_all_is_explained()


@pytest.mark.parametrize("who", sampled(OTHERS, ["an earlier reviewer"]))
@pytest.mark.parametrize("what", sampled(CHANGES, ["a character", "a post", "one more picture"]))
def test_what_anybody_else_changes_sends_it_back_to_the_first_review(what, who):
    story, chief = waiting_for_the_chief(), signed_in(editor())

    assert save(signed_in(OTHERS[who]()), story, CHANGES[what]()).status_code == 302
    assert (fresh(story).state, story.reviews.last().verb) == ("submitted", "edit")

    sign(chief, story)
    assert fresh(story).state == "submitted"
    assert_all_is_explained()


@pytest.mark.parametrize("who", [editor, *OTHERS.values()])
def test_saving_the_form_as_it_stands_changes_nothing(who):
    story = waiting_for_the_chief()

    save(signed_in(who()), story, {})

    assert (fresh(story).state, story.reviews.count()) == ("second_passed", 3)


def test_the_author_does_not_change_what_is_under_review():
    story = waiting_for_the_chief()
    sent = filled(story_page(signed_in(editor()), story), body="作者又改了一处。")

    signed_in(author()).post(address(story), sent)

    assert (fresh(story).state, fresh(story).body) == ("second_passed", story.body)
    assert story.reviews.count() == 3


def test_the_chief_changes_one_character_through_the_model_and_signs():
    story = make_passed_article()
    story.body = story.body.replace("上午", "下午")
    story.save()
    assert not story.record_edit(by=editor())

    story.sign(by=editor())

    first, *_rest, last = story.revisions.order_by("number")
    pairs = zip(first.content["body"], last.content["body"], strict=True)
    assert sum(before != after for before, after in pairs) == 1
    assert story.is_public


# A picture's own page


def change_photo(client, photo, **fields):
    where = f"/admin/articles/photo/{photo.pk}/change/"
    return client.post(where, filled(client.get(where), **fields))


def test_the_chief_mends_an_alt_text_on_the_pictures_page_and_signs():
    story, chief = waiting_for_the_chief(), signed_in(editor())

    assert change_photo(chief, story.placements.get().photo, alt_text="雪后的麦田。").status_code == 302
    assert story.reviews.last().by == editor()
    sign(chief, story)

    assert fresh(story).is_public


def test_another_editors_change_on_the_pictures_page_sends_the_story_back():
    story = waiting_for_the_chief()

    change_photo(signed_in(second_reviewer()), story.placements.get().photo, alt_text="雪后的麦田。")

    assert fresh(story).state == "submitted"
    assert story.reviews.last().by == second_reviewer()


def test_a_signed_story_keeps_every_one_of_them():
    story = make_signed_article()

    for change in CHANGES.values():
        signed_in(editor()).post(address(story), {**change(), "headline": "改", "_save": ""})

    assert fresh(story).signed_revision == story.signed_revision
    assert Article.objects.public().get() == story
    assert_all_is_explained()
