"""Pickers are given what no row of a register has: from a link that somebody made up, or from a mended request."""

import pytest

from articles.models import Article
from tests import factories

from .forms import address, filled, story_page

ADD = "/admin/articles/article/add/"
NO_KEYS = ("abc", "9" * 30, "1,2,x", "²", "-1", "1.5", "")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("value", NO_KEYS)
@pytest.mark.parametrize("field", ["meeting", "main_topic", "townships", "villages", "topics"])
def test_a_link_that_names_no_entry_opens_an_empty_form(as_author, field, value):
    response = as_author.get(ADD, {field: value})
    assert response.status_code == 200


def test_a_link_that_names_an_entry_opens_the_form_with_it(as_author):
    meeting = factories.make_meeting()
    page = as_author.get(ADD, {"meeting": meeting.pk}).content.decode()
    assert f'<option value="{meeting.pk}" selected>' in page


@pytest.mark.parametrize("value", [value for value in NO_KEYS if value])
@pytest.mark.parametrize(
    "field", ["meeting", "main_topic", "townships", "villages", "credits-0-reporter", "attendances-0-official"]
)
def test_what_was_picked_from_no_register_is_refused_with_a_sentence_and_saves_nothing(as_author, field, value):
    story = factories.make_article(officials=[factories.make_official()])
    form = filled(story_page(as_author, story))
    response = as_author.post(address(story), {**form, field: value, "headline": "改过的标题"})
    assert response.status_code == 200
    assert response.context["wrong"]
    assert Article.objects.get(pk=story.pk).headline == story.headline
