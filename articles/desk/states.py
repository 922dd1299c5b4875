"""What the desk says of a story's state: a scheduled one is signed, and not out."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Article, Review
from ..review.workflow import ReviewStep, State

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


def state_in_words(story: Article) -> str:
    return standing(story)[1]


def state_word(story: Article) -> SafeString:
    return format_html('<span class="state state-{}">{}</span>', *standing(story))


def state_label(story: Article) -> SafeString:
    """With the moment at which a scheduled story comes out."""
    if story.published_at is None or not story.is_scheduled:
        return state_word(story)
    moment, words = story.published_at.isoformat(), moment_in_words(story)
    return format_html('{} <time class="state-moment" datetime="{}">{}</time>', state_word(story), moment, words)


def importance_word(story: Article) -> str:
    """Nothing for the usual one."""
    if story.importance == Article.Importance.NORMAL:
        return ""
    return _("importance: %(importance)s") % {"importance": story.get_importance_display()}


def moment_in_words(story: Article | Review) -> str:
    """Of publication; a record of a signature knows it too."""
    return date_format(timezone.localtime(story.published_at), "DATETIME_FORMAT")
