"""识别填表: the text of one story to what its form would hold.

Nothing is written. Who or what no register plainly holds is said above the form and never guessed.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Reporter

from ..importing.drafts import colours_of, credits_of, genre_of, people_of, ranking_words, words_of
from ..importing.registers import PlainEntries
from ..models import Attendance
from ..reading import Page, read_page
from ..reading.page import LONGEST_PAGE, item_as_json

# Where in the form stands what a finding speaks of.
PLACES = {
    "headline": "headline",
    "byline_as_written": "credits",
    "correspondents": "credits",
    "photographers": "credits",
    "date_start": "happened_on",
    "paragraphs": "body",
    "caption": "body",
    "flags": "flag_rounds",
}
MOST_SHOWN = 200


def read_this(request: HttpRequest) -> JsonResponse:
    text = request.POST.get("text", "").replace("\x00", "")
    if len(text) > LONGEST_PAGE:
        return _problem(too_long())
    page = read_page(text, today=timezone.localdate())
    stories = [item for item in page.items if item.kind == "story"] or list(page.items)
    if not stories:
        return _problem(_("No story was read in this text. The form is as it was."))
    form = FilledForm(item_as_json(stories[0]))
    return JsonResponse(
        {
            "fields": form.fields(),
            "rows": form.rows(),
            "findings": [{"place": PLACES.get(f.field, ""), "message": f.message} for f in stories[0].findings],
            "notices": [*form.notices(), *(_beside(page) if len(stories) == 1 else ())],
            "several": _several(request, len(stories)),
        }
    )


def too_long() -> str:
    return _("This text is too long: at most %(number)d characters are read at once.") % {"number": LONGEST_PAGE}


def _problem(sentence: str) -> JsonResponse:
    return JsonResponse({"problem": sentence}, status=400)


class FilledForm:
    """What the reader found of one story, by the names of the form's fields and rows; what it did not find is absent.

    A pick from a register is {id, text}; a field of picks is a list of them.
    """

    def __init__(self, item: dict[str, Any]):
        self.item = item
        self.words = words_of({**item, "paragraphs": item["paragraphs"] or [item["caption"] or ""]})
        self.day = self.words["happened_on"]
        self.entries = PlainEntries()
        self.missing: list[tuple[str, list[str]]] = []

    def fields(self) -> dict[str, Any]:
        found = {
            "genre": genre_of(self.item),
            **{name: self.words[name] for name in ("kicker", "headline", "deck", "body")},
            "meeting": _picks(self._meeting()),
            "townships": _picks(self._townships()),
            "villages": _picks(self._villages()),
        }
        return {name: value for name, value in found.items() if value} | self._days()

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        found = {"credits": self._credits(), "attendances": self._attendances(), "flag_rounds": self._flags()}
        return {prefix: rows for prefix, rows in found.items() if rows}

    def notices(self) -> list[str]:
        """What was not filled in, or not from a register. After fields() and rows()."""
        return [sentence % {"names": _listed(names)} for sentence, names in self.missing if names]

    def _days(self) -> dict[str, str]:
        """The day, its end and its part are one thing: what is not printed is emptied with the rest."""
        if not self.day:
            return {}
        until = self.words["happened_until"]
        return {
            "happened_on": self.day.isoformat(),
            "happened_until": until.isoformat() if until else "",
            "part_of_day": self.words["part_of_day"],
        }

    def _meeting(self) -> Iterable[models.Model]:
        name = self.item["meeting"]
        meeting = self.entries.meeting(name, self.day) if name else None
        unknown = [] if meeting or not name else [name]
        self.missing.append((_("Not among the meetings of that day: %(names)s. Add it, or leave it out."), unknown))
        return [meeting] if meeting else []

    def _townships(self) -> Iterable[models.Model]:
        there = {name: self.entries.township(name) for name in [*self.item["townships"], *colours_of(self.item)]}
        unknown = [name for name, entry in there.items() if not entry]
        self.missing.append((_("Not among the townships and subdistricts: %(names)s."), unknown))
        return [entry for name in self.item["townships"] if (entry := there[name])]

    def _villages(self) -> Iterable[models.Model]:
        named = [(place["township"], place["village"]) for place in self.item["villages"]]
        there = {place: self.entries.village(*place) for place in named}
        unknown = ["".join(place) for place, entry in there.items() if not entry]
        self.missing.append((_("Not among the villages and communities: %(names)s."), unknown))
        return [entry for entry in there.values() if entry]

    def _credits(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        unknown: list[str] = []
        namesakes: list[str] = []
        for role, name in dict.fromkeys(credits_of(self.item)):
            if reporter := self.entries.reporter(name, role):
                rows.append({"reporter": _picks([reporter]), "role": role, "name_as_printed": name})
            elif there := Reporter.objects.standing().filter(name=name):
                namesakes += map(_label, there)
            else:
                unknown.append(name)
        self.missing.append((_("Not among the reporters: %(names)s. Ask an editor to add them."), unknown))
        self.missing.append((_("Of this name are others; pick who is meant: %(names)s."), namesakes))
        return rows

    def _attendances(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        typed: list[str] = []
        for person in people_of(self.item):
            officials = [] if person["organisation"] else self._official(person)
            picked = _picks(officials)
            # An official attends once; whoever is named twice stands a second time as typed.
            if picked and all(row["official"] != picked for row in rows):
                rows.append({**person, "official": picked, "name": ""})
                continue
            rows.append({**person, "official": []})
            if person["group"] != Attendance.Group.GUEST:
                typed.append(person["name"])
        self.missing.append((_("Not plainly one of the officials; the name stands as typed: %(names)s."), typed))
        return rows

    def _official(self, person: dict[str, Any]) -> list[models.Model]:
        official = self.entries.official(person["name"], person["post"], person["group"], self.day)
        return [official] if official else []

    def _flags(self) -> list[dict[str, Any]]:
        flags: dict[str, list] = {"red": [], "blue": []}
        for name, colour in colours_of(self.item).items():
            if township := self.entries.township(name):
                flags[colour] += _picks([township])
        return [{**ranking_words(self.item), **flags}] if any(flags.values()) else []


def _picks(entries: Iterable[models.Model]) -> list[dict[str, str]]:
    return [{"id": str(entry.pk), "text": _label(entry)} for entry in entries]


def _label(entry: models.Model) -> str:
    """As the register's own list for picking says it."""
    return getattr(admin.site.get_model_admin(type(entry)), "autocomplete_label", str)(entry)


