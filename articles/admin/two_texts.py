"""Two people changed one story: whoever saves second sees both texts, and chooses what stays.

The form carries what the story said when it was opened, signed and packed, so that three texts can be told apart: as it
was, as it was typed, as it is stored. Nothing of that is kept on the server, and nobody can claim another beginning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core import signing
from django.db import IntegrityError, transaction
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adminkit.admin import TO_LOOK_AT
from adminkit.form_tokens import EARLIER, FIELD, FormToken
from adminkit.formsets import MOST_NEW_ROWS
from adminkit.refusals import Refused
from adminkit.saved_posts import put_post

from ..models import Article
from ..records.redlines import POSITION, Change, between
from ..review.signed_content import digest, snapshot
from ..review.workflow import Verb
from . import steps

SALT = "story as its form was opened"
# Beside what is signed, what editors file: a form opened before must not undo that either.
FILED = ("issue", "page_order", "importance", "slugline", "typed_in")
IN_THE_FORM = replace(Article.SIGNED, fields=(*Article.SIGNED.fields, *FILED))
MINE, THEIRS = "mine", "theirs"
WHY = {
    "": gettext_lazy("You both changed this: choose."),
    MINE: gettext_lazy("Only you changed this."),
    THEIRS: gettext_lazy("Only your colleague changed this."),
}
CHOICE = "choice-"
COMPARED = "compared"
NOT_CARRIED = ("csrfmiddlewaretoken", COMPARED, FIELD, TO_LOOK_AT)

Taken = Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """usual: whose text stays if nobody says otherwise; nothing where both changed it. choice: what is ticked already.
    texts: mine and theirs in full, of a long text.
    """

    change: Change
    why: str
    usual: str
    choice: str
    texts: tuple[str, str] | None

    @property
    def name(self) -> str:
        return f"{CHOICE}{self.change.name}"


def opened_with(story: Article) -> tuple[str, str]:
    """The mark for the form, and the digest of what it holds."""
    taken = snapshot(story, IN_THE_FORM)
    return _marked(story, taken), digest(taken)


def resolve_conflict(model_admin, request: HttpRequest, story: Article) -> HttpResponse | None:
    """The page that asks which text stays. None if the form goes on as it is, with what was chosen in it.

    Call it under the lock of the story's row.
    """
    if not request.POST.get("seen"):
        return None
    base, theirs = _read(request.POST["seen"], story), snapshot(story, IN_THE_FORM)
    if base is not None and digest(base) == digest(theirs):
        return None
    sent: QueryDict = request.POST
    stored = _Stored(model_admin, request, story)
    changed = [name for name in IN_THE_FORM.parts if base is None or not _same(base, theirs, name)]
    put_post(request, stored.as_mine(sent, changed))
    mine = _as_typed(model_admin, request, story)
    if mine is None:
        return None  # what is wrong in it is said first
    differences = list(_differences(base, mine, theirs, sent, _read(sent.get(COMPARED, ""), story)))
    if _is_asked(differences) and not _is_chosen(differences, sent, theirs, story):
        put_post(request, sent)
        return _page(model_admin, request, story, differences, theirs)
    final: Any = request.POST
    chosen = {difference.change.name: difference.choice for difference in differences}
    for name in (*IN_THE_FORM.fields, *IN_THE_FORM.links, *IN_THE_FORM.parts):
        if chosen.get(name, _usual(base, mine, theirs, name)) == THEIRS:
            stored.put(final, name)
    final["seen"] = _marked(story, theirs)
    return None


def _differences(base, mine: Taken, theirs: Taken, sent: QueryDict, compared) -> Iterator[Difference]:
    """Between what is stored and what was typed. What was chosen counts as long as the same text stands against it."""
    for change in between(theirs, mine, content=IN_THE_FORM):
        name = change.name
        usual = _usual(base, mine, theirs, name)
        said = sent.get(f"{CHOICE}{name}", "")
        counts = said in (MINE, THEIRS) and compared is not None and _same(compared, theirs, name)
        texts = (mine[name], theirs[name]) if name == "body" else None
        yield Difference(change, str(WHY[usual]), usual, said if counts else usual, texts)


def _usual(base: Taken | None, mine: Taken, theirs: Taken, name: str) -> str:
    """Whose text stays if nobody says otherwise; nothing where both changed it, or nobody knows what it was."""
    if _same(mine, theirs, name):
        return THEIRS  # the same, in the rows that are stored
    if base is None or not (_same(base, mine, name) or _same(base, theirs, name)):
        return ""
    return THEIRS if _same(base, mine, name) else MINE


def _is_asked(differences: list[Difference]) -> bool:
    """What colleagues filed goes in without a word, unless both filed it otherwise."""
    return any(
        not difference.usual or (difference.usual == THEIRS and difference.change.name not in FILED)
        for difference in differences
    )


def _is_chosen(differences: list[Difference], sent: QueryDict, theirs: Taken, story: Article) -> bool:
    compared = _read(sent.get(COMPARED, ""), story)
    is_as_shown = compared is not None and digest(compared) == digest(theirs)
    return is_as_shown and all(sent.get(difference.name) in (MINE, THEIRS) for difference in differences)


def _page(model_admin, request, story: Article, differences: list[Difference], theirs: Taken) -> HttpResponse:
    sent = request.POST
    carried = [
        (name, value)
        for name, values in sent.lists()
        for value in values
        if name not in NOT_CARRIED and not name.startswith(CHOICE)
    ]
    verb = sent.get("_step", "")
    entry = LogEntry.objects.filter(content_type=get_content_type_for_model(story), object_id=str(story.pk)).first()
    context = model_admin.admin_site.each_context(request) | {
        "title": _("Two texts of one story"),
        "opts": model_admin.opts,
        "story": story,
        "last": entry,
        "differences": differences,
        "is_asked_again": COMPARED in sent,
        "carried": [*carried, *((EARLIER, mark) for mark in sent.getlist(FIELD))],
        "compared": _marked(story, theirs),
        "opening": FormToken.new(request.user.pk, keeps=True),
        "word": steps.BUTTONS[Verb(verb)] if verb in Verb.values and Verb(verb) in steps.BUTTONS else "",
        "look": TO_LOOK_AT,
    }
    return TemplateResponse(request, "admin/articles/article/two_texts.html", context)


class _Stored:
    """The form as it would be opened now, to put parts of it into what was sent."""

    def __init__(self, model_admin, request: HttpRequest, story: Article):
        story = Article.objects.get(pk=story.pk)
        self.form = model_admin.get_form(request, story, change=True)(instance=story)
        method, request.method = request.method, "GET"
        formsets, _inlines = model_admin._create_formsets(request, story, change=True)
        request.method = method
        self.formsets = {formset.prefix: formset for formset in formsets}

    def as_mine(self, sent: QueryDict, parts: list[str]) -> QueryDict:
        """What was sent, with the rows of these parts as they were typed, over whatever rows are stored now."""
        sent = sent.copy()
        for prefix in parts:
            if prefix in self.formsets and f"{prefix}-{TOTAL_FORM_COUNT}" in sent:
                known, new = self._rows_of_mine(sent, self.formsets[prefix])
                _put_rows(sent, prefix, known, new)
        return sent

    def put(self, sent: Any, name: str) -> None:
        """In the place of what was typed."""
        if name in self.formsets:
            _put_rows(sent, name, [_values(row) for row in self.formsets[name].initial_forms], [])
        elif name in self.form.fields:
            sent.setlist(name, _value(self.form[name]))

    def _rows_of_mine(self, sent: QueryDict, formset) -> tuple[list[dict], list[dict]]:
        """A row that a colleague removed is typed in anew; one that a colleague added goes."""
        stored = {str(row.instance.pk): _values(row) for row in formset.initial_forms}
        total = sent.get(f"{formset.prefix}-{TOTAL_FORM_COUNT}", "")
        number = int(total) if total.isdecimal() and len(total) < 10 else 0
        typed = [_row(sent, formset.prefix, n) for n in range(min(number, len(stored) + MOST_NEW_ROWS))]
        key = [row.get("id", [""])[-1] for row in typed]
        known = [row for row, pk in zip(typed, key, strict=True) if pk in stored]
        new = [row | {"id": [""]} for row, pk in zip(typed, key, strict=True) if pk not in stored]
        added = [row | {"DELETE": ["on"]} for pk, row in stored.items() if pk not in key]
        return known + added, [row for row in new if not any(row.get("DELETE", ()))]


def _put_rows(sent: QueryDict, prefix: str, known: list[dict], new: list[dict]) -> None:
    for name in [name for name in sent if name.startswith(f"{prefix}-") and name.split("-")[1].isdigit()]:
        del sent[name]
    for number, row in enumerate(known + new):
        for name, values in row.items():
            sent.setlist(f"{prefix}-{number}-{name}", values)
    sent[f"{prefix}-{INITIAL_FORM_COUNT}"] = str(len(known))
    sent[f"{prefix}-{TOTAL_FORM_COUNT}"] = str(len(known + new))


def _row(sent: QueryDict, prefix: str, number: int) -> dict[str, list[str]]:
    start = f"{prefix}-{number}-"
    return {name.removeprefix(start): values for name, values in sent.lists() if name.startswith(start)}


def _values(row: forms.BaseForm) -> dict[str, list[str]]:
    return {name: values for name in row.fields if (values := _value(row[name]))}


def _value(field: forms.BoundField) -> list[str]:
    """As a browser sends it."""
    value = field.value()
    if isinstance(value, bool):
        return ["on"] * value
    several = value if isinstance(value, list | tuple) else [value]
    return ["" if one is None else str(getattr(one, "pk", one)) for one in several]


class _Undone(Exception):
    """Takes back what was saved to be looked at."""


def _as_typed(model_admin, request: HttpRequest, story: Article) -> Taken | None:
    """What the story would say if it were saved as sent; None if it cannot be."""
    typed: Taken | None = None
    try:
        with transaction.atomic():
            form = model_admin.get_form(request, story, change=True)(
                request.POST, request.FILES, instance=Article.objects.get(pk=story.pk)
            )
            formsets, _inlines = model_admin._create_formsets(request, form.instance, change=True)
            if not form.errors and forms.all_valid(formsets):
                form.save()
                for formset in formsets:
                    formset.save()
                typed = snapshot(Article.objects.get(pk=story.pk), IN_THE_FORM)
            raise _Undone
    except _Undone:
        return typed
    except (Refused, IntegrityError):
        return None


def _same(one: Taken, other: Taken, name: str) -> bool:
    return digest({name: _placed(name, one.get(name))}) == digest({name: _placed(name, other.get(name))})


def _placed(name: str, value: Any) -> Any:
    """Rows count in the order in which they stand, whatever number says so; rows that have none, in any order."""
    if name not in IN_THE_FORM.parts:
        return value
    rows = _without_numbers(value or [])
    return rows if POSITION in IN_THE_FORM.parts[name].fields else sorted(rows, key=digest)


def _without_numbers(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_numbers(said) for name, said in value.items() if name != POSITION}
    return [_without_numbers(row) for row in value] if isinstance(value, list) else value


def _marked(story: Article, taken: Taken) -> str:
    return signing.dumps([story.pk, taken], salt=SALT, compress=True)


def _read(mark: str, story: Article) -> Taken | None:
    """None for what is not ours, or another story's: then everything that differs is asked for."""
    try:
        key, taken = signing.loads(mark, salt=SALT)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return taken if key == story.pk else None
