"""The week's page and its three groupings, and the archive of weeks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from articles.models import Article, Issue
from articles.weeks import Week

from ..diary import calendar_years
from ..roundup import Roundup


def home(request: HttpRequest) -> HttpResponse:
    """The latest closed issue, with the open one's stories so far above it; before any is closed, the open one."""
    issues = _public_issues()
    open_issue = issues.open().first()
    issue = issues.closed().first() or open_issue
    if issue is None:
        return render(request, "roundup/nothing_yet.html")
    so_far = Article.objects.none()
    if open_issue and open_issue != issue:
        so_far = Article.objects.public().filter(issue=open_issue).newest_first()[:4]
    context = {"roundup": Roundup(issue), "open_issue": open_issue, "so_far": so_far, "is_home": True}
    return render(request, "roundup/roundup.html", context)


def weeks(request: HttpRequest) -> HttpResponse:
    issues = _public_issues().select_related("lead").with_story_counts(Article.objects.public())
    days = Article.objects.public().values_list("issue__week", "happened_on").order_by("issue__first_day").distinct()
    return render(request, "roundup/weeks.html", {"years": calendar_years(issues, days)})


def roundup(request: HttpRequest, week: Week) -> HttpResponse:
    return _render_grouping(request, week, "roundup/roundup.html")


def roundup_by_reporter(request: HttpRequest, week: Week) -> HttpResponse:
    return _render_grouping(request, week, "roundup/by_reporter.html")


def roundup_by_date(request: HttpRequest, week: Week) -> HttpResponse:
    return _render_grouping(request, week, "roundup/by_date.html")


def roundup_by_topic(request: HttpRequest, week: Week) -> HttpResponse:
    return _render_grouping(request, week, "roundup/by_topic.html")


def _public_issues():
    return Issue.objects.with_stories(Article.objects.public())


def _render_grouping(request: HttpRequest, week: Week, template: str) -> HttpResponse:
    issue = get_object_or_404(_public_issues(), week=str(week))
    return render(request, template, {"roundup": Roundup(issue)})