def _beside(page: Page) -> list[str]:
    """What else stands in the text of one story: words below its pictures, and what found no place."""
    story = next((item for item in page.items if item.kind == "story"), None)
    photos = [item for item in page.items if item.kind == "photo" and story]
    captions = [" ".join(filter(None, [photo.caption, photo.credit_as_written])) for photo in photos]
    leftovers = [leftover.text for leftover in page.leftovers]
    said = [(_("For the picture: %(names)s"), captions), (_("Left over from the text: %(names)s"), leftovers)]
    return [sentence % {"names": _listed(texts)} for sentence, texts in said if texts]


def _several(request: HttpRequest, number: int) -> dict[str, str] | None:
    if number < 2:
        return None
    said = _("The text holds %(number)d stories; the first is filled in.") % {"number": number}
    return {"message": said, "url": _whole_page_url(request), "label": _("Read in the whole page")}


def _whole_page_url(request: HttpRequest) -> str:
    if not request.user.has_perm("articles.add_importedpage"):
        return ""
    try:
        return reverse("admin:articles_importedpage_add")
    except NoReverseMatch:
        return ""


def _listed(names: Iterable[str]) -> str:
    listed = pgettext("between items of a list", ", ").join(dict.fromkeys(names))
    return listed if len(listed) <= MOST_SHOWN else f"{listed[:MOST_SHOWN]}…"
