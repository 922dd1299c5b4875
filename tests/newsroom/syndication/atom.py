"""Reading feeds in tests: parsed, and held against what RFC 4287 asks of every feed and entry."""

import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 4287, 4.1.1 and 4.1.2: what stands once, what at most once.
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = ("generator", "icon", "logo", "rights", "subtitle", "content", "published", "source", "summary")
PERSON = {f"{ATOM}{name}" for name in ("name", "uri", "email")}


@dataclass
class Entry:
    element: ElementTree.Element

    def text(self, name: str) -> str:
        return self.element.findtext(f"{ATOM}{name}", "")

    def moment(self, name: str) -> datetime:
        return datetime.fromisoformat(self.text(name))

    @property
    def authors(self) -> list[str]:
        return [author.findtext(f"{ATOM}name", "") for author in self.element.findall(f"{ATOM}author")]

    @property
    def categories(self) -> list[str]:
        return [category.get("term", "") for category in self.element.findall(f"{ATOM}category")]

    def links(self, rel: str) -> list[dict[str, str]]:
        return [link.attrib for link in self.element.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


@dataclass
class ReadFeed(Entry):
    @property
    def entries(self) -> list[Entry]:
        return [Entry(element) for element in self.element.findall(f"{ATOM}entry")]

    @property
    def titles(self) -> list[str]:
        return [entry.text("title") for entry in self.entries]


def read(response) -> ReadFeed:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ReadFeed(ElementTree.fromstring(response.content))
    assert feed.element.tag == f"{ATOM}feed"
    _check(feed)
    assert feed.links("self")
    ids = [entry.text("id") for entry in feed.entries]
    assert len(set(ids)) == len(ids)
    for entry in feed.entries:
        _check(entry)
        assert entry.authors or feed.authors
        assert len(entry.links("alternate")) == 1 or entry.element.find(f"{ATOM}content") is not None
    return feed


def _check(part: Entry) -> None:
    for name in ONCE:
        found = part.element.findall(f"{ATOM}{name}")
        assert len(found) == 1 and (found[0].text or "").strip(), name
    for name in AT_MOST_ONCE:
        assert len(part.element.findall(f"{ATOM}{name}")) <= 1, name
    assert urlsplit(part.text("id")).scheme
    for name in ("updated", "published"):
        if moment := part.text(name):
            assert datetime.fromisoformat(moment).tzinfo is not None
    for author in part.element.findall(f"{ATOM}author"):
        assert {child.tag for child in author} <= PERSON
        assert author.findtext(f"{ATOM}name")
    for link in part.element.findall(f"{ATOM}link"):
        assert urlsplit(link.get("href", "")).netloc, "addresses in a feed are read far from its page"
        assert link.get("length", "0").isdigit()
    for category in part.element.findall(f"{ATOM}category"):
        assert category.get("term")
