"""Where the desk leads to."""

from django.urls import reverse

from ..models import Article
from ..review.rights import sees_all
from ..review.workflow import UNDER_REVIEW


def story_url(story: Article, user) -> str:
    """What waits for a review is read on its page; everything else in its form."""
    reads_on = "review" if story.state in UNDER_REVIEW and sees_all(user) else "change"
    return reverse(f"admin:articles_article_{reads_on}", args=[story.pk])
