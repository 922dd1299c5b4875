"""The week's page and its three groupings, and the archive of weeks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from articles.models import Article, Issue
from articles.values.weeks import Week

from ..command_line import spelled
from ..pages.dates import span
from ..pages.page_meta import PageMeta, Step, section, the_section
from ..roundup.calendar import calendar_years
from ..roundup.grouping import Roundup


def home(request: HttpRequest) -> HttpResponse:
    """The latest closed issue, with the open one's stories so far above it; before any is closed, the open one."""
    issues = _public_issues()
    open_issue = issues.open().first()
    issue = issues.closed().first() or open_issue
    if issue is None:
        return render(request, "roundup/nothing_yet.html", {"page_meta": PageMeta(""), **_first_steps()})
    so_far = Article.objects.none()
    if open_issue and open_issue != issue:
        so_far = Article.objects.public().filter(issue=open_issue).newest_first()[:4]
    shown = Roundup(issue)
    context = {"roundup": shown, "open_issue": open_issue, "so_far": so_far, "page_meta": _page_meta(shown, "")}
    return render(request, "roundup/roundup.html", context)


def weeks(request: HttpRequest) -> HttpResponse:
    issues = _public_issues().select_related("lead").with_story_counts(Article.objects.public())
    days = Article.objects.public().values_list("issue__week", "happened_on").order_by("issue__first_day").distinct()
    return render(
        request, "roundup/weeks.html", {"years": calendar_years(issues, days), "page_meta": the_section("weeks")}
    )


def roundup(request: HttpRequest, week: Week) -> HttpResponse:
    shown = _roundup(week)
    title = _("The week, %(days)s") % {"days": span(shown.issue)}
    return render(
        request, "roundup/roundup.html", {"roundup": shown, "page_meta": _page_meta(shown, title, section("weeks"))}
    )


def roundup_by_reporter(request: HttpRequest, week: Week) -> HttpResponse:
    return _grouping(request, week, "roundup/by_reporter.html", _("By reporter, %(days)s"))


def roundup_by_date(request: HttpRequest, week: Week) -> HttpResponse:
    return _grouping(request, week, "roundup/by_date.html", _("By date, %(days)s"))


def roundup_by_topic(request: HttpRequest, week: Week) -> HttpResponse:
    return _grouping(request, week, "roundup/by_topic.html", _("By topic, %(days)s"))


def _first_steps() -> dict[str, str]:
    return {
        "first_account": spelled("createsuperuser"),
        "demo": spelled("load_demo") if settings.DEMO else "",
    }


def _public_issues():
    return Issue.objects.with_stories(Article.objects.public())


def _roundup(week: Week) -> Roundup:
    return Roundup(get_object_or_404(_public_issues(), week=str(week)))


def _page_meta(shown: Roundup, title: str, *under: Step) -> PageMeta:
    picture = next((placement.photo for placement in shown.pictures), None)
    return PageMeta(title, under, about=shown.lead.lead_sentence if shown.lead else "", picture=picture)


def _grouping(request: HttpRequest, week: Week, template: str, title: str) -> HttpResponse:
    """title: with a place for the issue's days."""
    shown = _roundup(week)
    days = span(shown.issue)
    page = (_("The page of %(days)s") % {"days": days}, shown.issue.get_absolute_url())
    page_meta = _page_meta(shown, title % {"days": days}, section("weeks"), page)
    return render(request, template, {"roundup": shown, "page_meta": page_meta})
