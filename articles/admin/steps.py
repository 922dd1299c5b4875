"""The steps of review as buttons, and the page that asks once more before a story moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

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

from adminkit.refusals import Refused
from people.models import User

from ..desk.states import moment_in_words, state_label
from ..models import Article
from ..models.questions import QuestionsOpenError, questions_of
from ..review.workflow import VERBS, WITH_THE_WRITER, Step, Verb
from .proposed import names_link
from .story_form import content_digest

# While the form is open, they save it first.
BUTTONS = {verb: rule.button for verb, rule in VERBS.items() if rule.button}
# Asked for while the step is not open: the model says why not.
CLOSED: dict[Verb, dict] = {
    verb: {"reason": ""} for verb, rule in VERBS.items() if rule.rows and all(row.needs_reason for row in rule.rows)
}
CLOSED[Verb.OVERRIDE]["person"] = None
# Two presses within it are one.
QUICK = timedelta(minutes=1)


class StepForm(forms.Form):
    """Asks what the step needs to know; who decides also tells which text of each story the page showed."""

    person = forms.ModelChoiceField(
        User.objects.none(),
        label=pgettext_lazy("override", "for whom"),
        help_text=gettext_lazy("Who took an earlier review of this story and may take the present one as well."),
    )
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author reads it, and it stays on record."),
    )
    notice = forms.CharField(
        label=gettext_lazy("notice to readers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Stands in the story’s place, with the date. Do not repeat what was wrong."),
    )
    says_nothing = forms.BooleanField(
        label=gettext_lazy("show nothing at all, as the law may ask"),
        required=False,
        help_text=gettext_lazy("The address then answers as if there had never been a story."),
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

    def __init__(self, data=None, *, step: Step, stories: Sequence[Article]):
        usual = {"notice": _("This story has been withdrawn.")}
        super().__init__(data, initial=usual)
        verb = step.verb
        offered = {
            "person": verb == Verb.OVERRIDE,
            "reason": step.needs_reason or step.asks_reason,
            "notice": verb == Verb.WITHDRAW and any(story.is_out for story in stories),
            "says_nothing": verb == Verb.WITHDRAW and any(story.is_out for story in stories),
            "at": verb == Verb.SIGN and not any(story.corrects_id for story in stories),
            "seen": VERBS[verb].says_what_was_seen,
        }
        for name in [name for name, is_offered in offered.items() if not is_offered]:
            del self.fields[name]
        if "reason" in self.fields and not step.needs_reason:
            self.fields["reason"].required = False
            self.fields["reason"].label = _("comment")
        if "person" in self.fields:
            person: Any = self.fields["person"]
            person.queryset = User.objects.filter(pk__in=[record.by_id for record in stories[0].approvals])

    def clean_seen(self) -> dict[str, str]:
        """The digest of the text that the page showed, by the key of the story."""
        return dict(pair.split(":", 1) for pair in self.cleaned_data["seen"] if ":" in pair)

    def arguments(self, story: Article) -> dict:
        said: dict[str, Any] = {}
        said |= {name: self.cleaned_data[name] for name in ("reason", "at", "person") if name in self.fields}
        if "notice" in self.fields:
            says = self.cleaned_data["notice"] or _("This story has been withdrawn.")
            said["notice"] = "" if self.cleaned_data["says_nothing"] else says
        return said | ({"seen": self.cleaned_data["seen"].get(str(story.pk), "")} if "seen" in self.fields else {})


@dataclass(frozen=True)
class OpenStep:
    """A verb that somebody may take now. word: on a button that saves the form first; label: on a link."""

    verb: Verb
    word: str
    label: str
    at_once: bool = False


def open_steps(story: Article, user) -> list[OpenStep]:
    return [
        OpenStep(verb, str(BUTTONS[verb]), str(verb.label), VERBS[verb].at_once)
        for verb in story.steps_for(user, BUTTONS)
    ]


def take(request: HttpRequest, story: Article, verb: Verb, **arguments) -> bool:
    """Whether the step was taken; the person reads either way what happened."""
    try:
        story.take_step(verb, by=request.user, **arguments)
    except Refused as refusal:
        messages.error(request, refused_in_words(story, refusal))
        return False
    messages.success(request, done_in_words(story, verb))
    return True


def show_unsaved(request: HttpRequest) -> None:
    """The step is closed by now; what was typed for it is not lost."""
    for name in ("reason", "notice"):
        if typed := request.POST.get(name, "").strip():
            messages.warning(request, _("This was not saved; copy what you still need: %(words)s") % {"words": typed})


def refused_in_words(story: Article, refusal: Exception) -> str:
    """With the way to where it is mended or answered."""
    said = _("“%(title)s” was not moved: %(reason)s") % {"title": story, "reason": refusal}
    if story.proposed_entries():
        return format_html("{} {}", said, names_link())
    if isinstance(refusal, QuestionsOpenError):
        page = "change" if story.state in WITH_THE_WRITER else "review"
        address = reverse(f"admin:articles_article_{page}", args=[story.pk])
        return format_html('{} <a href="{}#questions">{}</a>', said, address, _("Answer on the story’s own page"))
    return said


def answers_in(request: HttpRequest, verb: str) -> dict[str, Any]:
    """What was ticked beside the questions, for the verbs that answer some."""
    return {"answered": request.POST.getlist("answered")} if verb in VERBS and VERBS[Verb(verb)].asks_questions else {}


def step_view(model_admin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    stories = model_admin.get_queryset(request).with_everything().select_related("imported_page")
    story = get_object_or_404(stories, pk=pk)
    if verb not in BUTTONS:
        raise Http404
    verb = Verb(verb)
    step = story.step_for(verb, request.user)
    here = reverse("admin:articles_article_change", args=[pk])
    if step is None:
        if request.method == "POST" and is_repeat_submit(request, story, verb):
            messages.success(request, done_in_words(story, verb))
            return HttpResponseRedirect(_after(verb, here, story.open_copy))
        if request.method == "POST":
            take(request, story, verb, **CLOSED.get(verb, {}))
            show_unsaved(request)
        return HttpResponseRedirect(here)
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, step=step, stories=[story])
    if request.method == "POST" and form.is_valid():
        try:
            done = story.take_step(verb, by=request.user, **form.arguments(story), **answers_in(request, verb))
        except Refused as refusal:
            story = get_object_or_404(stories, pk=pk)
            waits = story.proposed_entries()
            form.add_error(None, format_html("{} {}", str(refusal), names_link()) if waits else str(refusal))
        else:
            messages.success(request, done_in_words(story, verb))
            return HttpResponseRedirect(_after(verb, here, done))
    return _page(model_admin, request, step, [story], form, back=here)


def is_repeat_submit(request: HttpRequest, story: Article, verb: str) -> bool:
    """Whether this is the second of two quick presses: the first one took the step."""
    last = story.reviews.last()
    if last is None or (last.verb, last.by_id) != (verb, request.user.pk):
        return False
    return timezone.now() - last.at < QUICK


def decide_several(model_admin, request: HttpRequest, verb: Verb, stories: Sequence[Article]) -> HttpResponse | None:
    """Each on its own: one that is refused, and why, does not stop the others."""
    confirmed = "confirmed" in request.POST
    step = VERBS[verb].rows[0]
    form = StepForm(request.POST if confirmed else None, step=step, stories=stories)
    if confirmed and form.is_valid():
        for story in stories:
            take(request, story, verb, **form.arguments(story))
        return None
    return _page(model_admin, request, step, stories, form, back=request.get_full_path())


def _after(verb: Verb, here: str, done) -> str:
    """Where the person goes on: the working copy, the story itself while it is before readers, else the list."""
    if verb == Verb.CORRECT:
        return reverse("admin:articles_article_change", args=[done.pk])
    if verb in (Verb.TAKE_OFFLINE, Verb.EXPLAIN, Verb.RESTORE):
        return here
    return reverse("admin:articles_article_changelist")


def done_in_words(story: Article, verb: Verb) -> str:
    rule = VERBS[verb]
    if rule.done_unseen and story.published_at and story.published_at > timezone.now():
        return rule.done_unseen % {"title": story, "moment": moment_in_words(story)}
    return rule.done % {"title": story}


def _page(model_admin, request, step: Step, stories, form, *, back: str) -> HttpResponse:
    several = "_selected_action" in request.POST
    asked = questions_of(stories) if VERBS[step.verb].asks_questions else {}
    # Where several stand on a page, each is answered on its own.
    said = {story.pk: [question.sentence for question in asked.get(story.pk, ()) if several] for story in stories}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.verb.label,
        "opts": model_admin.opts,
        "media": model_admin.media,
        "verb": step.verb,
        "stories": [
            (story, state_label(story), story.missing_for_review() + said[story.pk], content_digest(story))
            for story in stories
        ],
        "questions": [] if several else [question for story in stories for question in asked.get(story.pk, ())],
        "answered": request.POST.getlist("answered"),
        "several": several,
        "form": form,
        "back": back,
    }
    return TemplateResponse(request, "admin/articles/article/step.html", context)
