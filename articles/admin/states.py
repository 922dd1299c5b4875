"""What the desk says of a story's state: a scheduled one is signed, and not out."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..models import Article
from ..standing import standing


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


def moment_in_words(story: Article) -> str:
    return date_format(timezone.localtime(story.published_at), "DATETIME_FORMAT")
