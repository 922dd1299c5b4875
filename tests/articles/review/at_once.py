"""Twenty people at the same few stories in the same moment, each with a connection of their own."""

import traceback
from collections import Counter
from dataclasses import dataclass, field
from threading import Barrier, Thread

from django.db import connections

from articles.models import Article, Review
from articles.models.reviewed import ChangedBesideReviewError

from .desk import REFUSALS, Chance, file_stories, hire
from .ledger import assert_all_is_explained

BESIDE = (0, "sent to its first step", 0)


@dataclass
class Log:
    """What each person believes to have done."""

    done: Counter = field(default_factory=Counter)
    refused: int = 0
    faults: list[str] = field(default_factory=list)


def work_at_once(seed: str, *, threads: int = 20, presses: int = 5, stories: int = 3) -> Log:
    people = hire()
    for story in file_stories(people, stories):
        story.submit(by=story.created_by)
    known = set(Review.objects.values_list("pk", flat=True))
    log, start = Log(), Barrier(threads)

    def work(number: int) -> None:
        try:
            chance = Chance(f"{seed} {number}", people)
            start.wait()
            for _press in range(presses):
                try:
                    log.done[chance.press()] += 1
                except ChangedBesideReviewError:  # a held story was saved, which nobody's form does
                    log.done[BESIDE] += 1
                except REFUSALS:
                    log.refused += 1
        except Exception:
            log.faults.append(traceback.format_exc())
        finally:
            connections.close_all()

    workers = [Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert log.faults == [], "\n".join(log.faults)
    assert_nothing_was_lost(log, Review.objects.exclude(pk__in=known))
    return log


def assert_nothing_was_lost(log: Log, records) -> None:
    """Each success has its record and each record its success; a draft's changes are on no record."""
    assert_all_is_explained()
    written = Counter((record.article_id, record.verb, record.by_id) for record in records)
    beside = sum(number for key, number in written.items() if key[2] is None)
    assert beside == log.done.pop(BESIDE, 0)
    written = Counter({key: number for key, number in written.items() if key[2] is not None})
    pressed = {key: number for key, number in log.done.items() if key[1] != "edit"}
    assert pressed == {key: number for key, number in written.items() if key[1] not in ("edit", "replace")}
    for key, number in written.items():
        assert key[1] != "edit" or number <= log.done[key], key
    assert sum(number for key, number in written.items() if key[1] == "replace") == _applied().count()


def _applied():
    return Article.objects.filter(state="applied")
