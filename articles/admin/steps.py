"""The steps of review as buttons, and the page that asks once more before a story moves."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ..models import Article
from ..models.revision import RecordError
from ..models.seals import SealedContentError
from ..review.workflow import StepRefused, Verb
from .proposed import names_link
from .states import moment_in_words, state_label
from .story_form import seal

REFUSALS = (StepRefused, SealedContentError, RecordError)

# What the buttons say: while the form is open, they save it first.
BUTTONS = {
    Verb.SUBMIT: gettext_lazy("Save and submit"),
    Verb.SIGN: gettext_lazy("Save and sign…"),
    Verb.SEND_BACK: gettext_lazy("Send back…"),
    Verb.RECALL: gettext_lazy("Recall…"),
    Verb.WITHDRAW: gettext_lazy("Withdraw…"),
}
DONE = {
    Verb.SUBMIT: gettext_lazy("“%(title)s” is submitted and waits for an editor."),
    Verb.SIGN: gettext_lazy("“%(title)s” is signed."),
    Verb.SEND_BACK: gettext_lazy("“%(title)s” is sent back to its author."),
    Verb.RECALL: gettext_lazy("“%(title)s” is recalled and a draft again."),
    Verb.WITHDRAW: gettext_lazy("“%(title)s” is withdrawn; readers see a notice in its place."),
}
# Instead, for a story whose moment has not come.
DONE_UNSEEN = {
    Verb.SIGN: gettext_lazy("“%(title)s” is signed; readers see it from %(moment)s."),
    Verb.WITHDRAW: gettext_lazy("“%(title)s” is withdrawn; no reader has seen it."),
}
# Asked for while the step is not open: the model says why not.
CLOSED = {Verb.SEND_BACK: {"reason": ""}, Verb.WITHDRAW: {"reason": ""}, Verb.SIGN: {"seen": ""}}


class StepForm(forms.Form):
    """Asks what the step needs to know; who signs also tells which text of each story the page showed."""

    reason = forms.CharField(
        label=gettext_lazy("reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author reads it, and it stays on record."),
    )
    at = forms.DateTimeField(
        label=pgettext_lazy("moment of publication", "embargo"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Empty: readers see it at once. Else it stays unseen until then, Beijing time."),
    )
    seen = forms.Field(
        widget=forms.MultipleHiddenInput,
        error_messages={"required": gettext_lazy("Look at the text below, then decide.")},
    )

    def __init__(self, data=None, *, verb: Verb, needs_reason: bool = False):
        super().__init__(data)
        if verb != Verb.SIGN:
            del self.fields["at"], self.fields["seen"]
        if not needs_reason:
            del self.fields["reason"]

    def clean_seen(self) -> dict[str, str]:
        """The digest of the text that the page showed, by the key of the story."""
        return dict(pair.split(":", 1) for pair in self.cleaned_data["seen"] if ":" in pair)

    def arguments(self, story: Article) -> dict:
        said = {name: self.cleaned_data[name] for name in ("reason", "at") if name in self.fields}
        return said | ({"seen": self.cleaned_data["seen"].get(str(story.pk), "")} if "seen" in self.fields else {})


def open_steps(story: Article, user) -> list[tuple[str, str, str]]:
    """The verbs that this person may take now: name, word for a button that saves, word for a link."""
    return [(verb.value, str(BUTTONS[verb]), str(verb.label)) for verb in BUTTONS if story.step_for(verb, user)]


def take(request: HttpRequest, story: Article, verb: Verb, **arguments) -> bool:
    """Whether the step was taken; the person reads either way what happened."""
    try:
        getattr(story, verb.value)(by=request.user, **arguments)
    except REFUSALS as refusal:
        said = _("“%(title)s” was not moved: %(reason)s") % {"title": story, "reason": refusal}
        messages.error(request, format_html("{} {}", said, names_link()) if story.proposed_entries() else said)
        return False
    messages.success(request, _done(story, verb))
    return True


def step_view(model_admin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    stories = model_admin.get_queryset(request).with_everything().select_related("imported_page")
    story = get_object_or_404(stories, pk=pk)
    if verb not in Verb.values:
        raise Http404
    verb = Verb(verb)
    step = story.step_for(verb, request.user)
    here = reverse("admin:articles_article_change", args=[pk])
    if step is None:
        if request.method == "POST":
            take(request, story, verb, **CLOSED.get(verb, {}))
        return HttpResponseRedirect(here)
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, verb=verb, needs_reason=step.needs_reason)
    if request.method == "POST" and form.is_valid():
        try:
            getattr(story, verb.value)(by=request.user, **form.arguments(story))
        except REFUSALS as refusal:
            story = get_object_or_404(stories, pk=pk)
            waits = story.proposed_entries()
            form.add_error(None, format_html("{} {}", str(refusal), names_link()) if waits else str(refusal))
        else:
            messages.success(request, _done(story, verb))
            return HttpResponseRedirect(reverse("admin:articles_article_changelist"))
    return _page(model_admin, request, verb, [story], form, back=here)


def sign_several(model_admin, request: HttpRequest, stories: Sequence[Article]) -> HttpResponse | None:
    """Each on its own: one that is refused, and why, does not stop the others."""
    confirmed = "confirmed" in request.POST
    form = StepForm(request.POST if confirmed else None, verb=Verb.SIGN)
    if confirmed and form.is_valid():
        for story in stories:
            take(request, story, Verb.SIGN, **form.arguments(story))
        return None
    return _page(model_admin, request, Verb.SIGN, stories, form, back=request.get_full_path())


def _done(story: Article, verb: Verb) -> str:
    if verb in DONE_UNSEEN and story.published_at and story.published_at > timezone.now():
        return DONE_UNSEEN[verb] % {"title": story, "moment": moment_in_words(story)}
    return DONE[verb] % {"title": story}


def _page(model_admin, request, verb: Verb, stories, form, *, back: str) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": verb.label,
        "opts": model_admin.opts,
        "media": model_admin.media,
        "verb": verb,
        "stories": [(story, state_label(story), story.missing_for_review(), seal(story)) for story in stories],
        "several": "_selected_action" in request.POST,
        "form": form,
        "back": back,
    }
    return TemplateResponse(request, "admin/articles/article/step.html", context)
