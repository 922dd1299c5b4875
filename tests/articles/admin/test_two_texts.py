"""Two people save one story: the second sees both texts, and chooses."""

import pytest

from articles.models import Article
from articles.review.workflow import Verb
from tests.factories import (
    make_article,
    make_flag_round,
    make_official,
    make_photo,
    make_topic,
    make_township,
)

from .forms import address, filled, story_page

PARTS = ["credits", "attendances", "placements", "flag_rounds"]


def choices(response) -> dict[str, str]:
    """What differs, and what is ticked already."""
    return {difference.change.name: difference.choice for difference in response.context["differences"]}


def chosen(response, **said) -> dict:
    """What the page sends back with these choices."""
    data: dict = {}
    for name, value in response.context["carried"]:
        data.setdefault(name, []).append(value)
    ticked = choices(response) | said
    marks = {"compared": response.context["compared"], "opening": response.context["opening"].mark}
    return data | marks | {f"choice-{name}": choice for name, choice in ticked.items() if choice}


def is_asked(response) -> bool:
    return response.status_code == 200 and "differences" in (response.context or {})


@pytest.fixture
def story(db):
    return make_article(
        body="原来的话。",
        reporters=["甲一", "乙二"],
        officials=[make_official("吕沛"), make_official("安知")],
        placements=[(make_photo(), "甲图。"), (make_photo(), "乙图。")],
    )


@pytest.fixture
def meanwhile(story):
    def change(**fields):
        for name, value in fields.items():
            setattr(story, name, value)
        story.save()

    return change


class TestTheWords:
    def test_nothing_is_saved_before_the_choice(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), body="我的话。")
        meanwhile(body="别人的话。")
        response = as_author.post(address(story), data)

        assert choices(response) == {"body": ""}
        assert "我的" in response.content.decode() and "别人的" in response.content.decode()
        assert Article.objects.get(pk=story.pk).body == "别人的话。"

    @pytest.mark.parametrize(("choice", "body"), [("mine", "我的话。"), ("theirs", "别人的话。")])
    def test_the_choice_is_what_stands(self, as_author, story, meanwhile, choice, body):
        data = filled(story_page(as_author, story), body="我的话。", kicker="我的引题")
        meanwhile(body="别人的话。", deck="别人的副题")
        response = as_author.post(address(story), data)

        assert choices(response) == {"kicker": "mine", "deck": "theirs", "body": ""}
        assert as_author.post(address(story), chosen(response, body=choice)).status_code == 302
        story.refresh_from_db()
        assert (story.kicker, story.deck, story.body) == ("我的引题", "别人的副题", body)

    def test_what_only_one_changed_may_be_chosen_against_too(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), kicker="我的引题")
        meanwhile(deck="别人的副题")
        asked = as_author.post(address(story), data)
        as_author.post(address(story), chosen(asked, kicker="theirs", deck="mine"))

        story.refresh_from_db()
        assert (story.kicker, story.deck) == ("", "")

    def test_without_a_choice_it_asks_again(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), body="我的话。")
        meanwhile(body="别人的话。")
        response = as_author.post(address(story), chosen(as_author.post(address(story), data)))

        assert is_asked(response)
        assert Article.objects.get(pk=story.pk).body == "别人的话。"

    def test_a_third_who_saves_in_between_is_met_too(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), body="我的话。", kicker="我的引题")
        meanwhile(body="别人的话。", kicker="别人的引题")
        asked = as_author.post(address(story), data)
        meanwhile(body="第三个人的话。")
        again = as_author.post(address(story), chosen(asked, body="mine", kicker="mine"))

        assert is_asked(again) and choices(again) == {"kicker": "mine", "body": ""}
        assert Article.objects.get(pk=story.pk).body == "第三个人的话。"
        as_author.post(address(story), chosen(again, body="mine"))
        assert Article.objects.get(pk=story.pk).body == "我的话。"

    def test_the_same_change_by_both_is_no_question(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), body="同样的话。")
        meanwhile(body="同样的话。")

        assert as_author.post(address(story), data).status_code == 302

    def test_a_beginning_that_we_did_not_sign_asks_for_everything(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), body="我的话。", seen="forged")
        meanwhile(deck="别人的副题")

        assert choices(as_author.post(address(story), data)) == {"deck": "", "body": ""}

    def test_nor_does_that_of_another_story_count(self, as_author, story):
        other = story_page(as_author, make_article(body="我的话。")).context["adminform"].form["seen"].value()
        data = filled(story_page(as_author, story), body="我的话。", seen=other)

        assert choices(as_author.post(address(story), data)) == {"body": ""}

    def test_one_may_go_on_writing_with_what_was_chosen(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), body="我的话。")
        meanwhile(deck="别人的副题")
        response = as_author.post(address(story), chosen(as_author.post(address(story), data)) | {"_look": "1"})

        form = response.context["adminform"].form
        assert (form["body"].value(), form["deck"].value()) == ("我的话。", "别人的副题")
        assert Article.objects.get(pk=story.pk).body == "原来的话。"
        as_author.post(address(story), filled(response))
        story.refresh_from_db()
        assert (story.body, story.deck) == ("我的话。", "别人的副题")

    def test_the_pressed_step_is_taken_with_the_chosen_text(self, as_author, story, meanwhile):
        meanwhile(main_topic=make_topic())
        data = filled(story_page(as_author, story), body="我的话。") | {"_step": "submit"}
        meanwhile(body="别人的话。")
        asked = as_author.post(address(story), data)
        assert not story.reviews.exists()

        as_author.post(address(story), chosen(asked, body="mine"))
        assert story.reviews.get().verb == Verb.SUBMIT
        assert story.reviews.get().revision.content["body"] == "我的话。"

    def test_what_is_wrong_is_said_first_and_the_question_still_comes(self, as_author, story, meanwhile):
        data = filled(story_page(as_author, story), headline="", body="我的话。")
        meanwhile(body="别人的话。")
        wrong = as_author.post(address(story), data)
        assert wrong.context["wrong"]

        assert choices(as_author.post(address(story), filled(wrong, headline="有标题了"))) == {
            "headline": "mine",
            "body": "",
        }


