"""签印, and opening a page again: the page is looked at once more, then the model’s verb is taken."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from adminkit.refusals import Refused

from ..desk.states import importance_word, state_label
from ..models import Article, Issue
from ..models.issue import ON_THEIR_WAY
from ..models.issue_record import Turn

DONE = {
    Turn.CLOSE: gettext_lazy("Issue %(week)s is closed."),
    Turn.REOPEN: gettext_lazy("Issue %(week)s is open again."),
}


class CloseForm(forms.Form):
    unsigned = forms.ChoiceField(
        label=gettext_lazy("stories that are not signed"),
        choices=[
            ("next", pgettext_lazy("unsigned stories", "go to the next issue")),
            ("stay", pgettext_lazy("unsigned stories", "stay, and stand on this page once they are signed")),
        ],
        initial="next",
        widget=forms.RadioSelect,
    )

    # What the page showed of the issue itself; the stories have signatures of their own.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, issue: Issue, has_unsigned: bool):
        super().__init__(data, initial={"seen": issue.shown_digest()})
        if not has_unsigned:
            del self.fields["unsigned"]

    def arguments(self) -> dict:
        return {
            "unsigned_to_next": self.cleaned_data.get("unsigned") == "next",
            "seen": self.cleaned_data["seen"] or None,
        }


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What is to be changed; it stays on record."),
    )

    def arguments(self) -> dict:
        return {"reason": self.cleaned_data["reason"]}


def turn_view(model_admin, request: HttpRequest, issue: Issue, turn: Turn) -> HttpResponse:
    here = reverse("admin:articles_issue_change", args=[issue.pk])
    stories = issue.in_order(Article.objects.filter(issue=issue).for_lists())
    unsigned = [story for story in stories if story.state in ON_THEIR_WAY]
    sent = request.POST if request.method == "POST" else None
    form = CloseForm(sent, issue=issue, has_unsigned=bool(unsigned)) if turn == Turn.CLOSE else ReopenForm(sent)
    if sent is not None and form.is_valid():
        try:
            getattr(issue, turn.value)(by=request.user, **form.arguments())
        except Refused as refusal:
            messages.error(request, str(refusal))
            if turn == Turn.CLOSE:  # a reason typed in vain stands on the page still
                is_closed = Issue.objects.get(pk=issue.pk).is_closed
                return HttpResponseRedirect(here if is_closed else request.path)
            is_done = False
        else:
            messages.success(request, DONE[turn] % {"week": issue})
            is_done = True
        if is_done:
            return HttpResponseRedirect(here)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": turn.label,
        "opts": model_admin.opts,
        "media": model_admin.media,
        "issue": issue,
        "turn": turn,
        "form": form,
        "number_unsigned": len(unsigned),
        "stories": [(story, state_label(story), importance_word(story)) for story in stories],
        "back": here,
    }
    return TemplateResponse(request, "admin/articles/issue/turn.html", context)


def record_in_words(issue: Issue) -> list[dict]:
    """Who closed the page and opened it again, with the lead and the order of each time."""
    records = list(issue.records.select_related("by"))
    keys = {key for record in records for key in record.content["stories"]}
    titles = {story.pk: str(story) for story in Article.objects.filter(pk__in=keys)}
    gone = _("(a story that is gone)")
    return [
        {"record": record, "stories": [titles.get(key, gone) for key in record.content["stories"]]}
        for record in records
    ]
