"""The line for a chat group that reminds whoever a story waits for: title, state, time, names, none of its text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from people.models import User

from ..models import Article
from ..models.reviewers import authors_of, reviewers_of
from ..review.workflow import UNDER_REVIEW, State
from .links import story_url
from .states import state_in_words

MOST_NAMED = 4


def reminder(request: HttpRequest, story: Article, *, since: datetime | None, names: Sequence[str]) -> str:
    """Empty for a story that waits for nobody; reads prefetched credits."""
    if since is None or not names or story.state not in UNDER_REVIEW | {State.RETURNED}:
        return ""
    words = {
        "story": _title(story),
        "state": state_in_words(story),
        "waited": waited(since),
        "names": listed(names),
        "link": request.build_absolute_uri(story_url(story, request.user)),
    }
    if story.state == State.RETURNED:
        return _("[Desk] %(story)s: %(state)s, %(waited)s. %(names)s, please mend it. %(link)s") % words
    return _("[Desk] %(story)s: %(state)s, %(waited)s. %(names)s, please review it. %(link)s") % words


def reminder_of(request: HttpRequest, story: Article) -> str:
    """For the page of one story; a reviewer of its present step needs no reminding of themselves."""
    if story.state not in UNDER_REVIEW | {State.RETURNED}:
        return ""
    people = waits_for([story])[story.pk]
    if request.user in people:
        return ""
    since = Article.objects.with_waiting().get(pk=story.pk).waiting_since
    return reminder(request, story, since=since, names=[str(user) for user in people])


def waits_for(stories: Iterable[Article]) -> dict[int, list[User]]:
    """Whose turn it is: the reviewers', or for a returned story that of whoever wrote it."""
    stories = list(stories)
    found = defaultdict(list, reviewers_of(stories))
    returned = [story for story in stories if story.state == State.RETURNED]
    if returned:
        writers = authors_of(returned)
        known = User.objects.in_bulk({key for keys in writers.values() for key in keys})
        found |= {pk: [known[key] for key in sorted(keys) if known[key].is_active] for pk, keys in writers.items()}
    return found


def waited(since: datetime) -> str:
    """刚刚, 已3小时, 已11天: a week may be anything from seven days to thirteen, so days are counted."""
    passed = timezone.now() - since
    if passed < timedelta(minutes=1):
        return _("just now")
    if passed < timedelta(hours=1):
        number = passed // timedelta(minutes=1)
        said = ngettext("%(number)d minute now", "%(number)d minutes now", number)
    elif passed < timedelta(days=1):
        number = passed // timedelta(hours=1)
        said = ngettext("%(number)d hour now", "%(number)d hours now", number)
    else:
        number = passed.days
        said = ngettext("%(number)d day now", "%(number)d days now", number)
    return said % {"number": number}


def listed(names: Sequence[str]) -> str:
    """The first few by name, the others by their number."""
    said = pgettext("between items of a list", ", ").join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return said
    return _("%(names)s and others, %(number)d in all") % {"names": said, "number": len(names)}


def _title(story: Article) -> str:
    words = {"title": story.title_in_lists or story, "byline": story.byline}
    return (_("“%(title)s” (%(byline)s)") if story.byline else _("“%(title)s”")) % words
