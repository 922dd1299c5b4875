"""A page to be read in: its text or its file, and when it was printed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.fields import NameField

from ..importing.pages import future_by_week
from ..models import ImportedPage, Issue
from ..models.article import EARLIEST_DAY
from ..reading import read_page
from ..reading.sources import Source, Unreadable, read_source
from ..values.weeks import Week
from .story_form import Lines

# Of any kind of file; the reader of each kind may take less.
MOST_BYTES = 30_000_000


class PrintedForm(forms.Form):
    """The week of a page, by which its days get their year; or the paper of which it is an old page."""

    week = forms.CharField(
        label=_("week of the page"),
        required=False,
        help_text=_("Printed days have no year: each becomes the day nearest to this week. For example 2021-W50."),
        widget=forms.TextInput(attrs={"type": "week", "placeholder": "2021-W50"}),
    )
    paper = forms.CharField(
        label=_("name of the paper"), required=False, max_length=ImportedPage._meta.get_field("paper").max_length
    )
    printed_on = forms.DateField(
        label=_("printed on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_week(self) -> Week | None:
        try:
            return Week.parse(self.cleaned_data["week"]) if self.cleaned_data["week"] else None
        except ValueError:
            raise ValidationError(
                _("There is no week of that name; write for example 2021-W50."), code="week"
            ) from None

    def clean_paper(self) -> str:
        return NameField().to_python(self.cleaned_data["paper"])

    def clean_printed_on(self):
        day = self.cleaned_data["printed_on"]
        if day and not EARLIEST_DAY <= day <= timezone.localdate():
            raise ValidationError(_("An old paper was printed before today."), code="printed_on")
        return day

    def clean(self):
        super().clean()
        paper, day = self.cleaned_data.get("paper"), self.cleaned_data.get("printed_on")
        if bool(paper) != bool(day) and not {"paper", "printed_on"} & {*self.errors}:
            both = _("An old paper has a name and a day: give both, or neither.")
            self.add_error("printed_on" if paper else "paper", ValidationError(both, code="both"))
        return self.cleaned_data

    def refuse_days_to_come(self, text: str) -> None:
        """Asks which week is meant, where this one would make events of the future."""
        week, today = self.printed["week"], timezone.localdate()
        if week is None:
            return
        if days := future_by_week(text, read_page(text, week=week, today=today), week=week, today=today):
            asked = _(
                "By this week the page would tell of days to come, as %(day)s. Which week is meant? Left empty, each "
                "printed day is the latest such day before today."
            )
            self.add_error("week", ValidationError(asked, code="future", params={"day": days[0].isoformat()}))

    @property
    def printed(self) -> dict:
        """As the page keeps it: what an old paper prints had happened by its day, whatever the week is."""
        said = self.cleaned_data
        week = None if said.get("printed_on") else said.get("week")
        return {"week": week, "paper": said.get("paper", ""), "printed_on": said.get("printed_on")}

    @property
    def is_of_old_paper(self) -> bool:
        return bool(self["paper"].value() or self["printed_on"].value() or self["printed_on"].errors)


class PageForm(PrintedForm):
    text = Lines(
        label=_("text of the page"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "copy"}),
        help_text=_("Copy the whole page and paste it as it comes: headlines, bylines, captions and all."),
    )
    file = forms.FileField(
        label=_("or its file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,.pdf,.docx"}),
        help_text=_("Plain text, PDF or Word (.docx). Pictures of a Word file come along."),
    )

    field_order = ["text", "file", "week", "paper", "printed_on"]

    source: Source | None = None

    def clean(self):
        super().clean()
        text, file = self.cleaned_data.get("text", ""), self.cleaned_data.get("file")
        if text.strip() and file:
            self.add_error("file", ValidationError(_("Either paste the text or choose a file, not both."), code="both"))
        elif file and file.size > MOST_BYTES:
            refusal = _(
                "The file is larger than %(size)d MB. One page is enough: save that alone, with smaller pictures."
            )
            size = MOST_BYTES // 1_000_000
            self.add_error("file", ValidationError(refusal, code="large", params={"size": size}))
        elif file:
            self._read("file", file.read(), file.name)
        elif text.strip():
            # Marked as what it is, so that nobody guesses its encoding.
            self._read("text", text.encode("utf-8-sig", "ignore"))
        elif not {"text", "file"} & {*self.errors}:
            self.add_error("text", ValidationError(_("Paste the text of the page, or choose its file."), code="empty"))
        if self.source and not self.errors:
            self.refuse_days_to_come(self.source.text)
        return self.cleaned_data

    def _read(self, field: str, content: bytes, name: str = "") -> None:
        try:
            self.source = read_source(content, name)
        except Unreadable as refusal:
            self.add_error(field, ValidationError(str(refusal), code="unreadable"))
        else:
            if not read_page(self.source.text, today=timezone.localdate()).holds_a_story:
                none = _("No story was found on this page. Nothing was written.")
                self.add_error(field, ValidationError(none, code="no_story"))


def present_week() -> Week:
    """That of the page which is made up now."""
    issue = Issue.objects.open().order_by("-first_day").first()
    return Week.parse(issue.week) if issue else Week.of(timezone.localdate())
