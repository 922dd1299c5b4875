"""A story, and the meetings that stories tell of."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers

from articles.models import Article, Attendance, Meeting
from articles.review import rights

from ..roundup import next_story
from .paging import page_of


def article(request: HttpRequest, pk: int) -> HttpResponse:
    """A story as readers see it; before its moment, the same page for those in the newsroom who may read it."""
    stories = Article.objects.with_everything()
    story = stories.public().filter(pk=pk).first()
    if story is not None:
        return render(request, "articles/article.html", {"story": story, "next_story": next_story(story)})
    story = get_object_or_404(stories, pk=pk)
    if not rights.may_read(story, request.user):
        return _withdrawn(request, story)
    response = render(request, "articles/article.html", {"story": story, "is_preview": True})
    add_never_cache_headers(response)
    return response


def _withdrawn(request: HttpRequest, story: Article) -> HttpResponse:
    """A dated notice where readers once met a story; nothing of the story, and nothing where they never did."""
    withdrawn_at = story.withdrawn_at
    if withdrawn_at is None or story.published_at is None or withdrawn_at < story.published_at:
        raise Http404
    return render(request, "articles/withdrawn.html", {"withdrawn_at": withdrawn_at}, status=410)


def meetings(request: HttpRequest) -> HttpResponse:
    told = Meeting.objects.told_in(Article.objects.public())
    return render(request, "articles/meetings.html", {"page": page_of(request, told)})


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    stories = Article.objects.public()
    meeting = get_object_or_404(Meeting.objects.told_in(stories), pk=pk)
    coverage = stories.filter(meeting=meeting).for_lists().newest_first()
    present = Attendance.objects.composed_from(coverage)
    context = {"meeting": meeting, "coverage": coverage, "attendance": present}
    return render(request, "articles/meeting.html", context)
