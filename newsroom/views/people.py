"""Officials and those who are credited."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from articles.models import Article, Attendance, Photo, Topic
from people.models import Official, Reporter

from .paging import page_of


def officials(request: HttpRequest) -> HttpResponse:
    listed = _public_officials().in_register_order(timezone.localdate()).prefetch_related("appointments__body")
    return render(request, "people/officials.html", {"officials": listed, "today": timezone.localdate()})


def official(request: HttpRequest, pk: int) -> HttpResponse:
    official = get_object_or_404(_public_officials().prefetch_related("appointments__body"), pk=pk)
    today = timezone.localdate()
    attended = Attendance.objects.filter(official=official, article__in=Article.objects.public()).newest_first()
    context = {
        "official": official,
        "posts_now": official.held_on(today),
        "posts_then": [post for post in official.appointments.all() if post.to_day and post.to_day < today],
        "page": page_of(request, attended),
    }
    return render(request, "people/official.html", context)


def reporters(request: HttpRequest) -> HttpResponse:
    stories = Article.objects.public()
    listed = Reporter.objects.credited_in(stories, Photo.objects.shown_in(stories)).in_kind_order()
    return render(request, "people/reporters.html", {"reporters": listed})


def reporter(request: HttpRequest, pk: int) -> HttpResponse:
    stories = Article.objects.public()
    pictures = Photo.objects.shown_in(stories)
    reporter = get_object_or_404(Reporter.objects.credited_in(stories, pictures), pk=pk)
    written = stories.credited_to(reporter)
    context = {
        "reporter": reporter,
        "topics": Topic.objects.usual_of_reporters(written, [reporter.pk])[:5],
        "page": page_of(request, written.for_lists().newest_first()),
        "photos": pictures.credited_to(reporter).for_lists(stories)[:12],
    }
    return render(request, "people/reporter.html", context)


def _public_officials():
    return Official.objects.on_display().named_in(Article.objects.public())
