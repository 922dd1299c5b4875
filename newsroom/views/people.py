"""Officials and those who are credited."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from articles.models import Article, Attendance, Photo, Topic
from people.models import Appointment, Official, Reporter, in_printed_order

from ..pages.page_meta import in_section, the_section
from .moved import follows_mergers, shown_or_moved
from .paging import page_of


def officials(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    listed = list(_public_officials().in_register_order(today).prefetch_related("appointments__body"))
    reported = Attendance.objects.filter(article__in=Article.objects.public())
    latest = {row.stayed_id: [row.article] for row in reported.latest_of_each([entry.pk for entry in listed])}
    context = {
        "officials": [(entry, latest.get(entry.pk, [])) for entry in listed],
        "today": today,
        "page_meta": the_section("officials"),
    }
    return render(request, "people/officials.html", context)


@follows_mergers
def official(request: HttpRequest, pk: int) -> HttpResponse:
    official = shown_or_moved(_public_officials(), pk=pk)
    entries = Official.objects.same_as(official)
    today = timezone.localdate()
    attended = Article.objects.public().attended_by(entries)
    held = Appointment.objects.filter(official__in=entries).select_related("body")
    posts = {(post.body_id, post.post, post.from_day): post for post in held}.values()
    posts_now = in_printed_order(post for post in posts if post.is_in_force(today))
    about = pgettext("between posts", ", ").join(map(str, posts_now))
    context = {
        "official": official,
        "posts_now": posts_now,
        "posts_then": [post for post in posts if post.to_day and post.to_day < today],
        "page": page_of(request, attended),
        "page_meta": in_section("officials", official.name, about=about),
    }
    return render(request, "people/official.html", context)


def reporters(request: HttpRequest) -> HttpResponse:
    stories = Article.objects.public()
    listed = Reporter.objects.credited_in(stories, Photo.objects.shown_in(stories)).in_kind_order()
    return render(request, "people/reporters.html", {"reporters": listed, "page_meta": the_section("reporters")})


@follows_mergers
def reporter(request: HttpRequest, pk: int) -> HttpResponse:
    stories = Article.objects.public()
    pictures = Photo.objects.shown_in(stories)
    reporter = shown_or_moved(Reporter.objects.credited_in(stories, pictures), pk=pk)
    written = stories.credited_to(reporter)
    context = {
        "reporter": reporter,
        "topics": Topic.objects.usual_of_reporters(written, [reporter.pk])[:5],
        "page": page_of(request, written.for_lists().newest_first()),
        "photos": pictures.credited_to(reporter).for_lists(stories)[:12],
        "page_meta": in_section("reporters", reporter.name, feed=reverse("reporter_feed", args=[pk])),
    }
    return render(request, "people/reporter.html", context)


def _public_officials():
    return Official.objects.on_display().named_in(Article.objects.public())
