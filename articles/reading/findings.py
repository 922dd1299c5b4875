"""What an editor should look at: a rule's name, the field, how sure the reader is, the words concerned."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

# How sure the reader is of the field when this rule speaks.
SURENESS = {
    "no_headline": 0.3,
    "title_lines": 0.7,
    "no_byline": 0.5,
    "names_run_together": 0.6,
    "office_as_name": 0.7,
    "no_day": 0.6,
    "day_does_not_exist": 0.2,
    "month_inferred": 0.6,
    "year_of_week": 0.95,
    "year_before_today": 0.8,
    "paragraph_break": 0.6,
    "caption_without_credit": 0.5,
    "no_caption": 0.2,
    "subheads": 0.7,
    "ranking_name": 0.7,
    "no_ranking": 0.4,
    "no_flag_reason": 0.7,
    "two_flags": 0.4,
    "too_long": 0.0,
}

SENTENCES = {
    "no_headline": _("No headline was found: write one."),
    "title_lines": _("Look whether these lines are the title, and whose: “%(text)s”."),
    "no_byline": _("No byline was found: add who wrote the story."),
    "names_run_together": _("Names stand without a space: look where one ends and the next begins: “%(text)s”."),
    "office_as_name": _("“%(text)s” looks like an office, not a person."),
    "no_day": _("No day of the event was found."),
    "day_does_not_exist": _("There is no such day; look at the printed page."),
    "month_inferred": _("The day is printed without its month; look whether it is right."),
    "year_of_week": _("The year is not printed; %(text)s is the one nearest to the week of the page."),
    "year_before_today": _("The year is not printed; %(text)s makes it the latest such day before today."),
    "paragraph_break": _("Look whether a paragraph begins at “%(text)s”."),
    "caption_without_credit": _("The picture has no credit: add who took it."),
    "no_caption": _("No caption was found."),
    "subheads": _("Look whether these lines are subheads."),
    "ranking_name": _("Look whether the ranking is called so: “%(text)s”."),
    "no_ranking": _("The story does not say what the ranking is called: look what stands there."),
    "no_flag_reason": _("The story does not say for which place the flags were given."),
    "two_flags": _("“%(text)s” is named with a red and a blue flag; only the first is kept."),
    "too_long": _("This is too long for one page: read it in page by page."),
}


@dataclass(frozen=True)
class Finding:
    rule: str
    field: str
    text: str = ""

    @property
    def sureness(self) -> float:
        return SURENESS[self.rule]

    @property
    def message(self) -> str:
        """The sentence for an editor, in the language of the screen."""
        return SENTENCES[self.rule] % {"text": self.text}

    def as_json(self) -> dict[str, Any]:
        return {"rule": self.rule, "field": self.field, "sureness": self.sureness, "text": self.text}
