"""make bench: what must stay quick, measured in one run, so that the figures can be compared on any machine."""

import os
import time

import django

SMALL, LARGE = 500, 2500  # stories, of four records each


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(f"Database: {connection.vendor}")
        _verifying()
        _silence()
    finally:
        teardown_databases(databases, verbosity=0)


def _verifying() -> None:
    from articles.models import Article
    from articles.records.verifying import verdicts

    from .records import make_records

    taken = []
    made = 0
    for stories in (SMALL, LARGE):
        made += make_records(stories - made // 4)
        begun = time.perf_counter()
        found = list(verdicts(Article.objects.all()))
        taken.append((time.perf_counter() - begun) / made * 1000)
        if any(verdict.faults for verdict in found) or sum(verdict.records for verdict in found) != made:
            raise SystemExit("The generated records are not whole: nothing was measured.")
        print(f"verify_records: {made} records in {taken[-1] * made / 1000:.2f} s, {taken[-1]:.3f} s per 1,000")
    print(f"A record of {LARGE} stories costs {taken[1] / taken[0]:.2f} times one of {SMALL} (1.00: no dearer).")


def _silence() -> None:
    from . import silence

    silence.measure()


if __name__ == "__main__":
    main()
