"""Says, when a story is filed, that one with the same headline and day is there already."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ..models import Article
from ..review import rights

MOST_SAID = 10


def say_if_filed_twice(request: HttpRequest, stories: Iterable[Article]) -> None:
    """With a link for who may read the other one; nobody else learns more than that it is there."""
    for story in list(stories)[:MOST_SAID]:
        other = Article.objects.same_item_as(story).first()
        if other is None:
            continue
        said = _("A story with the same headline and day is there already: “%(title)s”.") % {"title": story}
        if rights.may_read(other, request.user):
            where = reverse("admin:articles_article_change", args=[other.pk])
            link = format_html('<a href="{}">{}</a>', where, _("Look at it"))
            messages.warning(request, format_html("{} {}", said, link))
        else:
            messages.warning(request, said)
