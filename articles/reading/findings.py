"""What an editor should look at: a rule's name, the field, how sure the reader is, the words concerned."""

from dataclasses import dataclass

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
    "too_long": 0.0,
}


@dataclass(frozen=True)
class Finding:
    rule: str
    field: str
    text: str = ""

    @property
    def sureness(self) -> float:
        return SURENESS[self.rule]
