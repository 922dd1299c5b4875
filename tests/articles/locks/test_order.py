"""Locks are always taken in one order: what every path locks is read from its statements, and held together."""

import re
import traceback
from contextlib import suppress
from itertools import combinations_with_replacement
from threading import Barrier, BrokenBarrierError, Thread

import pytest
from django.db import OperationalError, connection, connections, transaction

from articles.models import Article, Review
from articles.models.notice import NoticeQuerySet
from articles.review.workflow import Verb

from .paths import PATHS, World
from .recorder import LOCKING, Recorder, recorded

pytestmark = pytest.mark.whole

# articles/models/locks.py says it in words.
ORDER = ("articles_importedpage", "articles_issue", "articles_article", "articles_photo")


def faults(transactions) -> list[str]:
    """Rows of one table that were not taken by their keys, and tables that were taken in both orders."""
    found = []
    for held in transactions:
        for rows in held.together:
            if rows[0][0] in ORDER:
                found.append(f"at once, without having been locked: {rows}")
        for table in {row[0] for row in held.taken}:
            keys = [row[1] for row in held.taken if row[0] == table]
            if table in ORDER and keys != sorted(keys):
                found.append(f"{table} not by key: {keys}")
    return found


def edges(transactions) -> set[tuple[str, str]]:
    """Each pair of tables of which the first was held when the second was locked."""
    found = set()
    for held in transactions:
        tables = list(dict.fromkeys(row[0] for row in held.taken))
        last = {row[0]: place for place, row in enumerate(held.taken)}
        for before in tables:
            first = next(place for place, row in enumerate(held.taken) if row[0] == before)
            found |= {(before, after) for after in tables if after != before and last[after] > first}
    return found


def cycle(pairs: set[tuple[str, str]]) -> list[str]:
    """Tables that wait for each other in a circle; none if they can be put into one order."""
    after: dict[str, set[str]] = {}
    for before, then in pairs:
        after.setdefault(before, set()).add(then)
        after.setdefault(then, set())
    while free := [table for table, following in after.items() if not following]:
        for table in free:
            del after[table]
        for following in after.values():
            following.difference_update(free)
    return sorted(after)


class TakenBack(Exception):
    """What a path did is undone, so that the next one finds the same newsroom."""


def locked_by(work, world, monkeypatch) -> Recorder:
    with monkeypatch.context() as patch:
        try:
            with transaction.atomic():
                with recorded(patch) as recorder:
                    work(world)
                raise TakenBack
        except TakenBack:
            return recorder


@pytest.mark.django_db
def test_locks_are_taken_in_one_order_on_every_path(monkeypatch):
    world = World()
    wrong: dict[str, list[str]] = {}
    pairs: dict[tuple[str, str], list[str]] = {}
    verbs, append = set(), Review.objects.append

    def noting(story, **record):
        verbs.add(Verb(record["verb"]))
        return append(story, **record)

    monkeypatch.setattr(Review.objects, "append", noting)
    for name, work in PATHS.items():
        known = Review.objects.count()
        taken = locked_by(work, world, monkeypatch)
        assert any(held.taken for held in taken.transactions), f"{name} locked nothing: does it still do its work?"
        assert Review.objects.count() == known
        if found := faults(taken.transactions):
            wrong[name] = found
        for pair in edges(taken.transactions):
            pairs.setdefault(pair, []).append(name)
    both = {pair: names for pair, names in pairs.items() if pair[::-1] in pairs}
    assert wrong == {}
    assert cycle(set(pairs)) == [], both
    # The other verbs lock what a pass and a submission lock.
    assert {*Verb} - verbs <= {Verb.PROOF, Verb.OVERRIDE, Verb.URGENT}
    assert all((after, before) not in pairs for before, after in zip(ORDER, ORDER[1:], strict=False))


@pytest.mark.django_db
def test_an_inverted_order_is_found(monkeypatch):
    world = World()

    def story_then_page(world):
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=world.draft.pk)
            type(world.issue).objects.select_for_update().get(pk=world.issue.pk)

    def stories_upside_down(world):
        with transaction.atomic():
            list(Article.objects.order_by("-pk").select_for_update())

    def several_at_once(world):
        with transaction.atomic():
            Article.objects.update(slugline="")

    closing = locked_by(PATHS["closes_an_issue"], world, monkeypatch).transactions
    inverted = locked_by(story_then_page, world, monkeypatch).transactions
    assert cycle(edges(closing)) == []
    assert cycle(edges(closing) | edges(inverted)) == ["articles_article", "articles_issue"]
    assert faults(locked_by(stories_upside_down, world, monkeypatch).transactions)
    assert faults(locked_by(several_at_once, world, monkeypatch).transactions)


# Two people at once


def pairs_of_paths(world, monkeypatch) -> list[tuple[str, str]]:
    """For each pair of rows kinds that two paths both lock, two paths that lock it: found by running them."""
    kinds = {}
    for name, work in PATHS.items():
        rows = {row for held in locked_by(work, world, monkeypatch).transactions for row in held.taken}
        kinds[name] = rows
    chosen = []
    seen = set()
    for one, other in combinations_with_replacement(PATHS, 2):
        common = kinds[one] & kinds[other]
        shared = {tuple(sorted(pair)) for pair in combinations_with_replacement({row[0] for row in common}, 2)}
        if len(common) > 1 and (not shared <= seen or one in STRANGE or other in STRANGE):
            seen |= shared
            chosen.append((one, other))
    return chosen


# Where locks of several kinds, or several of one, are taken before a form or a verb reads anything.
STRANGE = {
    "closes_an_issue",
    "closes_the_other_issue",
    "describes_a_picture",
    "signs_a_correction",
    "merges_a_proposal",
}


class Meeting:
    """An execute_wrapper that waits after the thread's first lock until the other thread has its own."""

    def __init__(self, barrier: Barrier):
        self.barrier = barrier
        self.has_met = False

    def __call__(self, execute, sql, params, many, context):
        done = execute(sql, params, many, context)
        if not self.has_met and (LOCKING.search(sql) or re.match(r'UPDATE "(articles|people)_', sql)):
            self.has_met = True
            with suppress(BrokenBarrierError):  # the other one waits at the database already
                self.barrier.wait(timeout=0.15)
        return done


def together(one: str, other: str, world) -> list[str]:
    barrier, said = Barrier(2), []

    def run(name, machine):
        world.here.machine = machine
        try:
            with transaction.atomic(), connection.execute_wrapper(Meeting(barrier)):
                PATHS[name](world)
                raise TakenBack
        except TakenBack:
            pass
        except OperationalError as fault:
            said.append(f"{one} and {other}: {fault}")
        except Exception:
            said.append(f"{one} and {other}: {traceback.format_exc()}")
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in ((one, 0), (other, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole database, and knows no rows")
@pytest.mark.django_db(transaction=True)
def test_no_two_people_wait_for_each_other(monkeypatch):
    world = World()
    pairs = pairs_of_paths(world, monkeypatch)
    # Opening a page reads the notices of it in a statement of its own, before any transaction.
    monkeypatch.setattr(NoticeQuerySet, "read", lambda notices: 0)
    assert len(pairs) > 10
    faults = [fault for one, other in pairs for fault in together(one, other, world)]
    assert not faults, "\n".join(faults)
