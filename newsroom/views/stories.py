"""A story, and the meetings that stories tell of."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from articles.models import Article, Attendance, Correction, Meeting
from articles.reading.decisions import decisions

from ..pages.dates import span
from ..pages.page_meta import PageMeta, in_section, the_section
from ..roundup.grouping import next_story
from .moved import follows_mergers, shown_or_moved
from .paging import page_of


def article(request: HttpRequest, pk: int) -> HttpResponse:
    """A story as readers see it; before its moment, the same page for those in the newsroom who may read it."""
    stories = Article.objects.with_everything()
    story = stories.public().filter(pk=pk).first()
    if story is not None:
        context = {"story": story, "next_story": next_story(story), "page_meta": _page_meta(story)}
        return render(request, "articles/article.html", context)
    story = stories.readable_by(request.user).filter(pk=pk).first()
    if story is None:
        return _withdrawn(request, pk)
    response = render(request, "articles/article.html", {"story": story, "is_preview": True})
    add_never_cache_headers(response)
    return response


def _page_meta(story: Article) -> PageMeta:
    page = story.issue and (_("The page of %(days)s") % {"days": span(story.issue)}, story.issue.get_absolute_url())
    placement = next(iter(story.placements.all()), None)
    return PageMeta(
        story.title_in_lists,
        (page,) if page else (),
        about=story.lead_sentence,
        picture=placement.photo if placement else None,
        story=story,
    )


def _withdrawn(request: HttpRequest, pk: int) -> HttpResponse:
    """A dated notice where readers once met a story; nothing of the story, and nothing where they never did.

    The database is asked the same for a number that no story has: what must look as if it had never been there may not
    take longer either.
    """
    # No notice: readers never met it, or the law asks that nothing at all is shown.
    notice = Correction.objects.told(Article.objects.none()).filter(article__in=Article.objects.filter(pk=pk)).first()
    if notice is None:
        raise Http404
    return render(request, "articles/withdrawn.html", {"withdrawn_at": notice.told_at, "notice": notice}, status=410)


def corrections(request: HttpRequest) -> HttpResponse:
    """What readers were told: corrections and clarifications of public stories, and withdrawals."""
    told = Correction.objects.told(Article.objects.public()).select_related("article")
    return render(
        request, "articles/corrections.html", {"page": page_of(request, told), "page_meta": PageMeta(_("Corrections"))}
    )


def meetings(request: HttpRequest) -> HttpResponse:
    told = Meeting.objects.mentioned_in(Article.objects.public())
    return render(
        request, "articles/meetings.html", {"page": page_of(request, told), "page_meta": the_section("meetings")}
    )


@follows_mergers
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    stories = Article.objects.public()
    meeting = shown_or_moved(Meeting.objects.mentioned_in(stories), pk=pk)
    coverage = list(stories.filter(meeting__in=Meeting.objects.same_as(meeting)).for_lists().newest_first())
    context = {
        "meeting": meeting,
        "coverage": coverage,
        "attendance": Attendance.objects.composed_from(coverage),
        "decisions": [(story, said) for story in coverage if (said := decisions(story.body))],
        "page_meta": in_section("meetings", meeting.name, about=coverage[0].lead_sentence),
    }
    return render(request, "articles/meeting.html", context)
