"""核验留痕 on the desk: whether the records are whole, asked by those who answer for them."""

from time import monotonic

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Issue
from articles.records.verifying import verdicts
from articles.records.verifying_issues import verify_issues
from articles.records.verifying_pictures import verify_pictures
from articles.review import rights
from articles.review.report_access import may_inspect

from . import count_words
from .counts import Span
from .period import PeriodForm

# A page answers within a minute also on a small machine; the command takes its time.
MOST_STORIES = 5000
MOST_SECONDS = 20


class VerifyForm(PeriodForm):
    """Without days: everything."""

    def usual(self) -> None:
        return None

    @property
    def chosen(self) -> Span | None:
        return self.span if self.cleaned_data["first"] else None


def verify_view(site, request: HttpRequest) -> HttpResponse:
    if not may_inspect(request.user):
        raise PermissionDenied
    form = VerifyForm((request.POST if request.method == "POST" else request.GET).dict())
    context = {**site.each_context(request), "title": _("Verify the records"), "form": form}
    if request.method == "POST" and form.is_valid():
        stories = _stories(form.chosen)
        number = stories.count()
        context["too_many"] = number if number > MOST_STORIES else 0
        context["most"] = MOST_STORIES
        if not context["too_many"]:
            context["run"] = _run(stories, number, form.chosen, request.user)
    return TemplateResponse(request, "admin/verify_records.html", context)


def _stories(span: Span | None):
    stories = Article.objects.all()
    return stories.on_record_within(span.first_day, span.last_day) if span else stories


def _run(stories, number: int, span: Span | None, user) -> dict:
    begun, records, done = monotonic(), 0, 0
    found = []
    for verdict in verdicts(stories):
        done, records = done + 1, records + verdict.records
        if verdict.faults:
            found.append((verdict, rights.may_read(verdict.story, user)))
        if monotonic() - begun > MOST_SECONDS:
            break
    return {
        "at": timezone.now(),
        "by": user,
        "days": count_words.days(span) if span else "",
        "stories": done,
        "records": records,
        "left": number - done,
        "found": found,
        "pages": [] if span else list(verify_issues(Issue.objects.all())),
        "pictures": [] if span else list(verify_pictures()),
    }
