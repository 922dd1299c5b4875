"""The rule of review as a newsroom tells it, written down once more and read by the tests alone.

Nothing here is taken from articles.review.workflow: what is compared with itself proves nothing.
"""

from dataclasses import dataclass

ROLES = (
    "author",
    "typist",
    "first",
    "second",
    "chief",
    "proofreader",
    "administrator",
    "superuser",
    "stranger",
    "inactive first",
    "inactive second",
    "inactive chief",
    "anonymous",
)
EDITORS = {"first", "second", "chief"}
# Who takes the review that a story waits for, by the number of reviews it has.
REVIEWER = {
    3: {"submitted": "first", "first_passed": "second", "second_passed": "chief"},
    2: {"submitted": "second", "second_passed": "chief"},
    1: {"submitted": "chief"},
}
OR_LATER = {"first": {"first", "second", "chief"}, "second": {"second", "chief"}, "chief": {"chief"}}

# verb, where the story stands, where it goes ("=": it stays), who may
TABLE = """
submit        draft,returned                              submitted  author,typist
recall        submitted,urgent_by_first,urgent_by_chief   draft      author,typist
recall        first_passed,second_passed,scheduled        draft      editors
pass          not_the_last_review                         next       reviewer
sign          the_last_review                             signed     reviewer
send_back     under_review,held                           returned   reviewer_or_later
reject        under_review,returned                       rejected   reviewer_or_later
hold          under_review                                held       reviewer_or_later
resume        held                                        back       reviewer_or_later
correct       public,unexplained,offline                  =          author,editors
take_offline  public,correcting                           =          editors
explain       unexplained                                 =          editors
restore       unexplained,offline                         =          chief
withdraw      scheduled,public,unexplained,offline,correcting  withdrawn  chief
urgent        draft_correction                            submitted  editors
"""
WORDS = """
submit recall pass sign send_back reject hold resume correct take_offline explain restore withdraw urgent proof override
"""
VERBS = tuple(WORDS.split())
NEEDS_REASON = {"send_back", "reject", "withdraw", "explain", "urgent"}


@dataclass(frozen=True)
class Place:
    """Where a story stands: `held_first_passed` and `copy_submitted` say two things."""

    name: str
    steps: int

    @property
    def is_copy(self) -> bool:
        return self.name.startswith(("copy_", "urgent_")) or self.name == "applied"

    @property
    def stands(self) -> str:
        """Without what else is true of it."""
        return self.name.removeprefix("copy_").removeprefix("held_")

    @property
    def words(self) -> set[str]:
        """By what the table may call it."""
        if self.name.startswith("held_"):
            return {"held"}
        if self.name.startswith("urgent_"):
            return {self.name, "under_review", "the_last_review"}
        words = {self.stands}
        if self.name in ("copy_draft", "copy_returned"):
            words.add("draft_correction")
        if self.stands in REVIEWER[self.steps]:
            last = REVIEWER[self.steps][self.stands] == "chief"
            words |= {"under_review", "the_last_review" if last else "not_the_last_review"}
        return words

    @property
    def reviewers(self) -> set[str]:
        """Of the present review. An urgent correction has a chief editor and a second person, in either order."""
        if self.name.startswith("urgent_"):
            return {"chief"} if self.name == "urgent_by_first" else {"first", "second"}
        return {REVIEWER[self.steps][self.stands]} if self.stands in REVIEWER[self.steps] else set()

    @property
    def reviewers_or_later(self) -> set[str]:
        if self.name.startswith("urgent_"):
            return {"chief"}
        begins = REVIEWER[self.steps]["submitted"]
        return OR_LATER[REVIEWER[self.steps].get(self.stands, begins)]

    def people(self, word: str) -> set[str]:
        return {
            "reviewer": self.reviewers,
            "reviewer_or_later": self.reviewers_or_later,
            "editors": EDITORS,
            # Who typed the story in did not open its correction.
            "typist": set() if self.is_copy else {"typist"},
        }.get(word, {word})

    def target(self, word: str, before: str) -> str:
        if word == "next":
            order = [*REVIEWER[self.steps], "signed"]
            return order[order.index(self.stands) + 1]
        if word == "signed" and self.is_copy:
            return "applied"
        return {"=": before, "back": self.stands}.get(word, word)


ROWS = [tuple(line.split()) for line in TABLE.split("\n") if line]


def allowed(place: Place, before: str) -> dict[tuple[str, str], str]:
    """The state to which each verb takes the story, by verb and role; what is not in it is refused."""
    found = {}
    for verb, stands, target, who in ROWS:
        if place.words & set(stands.split(",")):
            for word in who.split(","):
                found |= {(verb, role): place.target(target, before) for role in place.people(word)}
    return found


AFTER = (
    "draft",
    "submitted",
    "returned",
    "rejected",
    "held_submitted",
    "scheduled",
    "public",
    "unexplained",
    "offline",
    "withdrawn",
    "correcting",
    "copy_draft",
    "copy_returned",
    "copy_submitted",
    "applied",
    "urgent_by_first",
    "urgent_by_chief",
)
PLACES = [
    *[Place(name, 3) for name in (*AFTER, "first_passed", "second_passed")],
    *[Place(name, 3) for name in ("held_first_passed", "held_second_passed", "copy_second_passed")],
    *[Place(name, 2) for name in (*AFTER, "second_passed", "held_second_passed", "copy_second_passed")],
    *[Place(name, 1) for name in AFTER],
]
