"""What search engines are told of: every public page, and the news of the last two days."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from articles.models import Article, Issue, Meeting, Photo, Topic
from people.models import Official, Reporter, Township

# What a search engine takes of a list of news, and how old they may be.
MOST_NEWS = 1000
NEWS_AGE = timedelta(days=2)


class PublicPages(Sitemap):
    """Made for one request: what is public is asked once."""

    limit = 2000

    @cached_property
    def paginator(self) -> Paginator:  # type: ignore[override]  # asked for the number of pages, then for each
        return Paginator(self.items(), self.limit)  # type: ignore[arg-type]  # a list or a queryset, said below


class Sections(PublicPages):
    def items(self) -> list[str]:
        lists = ("weeks", "topics", "townships", "meetings", "officials", "photos", "reporters", "corrections")
        return ["home", *lists]

    def location(self, item: str) -> str:
        return reverse(item)


class Stories(PublicPages):
    """Those of old papers too: search engines are where readers look for them."""

    def items(self):
        return Article.objects.public().with_told_at().only("pk").order_by("pk")

    def lastmod(self, story) -> datetime:
        return story.told_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().aggregate(latest=Max("told_at"))["latest"]


class News(PublicPages):
    """Newest first; see https://support.google.com/news/publisher-center/answer/9606710 for the form."""

    limit = MOST_NEWS

    def items(self):
        lately = Article.objects.public().current().filter(published_at__gt=timezone.now() - NEWS_AGE)
        return lately.only("headline", "published_at").order_by("-published_at", "-pk")


class Weeks(PublicPages):
    def items(self):
        return Issue.objects.with_stories(Article.objects.public())


class Officials(PublicPages):
    def items(self):
        return Official.objects.on_display().named_in(Article.objects.public()).order_by("pk")


class Reporters(PublicPages):
    def items(self):
        stories = Article.objects.public()
        return Reporter.objects.credited_in(stories, Photo.objects.shown_in(stories)).order_by("pk")


class Townships(PublicPages):
    def items(self):
        return Township.objects.standing()


class Topics(PublicPages):
    def items(self):
        return Topic.objects.mentioned_in(Article.objects.public())


class Meetings(PublicPages):
    def items(self):
        return Meeting.objects.mentioned_in(Article.objects.public()).order_by("pk")


class Photos(PublicPages):
    def items(self):
        return Photo.objects.shown_in(Article.objects.public()).only("pk").order_by("pk")


SITEMAPS: dict[str, Any] = {
    "sections": Sections,
    "stories": Stories,
    "news": News,
    "weeks": Weeks,
    "officials": Officials,
    "reporters": Reporters,
    "townships": Townships,
    "topics": Topics,
    "meetings": Meetings,
    "photos": Photos,
}
