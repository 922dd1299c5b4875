"""The feeds, as Atom (RFC 4287): what came out lately, with the whole text, for feed readers and for other sites."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from django.contrib.syndication.views import Feed
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed, Enclosure, Stylesheet, rfc3339_date
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from articles.models import Article, Photo, Topic
from articles.models.article_sets import ArticleQuerySet
from articles.pictures.renditions import private_path
from articles.values.body_text import printable
from people.models import Reporter, Township

from ..models import Newsroom
from ..views.moved import follows_mergers, shown_or_moved
from .structured_data import authors, topic_names

# A week's page may be signed at one stroke; who asks once a week must still find all of it.
LENGTH = 60
# Atom wants a moment of every feed; this one says that nothing has come out yet, and says so every time.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class LegalXML(SimplerXMLGenerator):
    """Leaves out what XML forbids, where Django's own would refuse the whole feed for it."""

    def characters(self, content):
        super().characters(printable(content))

    def startElement(self, name, attrs):
        super().startElement(name, {key: printable(value) for key, value in attrs.items()})


class StoryAtom(Atom1Feed):
    """Django's Atom with every author of a story, and with its whole text beside the summary."""

    def write(self, outfile, encoding):
        handler = LegalXML(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        # Most people press the link in a browser, which would show them markup.
        handler.processingInstruction("xml-stylesheet", Stylesheet(static("newsroom/feed.css"), "text/css"))
        handler.startElement("feed", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        handler.endElement("feed")

    def latest_post_date(self) -> datetime:
        """A story that leaves changes the feed as much as one that comes."""
        moments = [item["updateddate"] for item in self.items]
        return max([*moments, self.feed["left_at"] or NEVER])

    def add_item_elements(self, handler, item):
        handler.addQuickElement("title", item["title"])
        # Neither a correction nor a move from http to https gives a story another name.
        where = urlsplit(item["link"])
        handler.addQuickElement("id", f"tag:{where.hostname},{item['pubdate']:%Y-%m-%d}:{where.path}")
        handler.addQuickElement("published", rfc3339_date(item["pubdate"]))
        handler.addQuickElement("updated", rfc3339_date(item["updateddate"]))
        for name, address in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            if address:
                handler.addQuickElement("uri", self._absolute(address))
            handler.endElement("author")
        handler.addQuickElement("link", None, {"rel": "alternate", "type": "text/html", "href": item["link"]})
        for picture in item["enclosures"]:
            target = {"href": self._absolute(picture.url), "length": picture.length, "type": picture.mime_type}
            handler.addQuickElement("link", None, {"rel": "enclosure", **target})
        for topic in item["categories"]:
            handler.addQuickElement("category", None, {"term": topic})
        if item["summary"]:
            handler.addQuickElement("summary", item["summary"])
        handler.addQuickElement("content", item["description"], {"type": "html"})

    def _absolute(self, address: str) -> str:
        return urljoin(self.feed["feed_url"], address)


@dataclass(frozen=True)
class Subject:
    """What a feed is about. stories: in every state; only the public ones come before readers."""

    stories: ArticleQuerySet
    page: str
    name: str = ""
    newsroom: Newsroom = field(default_factory=Newsroom.current)

    @property
    def paper(self) -> str:
        return self.newsroom.name


class StoriesFeed(Feed):
    """Stories published or corrected lately, newest first; those of old papers are for who looks for them."""

    feed_type = StoryAtom
    description_template = "feeds/story.html"

    @method_decorator(follows_mergers)
    def __call__(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        # A browser shows Atom under its own name as bare markup; as XML it lays it out by the stylesheet.
        if "text/html" in request.headers.get("Accept", ""):
            response["Content-Type"] = "application/xml; charset=utf-8"
        patch_vary_headers(response, ["Accept"])
        return response

    def title(self, subject: Subject) -> str:
        return f"{subject.name} - {subject.paper}" if subject.name else subject.paper

    def subtitle(self, subject: Subject) -> str | None:
        newsroom = subject.newsroom
        return _("Made by %(centre)s") % {"centre": newsroom.media_centre} if newsroom.media_centre else None

    def link(self, subject: Subject) -> str:
        return subject.page

    def author_name(self, subject: Subject) -> str:
        """For stories without a byline of ours."""
        return subject.paper

    def feed_extra_kwargs(self, subject: Subject) -> dict:
        return {"left_at": subject.stories.last_left_at()}

    def items(self, subject: Subject) -> list[Article]:
        """One that was corrected comes back, however long ago it came out, so that who read it learns of it."""
        told = subject.stories.public().for_feeds().latest_told(LENGTH)
        return sorted(told, key=lambda story: (story.published_at, story.pk), reverse=True)

    def get_context_data(self, **given) -> dict:
        return {"story": given["item"], "origin": given["request"].build_absolute_uri("/").rstrip("/")}

    def item_title(self, story: Article) -> str:
        return story.joined_headline

    def item_pubdate(self, story: Article) -> datetime | None:
        return story.published_at

    def item_updateddate(self, story: Article) -> datetime:
        return story.told_at  # type: ignore[attr-defined]  # by latest_told

    def item_categories(self, story: Article) -> list[str]:
        return topic_names(story)

    def item_enclosures(self, story: Article) -> list[Enclosure]:
        """The lead picture."""
        placement = next(iter(story.placements.all()), None)
        return list(_enclosures(placement.photo)) if placement else []

    def item_extra_kwargs(self, story: Article) -> dict:
        return {
            "summary": story.lead_sentence,
            "authors": [(name, reporter.get_absolute_url() if reporter else "") for name, reporter in authors(story)],
        }


class NewsFeed(StoriesFeed):
    def get_object(self, request: HttpRequest) -> Subject:
        return Subject(Article.objects.current(), reverse("home"))


class ReporterFeed(StoriesFeed):
    def get_object(self, request: HttpRequest, pk: int) -> Subject:
        stories = Article.objects.public()
        reporters = Reporter.objects.credited_in(stories, Photo.objects.shown_in(stories))
        reporter = shown_or_moved(reporters, pk=pk)
        return Subject(Article.objects.current().credited_to(reporter), reporter.get_absolute_url(), reporter.name)


class TownshipFeed(StoriesFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Subject:
        township = shown_or_moved(Township.objects.standing(), slug=slug)
        return Subject(Article.objects.current().in_township(township), township.get_absolute_url(), township.name)


class TopicFeed(StoriesFeed):
    def get_object(self, request: HttpRequest, slug: str) -> Subject:
        topic = get_object_or_404(Topic.objects.mentioned_in(Article.objects.public()), slug=slug)
        return Subject(Article.objects.current().about(topic), topic.get_absolute_url(), topic.name)


def _enclosures(photo: Photo) -> Iterator[Enclosure]:
    rendition = photo.middle_rendition
    try:
        length = default_storage.size(private_path(rendition))
    except FileNotFoundError:  # a restored backup leaves renditions out; they are made again when they are asked for
        return
    yield Enclosure(reverse("picture", args=[photo.pk, rendition.name]), str(length), "image/webp")
