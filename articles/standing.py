"""Where a story stands, in one word: a scheduled one is signed, and not out."""

from django.utils.translation import pgettext

from .models import Article
from .review.workflow import ReviewStep, State

WAITING = {
    ReviewStep.FIRST: State.SUBMITTED.label,
    ReviewStep.SECOND: State.FIRST_PASSED.label,
    ReviewStep.FINAL: State.SECOND_PASSED.label,
}


def standing(story: Article) -> tuple[str, str]:
    """Its name for style sheets, and the word."""
    if story.is_scheduled:
        return "scheduled", pgettext("stories", "Scheduled")
    if story.is_offline:
        return "offline", pgettext("stories", "Offline")
    if story.state == State.SUBMITTED and story.step:  # with fewer reviews it waits for a later one
        return story.state, str(WAITING[story.step])
    return story.state, story.get_state_display()
