import pytest
from django.utils import translation

from articles.values.bylines import REPORTING, WRITING, CreditRole, credit_line, dateline, photo_credit
from tests.factories import make_article, make_photo, make_reporter


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def test_the_role_stands_once_before_its_names():
    line = credit_line([("reporter", "甲"), ("reporter", "乙"), ("correspondent", "丙")])

    assert line == "Reporter 甲 乙 Correspondent 丙"


def test_a_role_that_comes_back_is_printed_again_in_the_order_of_the_credits():
    line = credit_line([("reporter", "甲"), ("intern", "乙"), ("reporter", "丙")])

    assert line == "Reporter 甲 Intern 乙 Reporter 丙"


def test_without_credits_nothing_is_printed():
    assert credit_line([]) == dateline([]) == photo_credit([]) == ""


def test_a_dateline_holds_the_byline():
    assert dateline([("reporter", "甲")]) == "Our newsroom (Reporter 甲)"


def test_names_with_percent_signs_are_printed_as_they_are():
    assert "100%s" in dateline([("reporter", "100%s")])


def test_a_picture_names_our_photographers_its_senders_and_everybody_else_by_role():
    line = photo_credit([("photographer", "甲"), ("reporter", "乙"), ("supplied", "丙"), ("correspondent", "丁")])

    assert line == ("Photo by our reporter 甲 Photo by our reporter 乙 Picture: 丙 Photo by Correspondent 丁")


@pytest.mark.parametrize("role", CreditRole)
def test_every_role_can_be_printed_under_a_story_and_a_picture(role):
    assert "甲" in credit_line([(role.value, "甲")])
    assert "甲" in photo_credit([(role.value, "甲")])


def test_who_reports_also_writes():
    assert REPORTING < WRITING < set(CreditRole)


@pytest.mark.django_db
def test_a_story_prints_the_names_of_its_day_when_the_register_moves_on():
    reporter = make_reporter("周健")
    story = make_article(reporters=[reporter, ("丙", "correspondent")])
    photo = make_photo(photographers=[reporter])

    reporter.name = "周小健"
    reporter.save()

    assert story.byline == "Reporter 周健 Correspondent 丙"
    assert photo.credit_line == "Photo by our reporter 周健"


@pytest.mark.django_db
def test_a_brief_opens_with_a_dateline_and_a_feature_does_not():
    assert make_article(reporters=["甲"]).dateline == "Our newsroom (Reporter 甲)"
    assert make_article(reporters=["甲"], genre="feature").dateline == ""


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "  ", "\u3000"])
def test_an_empty_printed_name_is_the_one_in_the_register(typed):
    story = make_article(reporters=[])

    credit = story.credits.create(reporter=make_reporter("周　健"), name_as_printed=typed)

    assert credit.name_as_printed == "周健"
