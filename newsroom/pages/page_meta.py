"""Where a reader stands: a page's name and the pages above it, said once for people and for machines."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Photo

# The paper's sections in the order of the line under its head, by the names of their addresses.
SECTIONS: dict[str, str | Promise] = {
    "home": _("This issue"),
    "weeks": _("Archive"),
    "topics": _("Topics"),
    "townships": _("Townships"),
    "meetings": _("Meetings"),
    "officials": _("Leaders’ activities"),
    "photos": _("Photos"),
    "reporters": _("Our reporters"),
    "search": _("Search"),
}

Step = tuple[str, str]


@dataclass(frozen=True)
class PageMeta:
    """title: empty on the front page. under: names and addresses of the pages above, the outermost first."""

    title: str
    under: tuple[Step, ...] = ()
    about: str = ""
    picture: Photo | None = None
    feed: str = ""
    story: Article | None = None


def section(name: str) -> Step:
    return str(SECTIONS[name]), reverse(name)


def in_section(name: str, title: str, **said) -> PageMeta:
    """A page right under one of the paper's sections."""
    return PageMeta(title, (section(name),), **said)


def the_section(name: str) -> PageMeta:
    """A section's own page."""
    return PageMeta(str(SECTIONS[name]))
