"""Register entries by the names that a page prints. A name alone merges nobody: where it is not plain who or what is
meant, a new entry is proposed, and an editor says whether it is one of those that were there.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from people.models import Official, ProposedEntry, Reporter, Township, Village

from ..models import Attendance, Meeting
from ..models.part_of_day import PartOfDay
from ..values.bylines import CreditRole

Entry = TypeVar("Entry", bound=ProposedEntry)

OUTSIDERS = frozenset({Reporter.Kind.CORRESPONDENT, Reporter.Kind.OFFICE})
# What a new entry is, by the role in which the page names it.
KINDS = {
    CreditRole.CORRESPONDENT: Reporter.Kind.CORRESPONDENT,
    CreditRole.INTERN: Reporter.Kind.INTERN,
    CreditRole.PHOTOGRAPHER: Reporter.Kind.PHOTOGRAPHER,
}
TOWNSHIP_KINDS = {
    "街道": Township.Kind.SUBDISTRICT,
    "镇": Township.Kind.TOWN,
    "乡": Township.Kind.TOWNSHIP,
}
# In the order in which proposals are settled: a village stands in a township that is there.
REGISTERS: tuple[type[ProposedEntry], ...] = (Township, Village, Official, Reporter, Meeting)
PLACE_ENDINGS = (*TOWNSHIP_KINDS, "社区", "村")


def stem_of_place(name: str) -> str:
    """柳溪镇 and 柳溪街道, 东柳村 and 东柳社区: one place that was raised, or two; an editor knows."""
    return next((name.removesuffix(ending) for ending in PLACE_ENDINGS if name.endswith(ending)), name)


def number_proposed() -> int:
    """What waits for an editor's word."""
    return sum(register._default_manager.filter(is_proposed=True).count() for register in REGISTERS)


class KnownEntries:
    """What the registers hold, one entry a name. Raises DoesNotExist or MultipleObjectsReturned otherwise.

    A meeting is the exception: a story that is typed in tells of new ones all the time.
    """

    def reporter(self, name: str, role: CreditRole) -> Reporter:
        return Reporter.objects.get(name=name)

    def official(self, name: str, post: str, group: Attendance.Group, day: date | None) -> Official | None:
        return Official.objects.get(name=name)

    def township(self, name: str) -> Township:
        return Township.objects.get(name=name)

    def village(self, township: str, name: str) -> Village:
        return Village.objects.get(township__name=township, name=name)

    def meeting(self, name: str, day: date | None, part_of_day: str) -> Meeting:
        return Meeting.objects.get_or_create(name=name, day=day, defaults={"part_of_day": part_of_day})[0]


class PlainEntries:
    """The one entry that is plainly meant by what a page prints, or None. Writes nothing."""

    def reporter(self, name: str, role: CreditRole) -> Reporter | None:
        outside = role == CreditRole.CORRESPONDENT
        named = Reporter.objects.standing().filter(name=name)
        # Whoever takes pictures may be on the staff or not; who writes is one or the other.
        fitting = [entry for entry in named if role == CreditRole.PHOTOGRAPHER or (entry.kind in OUTSIDERS) == outside]
        return fitting[0] if len(named) == 1 and fitting else None

    def official(self, name: str, post: str, group: Attendance.Group, day: date | None) -> Official | None:
        named = list(Official.objects.standing().filter(name=name).prefetch_related("appointments__body"))
        if len(named) == 1 and (group == Attendance.Group.DISTRICT_LEADERS or _held(named[0], post, day)):
            return named[0]
        return None

    def township(self, name: str) -> Township | None:
        there = Township.objects.select_related("merged_into").filter(name=name).first()
        return there and there.canonical

    def village(self, township: str, name: str) -> Village | None:
        named = Village.objects.select_related("township", "merged_into__township")
        there = named.filter(township__name=township, name=name).first()
        return there and there.canonical

    def meeting(self, name: str, day: date | None) -> Meeting | None:
        there = Meeting.objects.select_related("merged_into").filter(name=name, day=day).first() if day else None
        return there and there.canonical


class ProposingEntries(KnownEntries):
    """For one page: entries that are plainly meant, and proposals for the rest, one a name."""

    def __init__(self) -> None:
        self._plain = PlainEntries()
        self._proposed: dict[tuple[Any, ...], ProposedEntry] = {}

    def reporter(self, name, role):
        kind = KINDS.get(role, Reporter.Kind.STAFF)
        return self._plain.reporter(name, role) or self._propose(Reporter, name=name, kind=kind)

    def official(self, name, post, group, day):
        note = "" if group == Attendance.Group.DISTRICT_LEADERS else post[:200]
        return self._plain.official(name, post, group, day) or self._propose(Official, name=name, note=note)

    def township(self, name):
        kind = next((kind for ending, kind in TOWNSHIP_KINDS.items() if name.endswith(ending)), Township.Kind.TOWNSHIP)
        return self._plain.township(name) or self._propose(Township, name=name, kind=kind)

    def village(self, township, name):
        kind = Village.Kind.COMMUNITY if name.endswith("社区") else Village.Kind.VILLAGE
        there = self._plain.village(township, name)
        return there or self._propose(Village, township=self.township(township), name=name, kind=kind)

    def meeting(self, name, day, part_of_day):
        there = self._plain.meeting(name, day)
        return there or self._propose(Meeting, name=name, day=day, part_of_day=part_of_day)

    def _propose(self, register: type[Entry], **said) -> Entry:
        key = (
            register,
            *(value for name, value in sorted(said.items()) if name not in ("kind", "note", "part_of_day")),
        )
        if key not in self._proposed:
            self._proposed[key] = register._default_manager.create(is_proposed=True, **said)
        return self._proposed[key]  # type: ignore[return-value]  # the key names the register


def _held(official: Official, post: str, day: date | None) -> bool:
    """Whether the printed post names one that the official holds on that day; without a day, ever."""
    held = [held for held in official.appointments.all() if day is None or held.is_in_force(day)]
    return any(appointment.post in post and appointment.body.name in post for appointment in held)


PARTS_OF_DAY: Mapping[str, str] = {
    "凌晨": PartOfDay.EARLY,
    "清晨": PartOfDay.EARLY,
    "早上": PartOfDay.EARLY,
    "上午": PartOfDay.MORNING,
    "中午": PartOfDay.NOON,
    "下午": PartOfDay.AFTERNOON,
    "傍晚": PartOfDay.EVENING,
    "晚上": PartOfDay.EVENING,
    "晚": PartOfDay.EVENING,
    "当晚": PartOfDay.EVENING,
}
