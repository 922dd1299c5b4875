"""整页签发: what waits on a page for the chief editor’s signature, looked at in one place, signed one by one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..desk.states import state_label
from ..models import Article, Issue
from ..models.issue import ON_THEIR_WAY
from ..models.questions import QuestionsOpenError, questions_of
from ..review import rights
from ..review.workflow import TABLE, Verb
from . import steps
from .story_form import content_digest

SIGNING = next(step for step in TABLE if step.verb == Verb.SIGN)


def sign_view(model_admin, request: HttpRequest, issue: Issue) -> HttpResponse:
    """Each story has its own record; one that is refused does not stop the others."""
    if not rights.has_role(request.user, rights.Role.CHIEF_EDITOR):
        raise PermissionDenied
    here = reverse("admin:articles_issue_change", args=[issue.pk])
    ready, not_ready = _sorted_out(issue, request.user)
    ticked = set(request.POST.getlist("story"))
    chosen = [story for story in ready if str(story.pk) in ticked]
    sent = request.POST if request.method == "POST" else None
    form = steps.StepForm(sent, step=SIGNING, stories=ready)
    if sent is not None and not chosen:
        form.add_error(None, _("Tick the stories that you sign."))
    elif sent is not None and form.is_valid():
        for story in chosen:
            steps.take(request, story, Verb.SIGN, **form.arguments(story))
        return HttpResponseRedirect(here)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Sign the whole page"),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "issue": issue,
        "form": form,
        "ready": [(story, state_label(story), content_digest(story)) for story in ready],
        "ticked": ticked if sent is not None else {str(story.pk) for story in ready},
        "not_ready": not_ready,
        "back": here,
    }
    return TemplateResponse(request, "admin/articles/issue/sign.html", context)


def _sorted_out(issue: Issue, user) -> tuple[list[Article], list[tuple]]:
    """What this person may sign now, in the page's order; and the rest of the unsigned, each with the reason."""
    unsigned = Article.objects.filter(issue=issue, state__in=ON_THEIR_WAY)
    whole = unsigned.with_everything().select_related("imported_page").in_bulk()
    asked = questions_of([*whole.values()])
    ready, not_ready = [], []
    for story in (whole[placed.pk] for placed in issue.in_order(unsigned)):
        missing = story.missing_for_review()
        if missing or not story.step_for(Verb.SIGN, user):
            not_ready.append((story, state_label(story), " ".join(missing) or story.barred_because(user)))
        elif asked[story.pk]:  # answered on its own page
            not_ready.append((story, state_label(story), str(QuestionsOpenError(asked[story.pk]))))
        else:
            ready.append(story)
    return ready, not_ready
