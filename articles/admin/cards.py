"""One item of a page as a card: what was read, to be mended, and how sure the reader is of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..importing.passages import begins_at, passage_of
from ..importing.registers import PARTS_OF_DAY
from ..models import Article, ImportedPage, Meeting, Topic
from ..models.article import is_plausible
from ..models.part_of_day import PartOfDay
from ..reading.findings import Finding
from ..reading.page import Item, Page, item_as_json
from .story_form import Lines

LONGEST_NAME = 40
# A page of very many short items is worked through in several turns: each sends so many fields.
CARDS_AT_ONCE = 100
# The reader knows the printed words.
PRINTED_PARTS = {part: word for word, part in reversed([*PARTS_OF_DAY.items()])}
# Folded away where the reader found nothing for them.
RARE = {
    "story": ("date_end", "photographers", "interns", "caption"),
    "photo": ("kicker", "deck", "date_end", "reporters", "correspondents", "interns", "meeting", "paragraphs"),
}
# Where a finding's field has another name here.
FIELDS_OF_FINDINGS = {"byline_as_written": "reporters"}
SURENESS = (
    (0.5, "unsure", pgettext_lazy("how sure the reader is", "unsure")),
    (0.8, "look", pgettext_lazy("how sure the reader is", "please check")),
    (1.1, "sure", pgettext_lazy("how sure the reader is", "fairly sure")),
)


class NamesField(forms.CharField):
    """Several names on one line."""

    def clean(self, value) -> list[str]:
        names = [name for name in re.split(r"[\s、，,]+", super().clean(value)) if name]
        if long := [name for name in names if len(name) > LONGEST_NAME]:
            refusal = _("This is too long for a name: %(name)s.")
            raise ValidationError(refusal, code="long", params={"name": long[0]})
        return list(dict.fromkeys(names))


def _refuse_implausible(day) -> None:
    if not is_plausible(day):
        raise ValidationError(_("The day of the event cannot be right: look at its year."), code="implausible_day")


def _day(label) -> forms.DateField:
    return forms.DateField(
        validators=[_refuse_implausible],
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def _names(label) -> NamesField:
    return NamesField(label=label, required=False)


class ItemForm(forms.Form):
    # Tells an item left unticked from one that was not on the page that was sent.
    sent = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)
    tick = forms.BooleanField(label=_("Make it a draft"), required=False, initial=True)
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=[("story", pgettext_lazy("on a page", "Story")), ("photo", Article.Genre.PHOTO_NEWS.label)],
    )
    kicker = forms.CharField(label=_("kicker"), required=False)
    headline = Lines(label=_("headline"), required=False, widget=forms.Textarea(attrs={"rows": 2, "class": "headline"}))
    deck = forms.CharField(label=_("deck"), required=False)
    reporters = _names(_("reporters"))
    correspondents = _names(_("correspondents"))
    photographers = _names(_("photographers"))
    interns = _names(_("interns"))
    date_start = _day(_("day of the event"))
    date_end = _day(_("last day of the event"))
    part_of_day = forms.ChoiceField(label=_("part of day"), required=False, choices=[("", "—"), *PartOfDay.choices])
    meeting = forms.CharField(label=_("meeting"), required=False, max_length=Meeting._meta.get_field("name").max_length)
    townships = _names(_("townships and subdistricts"))
    main_topic = forms.ChoiceField(label=_("main topic"), required=False)
    paragraphs = Lines(
        label=_("paragraphs, one a line"), required=False, widget=forms.Textarea(attrs={"class": "copy"})
    )
    caption = Lines(label=_("caption"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, item: Item, *, data=None, topics: Sequence[str] = ()):
        prefix = f"item{begins_at(item.source_spans)}"
        is_sent = data is not None and f"{prefix}-sent" in data
        super().__init__(data if is_sent else None, prefix=prefix, initial=_initial(item))
        self.item = item
        main_topic: Any = self.fields["main_topic"]
        main_topic.choices = [("", "—"), *((name, name) for name in topics)]
        self.fields["paragraphs"].widget.attrs["rows"] = _rows(item.paragraphs)
        for name in self.doubtful:
            self.fields[name].widget.attrs |= {"aria-describedby": f"{prefix}-findings"}

    @cached_property
    def doubtful(self) -> set[str]:
        """Fields to look at; a year that any page leaves out does not mark every day."""
        unsure = [finding.field for finding in self.item.findings if _sureness(finding.sureness)[0] != "sure"]
        named = {FIELDS_OF_FINDINGS.get(field, field) for field in unsure}
        return named & {*self.fields}

    @property
    def is_ticked(self) -> bool:
        return bool(self["tick"].value())

    @property
    def is_mended(self) -> bool:
        return self.is_bound and any(name not in ("tick", "sent") for name in self.changed_data)

    @property
    def common(self) -> list[forms.BoundField]:
        return [self[name] for name in self._shown if name not in self._rare]

    @property
    def rare(self) -> list[forms.BoundField]:
        return [self[name] for name in self._shown if name in self._rare]

    @property
    def has_rare_errors(self) -> bool:
        return any(name in self._rare for name in self.errors)

    @property
    def _shown(self) -> list[str]:
        return [name for name in self.fields if name not in ("sent", "tick", "kind")]

    @cached_property
    def _rare(self) -> set[str]:
        return {name for name in RARE[self.item.kind] if not self.initial.get(name) and name not in self.doubtful}

    def clean(self):
        super().clean()
        start, end = self.cleaned_data.get("date_start"), self.cleaned_data.get("date_end")
        if end and not start and "date_start" not in self.errors:
            self.add_error(
                "date_start", ValidationError(_("An event with a last day needs a first day."), code="first")
            )
        if start and end and end < start:
            refusal = _("The last day of the event comes after its first, or stays empty.")
            self.add_error("date_end", ValidationError(refusal, code="last"))
        return self.cleaned_data

    def mended(self) -> dict[str, Any]:
        """The item as it was read, with what was typed in its place."""
        said = self.cleaned_data
        start, end = said["date_start"], said["date_end"]
        gone = {*self.item.townships} - {*said["townships"]}
        as_read = item_as_json(self.item)
        return {
            **as_read,
            **{name: said[name] for name in self._shown},
            "kind": said["kind"],
            "headline_lines": said["headline"].split("\n"),
            "date_start": start.isoformat() if start else None,
            "date_end": end.isoformat() if end else None,
            "part_of_day": PRINTED_PARTS.get(said["part_of_day"]),
            "paragraphs": [line for line in said["paragraphs"].split("\n") if line.strip()],
            # A village goes with the township that was taken out.
            "villages": [place for place in as_read["villages"] if place["township"] not in gone],
        }


@dataclass
class Card:
    number: int
    item: Item
    passage: str
    draft: Article | None = None
    form: ItemForm | None = None
    filed_already: str = ""  # what looks like the same, filed before

    @property
    def findings(self) -> list[tuple[Finding, str, str]]:
        """Each with how sure the reader is, as a name and as words; least sure first."""
        in_order = sorted(self.item.findings, key=lambda finding: finding.sureness)
        return [(finding, *_sureness(finding.sureness)) for finding in in_order]

    @property
    def sureness(self) -> tuple[str, str]:
        return _sureness(self.item.sureness)

    @property
    def title(self) -> str:
        return self.item.headline or self.passage.strip().partition("\n")[0][:30]


def cards_of(page: ImportedPage, reading: Page, drafts: Mapping[int | None, Article], *, data=None) -> list[Card]:
    """A card for each item; a form in those that are no drafts yet, as many as one page may send."""
    topics = list(Topic.objects.values_list("name", flat=True))
    cards = []
    forms_left = CARDS_AT_ONCE
    for number, item in enumerate(reading.items, start=1):
        card = Card(number, item, passage_of(page.text, item.source_spans), drafts.get(begins_at(item.source_spans)))
        if card.draft is None and forms_left:
            card.form = ItemForm(item, data=data, topics=topics)
            forms_left -= 1
        cards.append(card)
    return cards


def _initial(item: Item) -> dict[str, Any]:
    names = ("reporters", "correspondents", "photographers", "interns", "townships")
    return {
        "sent": "1",
        "tick": True,
        **{name: getattr(item, name) or "" for name in ("kind", "kicker", "deck", "meeting", "caption")},
        **{name: " ".join(getattr(item, name)) for name in names},
        "headline": "\n".join(item.headline_lines) or item.headline or "",
        "date_start": item.date_start,
        "date_end": item.date_end if item.date_end != item.date_start else None,
        "part_of_day": PARTS_OF_DAY.get(item.part_of_day or "", ""),
        "paragraphs": "\n".join(item.paragraphs),
    }


def _rows(paragraphs: Sequence[str]) -> int:
    """As many as the text fills, within what a screen shows."""
    return max(3, min(18, 1 + sum(len(text) // 34 + 1 for text in paragraphs)))


def _sureness(value: float) -> tuple[str, str]:
    return next((name, str(words)) for limit, name, words in SURENESS if value < limit)
