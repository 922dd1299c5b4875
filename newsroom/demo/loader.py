"""The invented newsroom: registers, the printed page's stories, the weeks around it, accounts to look around with."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files import File
from django.db import transaction
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from articles.importing.drafts import file_item
from articles.models import Article, Credit, Issue, Notice, PageCredit, Photo, Placement, Topic
from articles.review.clock import replaying
from articles.review.rights import Role
from articles.review.workflow import Verb
from articles.values.bylines import CreditRole
from articles.values.weeks import Week
from people.models import Appointment, Body, Official, Reporter, Township, User, Village

from ..models import Newsroom

FOLDER = Path(__file__).parent
PRINTED_DAY = re.compile(r"(\d{1,2})月(\d{1,2})日")
PASSWORD = "yunting-demo"


class DemoRefused(Exception):
    """The demo does not go into this install; its text says why, for people."""


@dataclass(frozen=True)
class Account:
    username: str
    name: str
    role: Role | None
    label: str


def accounts() -> list[Account]:
    return [
        Account("reporter", "沈牧之", Role.REPORTER, _("reporter")),
        Account("reporter2", "骆一舟", Role.REPORTER, _("reporter")),
        Account("editor", "宗晓岚", Role.FIRST_REVIEWER, _("first reviewer")),
        Account("editor2", "郝未央", Role.SECOND_REVIEWER, _("second reviewer")),
        Account("chief", "闻人朔", Role.CHIEF_EDITOR, _("chief editor")),
        Account("proofreader", "柏清如", Role.PROOFREADER, _("proofreader")),
        Account("office", "芮知行", Role.ADMINISTRATOR, _("newsroom administrator")),
        Account("admin", "管理员", None, _("administrator")),
    ]


def is_loaded() -> bool:
    return User.objects.filter(username="reporter", reporter__name="沈牧之").exists()


@transaction.atomic
def load(weeks: int | None = None) -> int:
    """Load the newsroom with so many weeks (nine are written; more repeat them further back). Returns the stories."""
    if not settings.DEMO:
        raise DemoRefused(
            _("The demo has known passwords; it is switched off here, by DEMO=0 or by a public host in ALLOWED_HOSTS.")
        )
    if Article.objects.exists() or Newsroom.objects.exists() or Reporter.objects.exists():
        raise DemoRefused(_("This newsroom already has content of its own; the demo goes into an empty one only."))
    registers = _read("registers.json")
    _load_registers(registers)
    team = _load_accounts()
    pictures = Pictures(team["reporter"])
    for week in weeks_to_load(weeks):
        _load_week(week, team, pictures)
    Notice.objects.all().read()  # of the weeks gone by
    for item in _read("desk.json")["items"]:
        _put_on_desk(item, Issue.objects.open().latest("first_day"), team, pictures)
    return Article.objects.count()


class Pictures:
    """Each drawing is taken in once, however many weeks show it."""

    def __init__(self, uploaded_by: User):
        self.uploaded_by = uploaded_by
        self.taken: dict[str, Photo] = {}

    def get(self, name: str, *, alt: str, photographers: list[str], taken_on: date | None) -> Photo:
        if name not in self.taken:
            with (FOLDER / "pictures" / name).open("rb") as file:
                photo = Photo(image=File(file, name), alt_text=alt, taken_on=taken_on, uploaded_by=self.uploaded_by)
                photo.save()
            for order, person in enumerate(photographers, start=1):
                reporter = Reporter.objects.get(name=person)
                Credit.objects.create(photo=photo, role=CreditRole.PHOTOGRAPHER, reporter=reporter, order=order)
            self.taken[name] = photo
        return self.taken[name]


def _read(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def weeks_to_load(number: int | None) -> Iterator[dict]:
    """Oldest first. Weeks before the written ones repeat the older of these, with the days moved in their texts."""
    written = sorted([*_read("weeks.json")["weeks"], _read("page.json")], key=lambda week: week["week"])
    wanted = len(written) if number is None else number
    repeatable = [week for week in written if week["week"] < _read("page.json")["week"]]
    rounds = (_moved(week, -turn * len(repeatable)) for turn in count(1) for week in reversed(repeatable))
    missing = max(0, wanted - len(written))
    older = [next(rounds) for _turn in range(missing)]
    yield from reversed(older)
    yield from written[max(0, len(written) - wanted) :]


def _moved(week: dict, by_weeks: int) -> dict:
    """The same week earlier or later: every printed and stored day moves along."""
    shift = timedelta(weeks=by_weeks)
    first_day = Week.parse(week["week"]).first_day

    def moved_day(match: re.Match) -> str:
        day = date(first_day.year, int(match[1]), int(match[2])) + shift
        return f"{day.month}月{day.day}日"

    text = PRINTED_DAY.sub(moved_day, json.dumps(week, ensure_ascii=False))
    moved = json.loads(text)
    moved["week"] = str(Week.of(first_day + shift))
    moved["number"] = week["number"] + by_weeks if week["number"] + by_weeks > 0 else None
    for item in moved["items"]:
        for key in ("date_start", "date_end"):
            if item.get(key):
                item[key] = (date.fromisoformat(item[key]) + shift).isoformat()
    return moved


def _load_registers(registers: dict) -> None:
    Newsroom.objects.create(**registers["newsroom"])
    for order, township in enumerate(registers["townships"], start=1):
        villages = township.pop("villages")
        entry = Township.objects.create(order=order, **township)
        for village in villages:
            Village.objects.create(township=entry, **village)
    for order, body in enumerate(registers["bodies"], start=1):
        Body.objects.create(order=order, **body)
    for official in registers["officials"]:
        person = Official.objects.create(name=official["name"], gender=official["gender"])
        for held in official["appointments"]:
            Appointment.objects.create(official=person, body=Body.objects.get(name=held.pop("body")), **held)
    for reporter in registers["reporters"]:
        Reporter.objects.create(**reporter)
    for topic in registers["topics"]:
        Topic.objects.create(**topic)


def _load_accounts() -> dict[str, User]:
    team = {}
    for account in accounts():
        user = User(username=account.username, name=account.name, is_staff=True, is_superuser=account.role is None)
        user.set_password(PASSWORD)
        user.save()
        if account.role:
            user.groups.add(Group.objects.get(name=account.role.value))
        Reporter.objects.filter(name=account.name).update(user=user)
        team[account.username] = user
    return team


def _load_week(week: dict, team: dict[str, User], pictures: Pictures) -> None:
    days = Week.parse(week["week"])
    issue = Issue.objects.create(
        week=str(days),
        first_day=days.first_day,
        last_day=days.last_day,
        number=week["number"],
        editors_note=week.get("editors_note") or "",
    )
    for order, credit in enumerate(week.get("page_credits") or (), start=1):
        PageCredit.objects.create(issue=issue, order=order, **credit)
    for item in week["items"]:
        story = _file(item, issue, team, pictures)
        last_day = story.last_day or days.last_day
        with replaying(_at(last_day, time(17, 0))):
            story.submit(by=story.created_by)
        # The open week's last story waits on the desk, so that there is something to sign.
        if week["state"] == "open" and item is week["items"][-1]:
            continue
        _review(story, last_day, team)
    if week["state"] == "closed":
        with replaying(_at(days.last_day, time(20, 0))):
            issue.close(by=team["chief"])


def _review(story: Article, day: date, team: dict[str, User]) -> None:
    """As many steps as the newsroom asks for, each by the person whose it is."""
    steps = (("editor", time(17, 30)), ("editor2", time(18, 0)), ("chief", time(18, 30)))
    for name, hour in steps[-story.number_of_steps :]:
        with replaying(_at(day, hour)):
            if name == "chief":
                story.sign(by=team[name])
            else:
                story.pass_review(by=team[name])


def _put_on_desk(item: dict, issue: Issue, team: dict[str, User], pictures: Pictures) -> None:
    """A story on its way, so that every role finds something to do."""
    story = _file(item, issue, team, pictures)
    for step in item["steps"]:
        by = team[step["by"]]
        with replaying(make_aware(datetime.fromisoformat(step["at"]))):
            if step["verb"] == "edit":
                story.body = story.body.replace(step["old"], step["new"])
                story.save()
                story.record_edit(by=by)
            elif step["verb"] == "submit":
                story.submit(by=by)
            elif step["verb"] == "sign":
                morning = _at(localdate() + timedelta(days=1), time.fromisoformat(step["tomorrow"]))
                story.sign(by=by, at=morning)
            # With fewer reviews the earlier ones are not taken.
            elif step["verb"] != "pass_review" or story.step_for(Verb.PASS, by):
                getattr(story, step["verb"])(by=by, reason=step.get("reason", ""))


def _file(item: dict, issue: Issue, team: dict[str, User], pictures: Pictures) -> Article:
    writers = {reporter.name: reporter.user for reporter in Reporter.objects.exclude(user=None).select_related("user")}
    own = next((writers[name] for name in item.get("reporters") or () if name in writers), None)
    story = file_item(item, by=own or team["reporter2"], issue=issue, typed_in=own is None)
    placed = list(item.get("pictures") or ())
    if item.get("picture"):
        placed.insert(0, {**item, "photographer": None, "after_paragraph": 1})
    for order, told in enumerate(placed, start=1):
        photographers = [told["photographer"]] if told["photographer"] else item["photographers"]
        photo = pictures.get(told["picture"], alt=told["alt"], photographers=photographers, taken_on=story.happened_on)
        Placement.objects.create(
            article=story, photo=photo, caption=told["caption"], after_paragraph=told["after_paragraph"], order=order
        )
    return story


def _at(day: date, hour: time) -> datetime:
    return make_aware(datetime.combine(day, hour))
