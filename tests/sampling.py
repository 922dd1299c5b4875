"""`make test` tries the everyday cases of a matrix, `make test-all` all of them."""

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def sampled(cases: Iterable[Any], everyday: Collection[Any]) -> list[Any]:
    """The cases for parametrize, in their order; those that are no everyday ones bear the mark `whole`."""
    cases = list(cases)
    assert {*everyday} <= {*cases}, "an everyday case that is none of the cases would be tried nowhere"
    return [case if case in everyday else pytest.param(case, marks=pytest.mark.whole) for case in cases]
