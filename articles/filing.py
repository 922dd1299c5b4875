"""Items, as a page is read into or a demo is written in, to drafts that are linked to the registers.

An item has the keys of `import_page --json`, with full days; genre, standfirst, main_topic, topics, villages,
headline_lines, list_title and flag_round may stand beside them.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from people.models import Official, Reporter, Township, Village

from .bylines import CreditRole
from .models import Article, Attendance, Credit, Flag, FlagRound, Issue, Meeting, Topic, TopicAssignment
from .models.part_of_day import PartOfDay

Item = Mapping[str, Any]

PARTS_OF_DAY = {
    "凌晨": PartOfDay.EARLY,
    "清晨": PartOfDay.EARLY,
    "上午": PartOfDay.MORNING,
    "中午": PartOfDay.NOON,
    "下午": PartOfDay.AFTERNOON,
    "晚上": PartOfDay.EVENING,
    "晚": PartOfDay.EVENING,
}
CREDITED = {
    "reporters": CreditRole.REPORTER,
    "correspondents": CreditRole.CORRESPONDENT,
    "interns": CreditRole.INTERN,
}
DISTRICT_LEADERS = "区领导"


@transaction.atomic
def file_item(item: Item, *, by, issue: Issue | None = None, typed_in: bool = True) -> Article:
    """One draft with its credits, attendance, places and flags. Its pictures are placed by the caller.

    Raises DoesNotExist for a name that the registers do not hold; nothing is then written.
    """
    story = Article.objects.create(
        genre=item.get("genre") or Article.Genre.BRIEF,
        kicker=item.get("kicker") or "",
        headline="\n".join(item.get("headline_lines") or [item.get("headline") or item["web_headline"]]),
        deck=item.get("deck") or "",
        list_title=item.get("list_title") or "",
        standfirst=item.get("standfirst") or "",
        body="\n".join(item.get("paragraphs") or ()),
        happened_on=_day(item.get("date_start")),
        happened_until=_day(item.get("date_end")) if item.get("date_end") != item.get("date_start") else None,
        part_of_day=PARTS_OF_DAY.get(item.get("part_of_day") or "", ""),
        meeting=_meeting(item),
        main_topic=Topic.objects.get(name=item["main_topic"]) if item.get("main_topic") else None,
        issue=issue,
        created_by=by,
        typed_in=typed_in,
    )
    for name in item.get("topics") or ():
        TopicAssignment.objects.create(content_object=story, tag=Topic.objects.get(name=name))
    story.townships.set(Township.objects.get(name=name) for name in item.get("townships") or ())
    story.villages.set(
        Village.objects.get(township__name=place["township"], name=place["village"])
        for place in item.get("villages") or ()
    )
    _add_credits(story, item)
    _add_attendance(story, item)
    _add_flags(story, item)
    return story


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _meeting(item: Item) -> Meeting | None:
    if not item.get("meeting"):
        return None
    meeting, _created = Meeting.objects.get_or_create(
        name=item["meeting"],
        day=_day(item.get("date_start")),
        defaults={"part_of_day": PARTS_OF_DAY.get(item.get("part_of_day") or "", "")},
    )
    return meeting


def _add_credits(story: Article, item: Item) -> None:
    credited = [(role, name) for key, role in CREDITED.items() for name in item.get(key) or ()]
    for order, (role, name) in enumerate(credited, start=1):
        Credit.objects.create(article=story, role=role, reporter=Reporter.objects.get(name=name), order=order)


def _add_attendance(story: Article, item: Item) -> None:
    for order, person in enumerate(item.get("attendance") or (), start=1):
        organisation = person.get("organisation") or ""
        Attendance.objects.create(
            article=story,
            group=_group(person),
            official=None if organisation else Official.objects.get(name=person["name"]),
            name=person["name"],
            post=person.get("post") or "",
            verbs="、".join(person.get("verbs") or ()),
            organisation=organisation,
            order=order,
        )


def _group(person: Mapping[str, Any]) -> Attendance.Group:
    if person.get("organisation"):
        return Attendance.Group.GUEST
    return Attendance.Group.DISTRICT_LEADERS if person.get("post") == DISTRICT_LEADERS else Attendance.Group.PRINCIPAL


def _add_flags(story: Article, item: Item) -> None:
    if not item.get("flags"):
        return
    told = item.get("flag_round") or {}
    round_ = FlagRound.objects.create(
        article=story, subject=told.get("subject") or story.title_in_lists[:80], reason=told.get("reason") or ""
    )
    for order, flag in enumerate(item["flags"], start=1):
        township = Township.objects.get(name=flag["township"])
        Flag.objects.create(round=round_, township=township, colour=flag["colour"], order=order)
