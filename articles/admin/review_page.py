"""The review page (审稿): the story as its readers will see it, who passed which text, what changed, the decision."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from adminkit.refusals import Refused

from ..desk.reminders import waited
from ..desk.states import state_label
from ..models import Article, Review, Revision
from ..models.locks import lock_story
from ..models.reviewed import ChangedBesideReviewError
from ..records.redlines import Change, between
from ..review import passes, rights
from ..review.redline_view import paragraphs
from ..review.signed_content import snapshot
from ..review.workflow import UNDER_REVIEW, VERBS, Step, Verb
from . import steps
from .proposed import names_link
from .story_form import Lines, PartialForm, content_digest

# In the order in which the buttons stand; every other step is asked for on a page of its own.
DECISIONS = (Verb.PASS, Verb.SIGN, Verb.PROOF, Verb.RESUME, Verb.SEND_BACK, Verb.HOLD, Verb.REJECT)
FORWARD = frozenset({Verb.PASS, Verb.SIGN, Verb.PROOF, Verb.RESUME})
LONGEST_QUEUE = 200


class TextForm(PartialForm):
    """The words of a story, mended where they are read; its rows and days are in the story's own form."""

    class Meta:
        model = Article
        fields = ["kicker", "headline", "deck", "list_title", "standfirst", "body"]
        field_classes = {"headline": Lines, "body": Lines}
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "headline"}),
            "standfirst": forms.Textarea(attrs={"rows": 2}),
            "body": forms.Textarea(attrs={"rows": 16, "class": "copy"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.clashes: list[Change] = []
        for field in self.fields.values():
            # What stood there when the page was opened: where nothing was typed, a colleague’s words stay.
            field.show_hidden_initial = True

    def resolve_conflict(self, stored: Article) -> None:
        """Somebody changed the story meanwhile: take over their words, and show those that were typed against them."""
        data: Any = self.data
        self.data = data = data.copy()
        for name, field in self.fields.items():
            typed, opened = self.add_prefix(name), self.add_initial_prefix(name)
            was, mine, theirs = _lines(data.get(opened)), _lines(data.get(typed)), getattr(stored, name)
            if mine == was:
                data[typed] = theirs
            elif theirs not in (was, mine):
                self.clashes.append(Change(name, str(field.label), paragraphs(theirs, mine)))
            data[opened] = theirs

    def store(self) -> Article:
        """These columns alone: what others file of the story meanwhile stays."""
        story = self.save(commit=False)
        story.save(update_fields=self.fields)
        return story


class DecisionForm(forms.Form):
    """What any of the decisions may need; which of it a step requires is the table's to say."""

    reason = forms.CharField(
        label=gettext_lazy("comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The author reads it, and it stays on record. A return or a rejection needs one."),
    )
    at = steps.StepForm.base_fields["at"]
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, decisions: dict[Verb, Step], story: Article):
        super().__init__(data, initial={"seen": content_digest(story)})
        self.step = decisions.get((data or {}).get("verb", ""))
        if Verb.SIGN not in decisions or story.corrects_id:
            del self.fields["at"]

    def clean(self):
        if self.step and self.step.needs_reason and not self.cleaned_data["reason"].strip():
            self.add_error("reason", _("Give a reason; the author reads it."))

    def now_shows(self, story: Article) -> None:
        data: Any = self.data
        self.data = data = data.copy()
        data["seen"] = content_digest(story)

    def arguments(self, story: Article) -> dict[str, Any]:
        if self.step is None:
            return {}
        said: dict[str, Any] = {"reason": self.cleaned_data["reason"]}
        if VERBS[self.step.verb].asks_questions:
            sent: Any = self.data
            said["answered"] = sent.getlist("answered")
        if self.step.verb == Verb.SIGN and "at" in self.fields:
            said["at"] = self.cleaned_data["at"]
        return said | ({"seen": content_digest(story)} if VERBS[self.step.verb].says_what_was_seen else {})


class StaleError(Exception):
    """The page showed another text than the one that stands."""


@dataclass(frozen=True)
class Comparison:
    """A redline and what it starts from."""

    title: str
    changes: list[Change]


def review_view(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    stories = model_admin.get_queryset(request).with_everything().with_waiting()
    stories = stories.select_related("imported_page", "corrects")
    story = get_object_or_404(stories, pk=pk)
    story.notices.told_to(request.user).read()
    decisions = story.steps_for(request.user, DECISIONS)
    sent = request.POST if request.method == "POST" else None
    form = DecisionForm(sent, decisions=decisions, story=story)
    text = None
    if rights.may_edit(story, request.user):
        text = TextForm(sent, instance=Article.objects.get(pk=pk), prefix="text")
    if sent is not None:
        following = _following(request.user, story)
        if answer := _answer(request, story, form, text, following):
            return answer
        story = get_object_or_404(stories, pk=pk)
    return _page(model_admin, request, story, decisions, form, text)


def _answer(request, story: Article, form: DecisionForm, text: TextForm | None, following: str) -> HttpResponse | None:
    """Where the person goes on, or nothing where the page says what is wrong."""
    verb = request.POST.get("verb", "")
    here = reverse("admin:articles_article_review", args=[story.pk])
    if verb and form.step is None:
        return _refuse(request, story, verb, text, here=here, following=following)
    if not form.is_valid() or (text is not None and not text.is_valid()):
        return None
    try:
        _decide(request, story, form, text)
    except StaleError:
        form.add_error(None, _("Somebody changed this story after you opened it. Look at it again, then decide."))
        stored = Article.objects.get(pk=story.pk)
        form.now_shows(stored)
        if text is not None:
            text.resolve_conflict(stored)
        return None
    except Refused as refusal:
        waits = story.proposed_entries()
        form.add_error(None, format_html("{} {}", str(refusal), names_link()) if waits else str(refusal))
        return None
    if form.step is None:
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(here)
    messages.success(request, steps.done_in_words(Article.objects.get(pk=story.pk), Verb(verb)))
    return HttpResponseRedirect(following)


def _lines(said: str | None) -> str:
    return (said or "").replace("\r\n", "\n").strip()


def _refuse(request, story: Article, verb: str, text: TextForm | None, *, here: str, following: str) -> HttpResponse:
    """Nobody offered this; the model says why not. But the second of two quick presses has had its wish."""
    if steps.is_repeat_submit(request, story, verb):
        messages.success(request, steps.done_in_words(story, Verb(verb)))
        return HttpResponseRedirect(following)
    if verb in Verb.values and not story.step_for(Verb(verb), request.user):
        steps.take(request, story, Verb(verb), **steps.CLOSED.get(Verb(verb), {}))
        steps.show_unsaved(request)
        if text is not None and text.has_changed():
            for name in text.changed_data:
                messages.warning(
                    request,
                    _("This was not saved; copy what you still need: %(words)s") % {"words": text[name].value()},
                )
    return HttpResponseRedirect(here)


def _decide(request, story: Article, form: DecisionForm, text: TextForm | None) -> None:
    """The mended words and the step together, or neither of them."""
    with transaction.atomic():
        lock_story(story.pk)
        if form.cleaned_data["seen"] != content_digest(Article.objects.get(pk=story.pk)):
            raise StaleError
        if text is not None and text.has_changed() and text.store().record_edit(by=request.user):
            back = _("Your change is saved and the story is back at its first review; earlier passes no longer count.")
            messages.warning(request, back)
        # The story that went back to its first step stays there, though the decision is refused.
        refusal = None
        if form.step is not None:
            decided = Article.objects.get(pk=story.pk)
            try:
                decided.take_step(form.step.verb, by=request.user, **form.arguments(decided))
            except ChangedBesideReviewError as found:
                refusal = found
    if refusal:
        raise refusal


def _following(user, story: Article) -> str:
    """The next story of this person's queue; the desk when nothing else waits."""
    queue = _queue(user)
    place = queue.index(story.pk) if story.pk in queue else len(queue)
    rest = queue[place + 1 :] + queue[:place]
    if not rest:
        return reverse("admin:index")
    return reverse("admin:articles_article_review", args=[rest[0]])


def _queue(user) -> list[int]:
    return list(Article.objects.awaiting(user).in_queue_order().values_list("pk", flat=True)[:LONGEST_QUEUE])


def _page(model_admin, request, story, decisions, form, text) -> HttpResponse:
    records = list(story.reviews.select_related("by", "person", "revision"))
    queue = _queue(request.user)
    place = queue.index(story.pk) if story.pk in queue else None
    rounds = passes.rounds(records)
    last = records[-1] if records else None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Review"),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "story": story,
        "state_label": state_label(story),
        "missing": story.missing_for_review(),
        "questions": story.questions() if Verb.SIGN in decisions else [],
        "answered": request.POST.getlist("answered"),
        "remark": last if last and last.reason else None,
        "present_round": rounds[-1] if rounds else None,
        "earlier_rounds": rounds[:-1],
        "to_come": _to_come(story, rounds),
        "waited": waited(since) if (since := story.waiting_since) and story.state in UNDER_REVIEW else "",
        "comparisons": _comparisons(request, story, records),
        "form": form,
        "text": text,
        "restarts": text is not None and story.state in UNDER_REVIEW and not story.is_mended_by(request.user),
        "decisions": [(verb, _word(verb, story), verb in FORWARD) for verb in decisions],
        "why_not": "" if decisions else _why_not(story, request.user),
        "other_steps": [step for step in steps.open_steps(story, request.user) if step.verb not in DECISIONS],
        "number": place + 1 if place is not None else None,
        "waiting": len(queue),
        "previous": queue[place - 1] if place else None,
        "next": queue[place + 1] if place is not None and place + 1 < len(queue) else None,
    }
    return TemplateResponse(request, "admin/articles/article/review.html", context)


def _word(verb: Verb, story: Article) -> str:
    if verb == Verb.PASS and story.step:
        return _("%(step)s: pass") % {"step": story.step.label}
    return str(verb.label)


def _to_come(story: Article, rounds: list[passes.Round]) -> list[str]:
    if story.state not in UNDER_REVIEW or not rounds:
        return []
    records = [line.record for line in rounds[-1].lines]
    left = passes.still_to_come(records, steps=story.number_of_steps, present=story.step)
    return [str(step.label) for step in left]


def _why_not(story: Article, user) -> str:
    if story.state not in UNDER_REVIEW:
        return ""
    return story.barred_because(user) or _("This review is somebody else’s.")


def _comparisons(request, story: Article, records: list[Review]) -> list[Comparison]:
    """What changed since this person last acted on the story, and since readers saw it; or what was asked for."""
    present = snapshot(story, Article.SIGNED)
    if asked := _asked(request, records, present):
        return [asked]
    found = []
    mine = next((record for record in reversed(records) if record.by_id == request.user.pk), None)
    handed_in = next((record for record in records if record.round == story.round), None)
    if mine:
        title = _("Since you last saw it (%(revision)s, %(step)s)")
        words = {"revision": mine.revision, "step": mine.get_verb_display()}
        found.append(Comparison(title % words, between(mine.revision, present)))
    elif handed_in and (changes := between(handed_in.revision, present)):
        found.append(Comparison(_("Since it was handed in"), changes))
    if story.corrects and isinstance(story.corrects.signed_revision, Revision):
        title = _("Since the text that readers have")
        found.append(Comparison(title, between(story.corrects.signed_revision, present)))
    return found


def _asked(request, records: list[Review], present: dict) -> Comparison | None:
    """?from=1&to=2: between two drafts; without `to`, up to the present text."""
    drafts = {record.revision.number: record.revision for record in records}
    before, after = (drafts.get(_number(request, name)) for name in ("from", "to"))
    if before is None:
        return None
    until = str(after) if after else pgettext("end of a redline", "the present text")
    title = _("From %(before)s to %(after)s") % {"before": before, "after": until}
    return Comparison(title, between(before, after or present))


def _number(request: HttpRequest, name: str) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0
