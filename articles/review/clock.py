"""The moment at which a verb happens.

It is now, always, except while recorded moments are laid down again in an empty install: nobody dates a
publication back (a forged publication date is an offence), so only the demo and the archive may enter `replaying`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_recorded: ContextVar[datetime | None] = ContextVar("recorded_moment", default=None)


def now() -> datetime:
    return _recorded.get() or timezone.now()


def not_before(latest: datetime | None) -> datetime:
    """Now, and never before a moment that is on record: a machine's clock may be set back."""
    now = _recorded.get()
    if now is not None:  # what is laid down again comes in no order
        return now
    return max(filter(None, (timezone.now(), latest)))


@contextmanager
def replaying(moment: datetime) -> Iterator[None]:
    token = _recorded.set(moment)
    try:
        yield
    finally:
        _recorded.reset(token)
