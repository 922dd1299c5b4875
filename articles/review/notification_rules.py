"""Who is told of a step. Nobody is told of their own."""

from collections.abc import Collection

from .workflow import MOVING, UNDER_REVIEW, VERBS, Verb

# After these a story waits for somebody, where its state is one of review.
BRINGING = MOVING | {Verb.OVERRIDE}


def asks_reviewers(verb: Verb, state: str, *, begins_round: bool) -> bool:
    """Whether reviewers hear that the story waits for them. begins_round: a change sent it to its first review."""
    return state in UNDER_REVIEW and (verb in BRINGING or (verb == Verb.EDIT and begins_round))


def asks_chiefs(verb: Verb, reason: str) -> bool:
    """A story taken offline in a hurry owes its reason within a day."""
    return verb == Verb.TAKE_OFFLINE and not reason


def settles(verb: Verb, *, begins_round: bool) -> bool:
    """Whether what others were asked to do with the story is over by this step."""
    return verb in MOVING | {Verb.EXPLAIN, Verb.RESTORE} or (verb == Verb.EDIT and begins_round)


def listeners(
    verb: Verb, *, by: int | None, writers: Collection[int], asked: Collection[int]
) -> tuple[set[int], set[int]]:
    """Who is asked to act and who is only told, as keys of accounts; asking goes first."""
    asking = set(asked) - {by}
    told = set(writers) - asking if VERBS[verb].tells_writers else set()
    return asking, told - {by}
