"""Searching what readers may see: exact at any length, on both databases."""

from collections.abc import Sequence

from django.db.models import Case, F, IntegerField, Value, When

from .models import Article
from .models.article_sets import ArticleQuerySet
from .review.workflow import State

# A longer result is said to be longer, and not counted to its end.
MOST_COUNTED = 1000


def search(stories: ArticleQuerySet, wanted: Sequence[str]) -> ArticleQuerySet:
    """Those of the stories that contain every one of the folded phrases; see search_text.phrases."""
    for phrase in wanted:
        stories = stories.filter(search_entry__text__contains=phrase)
    return stories.select_related("search_entry")


def best_first(stories: ArticleQuerySet, wanted: Sequence[str]) -> ArticleQuerySet:
    """Those with more of the phrases in their titles first, then the newest."""
    rank = sum(
        (
            Case(When(search_entry__titles__contains=phrase, then=Value(1)), default=0, output_field=IntegerField())
            for phrase in wanted
        ),
        start=Value(0),
    )
    return stories.annotate(rank=rank).order_by(
        "-rank", F("happened_on").desc(nulls_last=True), F("published_at").desc(), "-pk"
    )


def stories_without_entry() -> ArticleQuerySet:
    """Signed, and missing in the index; empty as long as stories are signed by the verbs."""
    return Article.objects.filter(state=State.SIGNED, corrects=None, search_entry=None)
