"""Stories that look as if they were filed twice: said where one is filed, with a way to the other."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..models import Article
from ..models.questions import Alike


def filed_already(user, stories: Sequence[Article]) -> list[SafeString]:
    """A sentence for each, saved or not; empty for one without its like. What is not theirs to read has no title."""
    alike = Alike(stories)
    found = [alike.to(story) for story in stories]
    keys = {other.pk for others in found for other in others}
    readable = {*Article.objects.readable_by(user).filter(pk__in=keys).values_list("pk", flat=True)} if keys else set()
    return [_words(others, readable) if others else SafeString() for others in found]


def _words(others: list[Article], readable: set[int]) -> SafeString:
    links = format_html_join(" ", "{}", ((_link(other, other.pk in readable),) for other in others))
    return format_html("{} {}", _("The same headline and day, or the same text, is filed already:"), links)


def _link(other: Article, is_readable: bool) -> str:
    if not is_readable:
        return _("a colleague’s story, no. %(number)d") % {"number": other.pk}
    address = reverse("admin:articles_article_change", args=[other.pk])
    return format_html('<a href="{}">{}</a>', address, other)