class TestLinksAndFiling:
    def test_townships_and_topics_are_chosen_too(self, as_author, story):
        mine, theirs = make_township("宁河镇"), make_township("柳溪镇")
        data = filled(story_page(as_author, story), townships=[mine])
        story.townships.add(theirs)
        asked = as_author.post(address(story), data)

        assert choices(asked) == {"townships": ""}
        as_author.post(address(story), chosen(asked, townships="theirs"))
        assert [*story.townships.all()] == [theirs]

    def test_what_a_colleague_filed_stays_without_a_question(self, as_editor, story, meanwhile):
        data = filled(story_page(as_editor, story), body="我的话。")
        meanwhile(page_order=7, slugline="冬管")
        assert as_editor.post(address(story), data).status_code == 302

        story.refresh_from_db()
        assert (story.body, story.page_order, story.slugline) == ("我的话。", 7, "冬管")


class TestRows:
    @pytest.fixture
    def story(self, story):
        make_flag_round(story, subject="甲评比", red=[make_township("宁河镇")])
        make_flag_round(story, subject="乙评比")
        return story

    @pytest.mark.parametrize("part", PARTS)
    def test_a_row_removed_by_a_colleague_stays_removed_or_comes_back(self, as_author, story, part):
        before = [str(row) for row in getattr(story, part).all()]
        data = filled(story_page(as_author, story), kicker="补题")
        getattr(story, part).first().delete()
        asked = as_author.post(address(story), data)
        assert choices(asked) == {"kicker": "mine", part: "theirs"}

        assert as_author.post(address(story), chosen(asked) | {"_look": "1"}).status_code == 200
        as_author.post(address(story), chosen(asked, **{part: "mine"}))
        assert sorted(str(row) for row in getattr(story, part).all()) == sorted(before)

    @pytest.mark.parametrize("part", PARTS)
    def test_theirs_takes_their_rows(self, as_author, story, part):
        data = filled(story_page(as_author, story), kicker="补题")
        getattr(story, part).first().delete()
        kept = [str(row) for row in getattr(story, part).all()]
        as_author.post(address(story), chosen(as_author.post(address(story), data)))

        story.refresh_from_db()
        assert story.kicker == "补题"
        assert [str(row) for row in getattr(story, part).all()] == kept

    def test_a_row_that_a_colleague_added_goes_only_if_mine_was_chosen(self, as_author, story):
        mine, theirs = make_official("晏知遥"), make_official("谌樵")
        row = {"official": mine, "group": "district_leaders"}
        data = filled(story_page(as_author, story), rows={"attendances": [row]})
        story.attendances.create(official=theirs, order=9)
        asked = as_author.post(address(story), data)
        assert choices(asked) == {"attendances": ""}

        as_author.post(address(story), chosen(asked, attendances="mine"))
        assert [row.official.name for row in story.attendances.all()] == ["吕沛", "安知", "晏知遥"]

    def test_the_order_typed_by_me_holds(self, as_author, story):
        data = filled(story_page(as_author, story), **{"credits-0-order": 2, "credits-1-order": 1})
        story.credits.first().delete()
        as_author.post(address(story), chosen(as_author.post(address(story), data), credits="mine"))

        assert [credit.reporter.name for credit in story.credits.all()] == ["乙二", "甲一"]


def test_looking_at_both_leaves_no_trace(as_author, story, meanwhile):
    data = filled(story_page(as_author, story), body="我的话。")
    meanwhile(body="别人的话。")
    before = Article.objects.values().get(pk=story.pk)
    as_author.post(address(story), data)

    assert Article.objects.values().get(pk=story.pk) == before
    assert story.revisions.count() == 0
