"""What somebody is told: their own notices, newest first."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.desk.links import story_url
from articles.desk.reminders import reminder, waits_for
from articles.desk.states import moment_in_words, state_word
from articles.models import Article, Notice
from articles.review.workflow import Verb
from people.models import User

ON_A_PAGE = 30
# More are not counted in the head of a page.
MOST_COUNTED = 99

WAITS = gettext_lazy("It waits for your review.")
ASKED = {
    Verb.URGENT: gettext_lazy("An urgent correction waits for your signature."),
    Verb.TAKE_OFFLINE: gettext_lazy("It was taken offline in a hurry; the reason is due within a day."),
    Verb.OVERRIDE: gettext_lazy("By an override, its present review is yours."),
}
TOLD = {
    Verb.URGENT: gettext_lazy("An urgent correction of your story is asked for."),
    Verb.RECALL: gettext_lazy("It was recalled and is a draft again."),
    Verb.EDIT: gettext_lazy("It was edited under review."),
    Verb.SIGN: gettext_lazy("It is signed."),
    Verb.SEND_BACK: gettext_lazy("It was sent back to you."),
    Verb.REJECT: gettext_lazy("It was rejected."),
    Verb.HOLD: gettext_lazy("It is held for later."),
    Verb.RESUME: gettext_lazy("It was held, and is back in review."),
    Verb.CORRECT: gettext_lazy("A correction of it is being written."),
    Verb.REPLACE: gettext_lazy("It was corrected; readers have the new text."),
    Verb.TAKE_OFFLINE: gettext_lazy("It was taken offline."),
    Verb.EXPLAIN: gettext_lazy("Why it is offline is on record."),
    Verb.RESTORE: gettext_lazy("It is before readers again."),
    Verb.WITHDRAW: gettext_lazy("It was withdrawn."),
}
BESIDE = pgettext_lazy("who changed a story", "somebody, beside the review")


@dataclass(frozen=True)
class Told:
    """A notice as its reader sees it. Of a safeguard: no story, url or state."""

    notice: Notice
    story: Article | None
    says: str
    by: str
    url: str
    state: str
    is_over: bool  # it asked for something that is done, or is no longer this person's
    reminder: str = ""


def in_words(notice: Notice) -> str:
    """One sentence on the story; reads the record."""
    record = notice.record
    if record is None:
        return str(notice.safeguard)
    if notice.asks:
        return str(ASKED.get(Verb(record.verb), WAITS))
    if record.verb == Verb.SIGN and record.published_at and record.published_at > record.at:
        return _("It is signed; readers see it from %(moment)s.") % {"moment": moment_in_words(record)}
    if record.verb == Verb.PASS:
        return _("It passed: %(step)s.") % {"step": record.get_step_display()}
    return str(TOLD.get(Verb(record.verb), record.get_verb_display()))


def unread_by(user) -> int:
    if not user.is_authenticated:
        return 0
    return Notice.objects.of(user).unread()[: MOST_COUNTED + 1].count()


def notices_view(site, request: HttpRequest) -> HttpResponse:
    mine = Notice.objects.of(request.user)
    if request.method == "POST":
        number = mine.read()
        messages.success(request, _("All notices are marked as read.") if number else _("There was nothing unread."))
        return HttpResponseRedirect(reverse("admin:notices"))
    page = Paginator(
        mine.newest_first().select_related("record__by", "safeguard__by", "safeguard__whom"), ON_A_PAGE
    ).get_page(request.GET.get("p"))
    context = {
        **site.each_context(request),
        "title": _("Notices"),
        "page": page,
        "told": _told(request, page),
    }
    return TemplateResponse(request, "admin/notices.html", context)


def _told(request: HttpRequest, page: Page) -> list[Told]:
    notices = list(page)
    keys = {notice.story_id for notice in notices if notice.story_id}
    stories = {story.pk: story for story in Article.objects.filter(pk__in=keys).for_lists().with_waiting()}
    waiting_for = waits_for(stories.values())
    owing = set(Article.objects.filter(pk__in=keys).owing_reason().values_list("pk", flat=True))
    return [
        _as_read(request, notice, stories[notice.story_id], waiting_for[notice.story_id], owing)
        if notice.story_id
        else Told(notice, None, in_words(notice), by="", url="", state="", is_over=False)
        for notice in notices
    ]


def _as_read(request: HttpRequest, notice: Notice, story: Article, people: list[User], owing: set[int]) -> Told:
    record: Any = notice.record  # a story's notice is told of a step
    is_mine = request.user.pk in {user.pk for user in people}
    still_asks = story.pk in owing if record.verb == Verb.TAKE_OFFLINE else is_mine
    names = [str(user) for user in people]
    line = "" if is_mine else reminder(request, story, since=story.waiting_since, names=names)
    return Told(
        notice=notice,
        story=story,
        says=in_words(notice),
        by=str(record.by or BESIDE),
        url=story_url(story, request.user),
        state=state_word(story),
        is_over=notice.asks and not still_asks,
        reminder=line,
    )
