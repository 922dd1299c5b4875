"""make soak: long walks through the review, and twenty people at once, in a database of its own.

Everything that a walk does comes from the seed. What twenty threads do comes from it too, but not who is first.
"""

import argparse
import os
import sys
import tempfile
import time
from itertools import count
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (the models need the settings first)
from django.db import connection, transaction  # noqa: E402
from django.test.utils import override_settings, setup_databases, teardown_databases  # noqa: E402

from articles.models import Review  # noqa: E402
from tests.articles.review.at_once import work_at_once  # noqa: E402
from tests.articles.review.desk import Walk  # noqa: E402

LONG = 150  # presses of a walk
QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description="Long runs of the review.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=240, help="for the walks, and again for people at once")
    options = parser.parse_args()
    print(f"\nReview on {connection.vendor}, seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder, override_settings(PASSWORD_HASHERS=QUICK_HASHES):
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "newsroom.sqlite3")
        kept = setup_databases(verbosity=0, interactive=False)
        try:
            walks(options.seed, options.seconds)
            people_at_once(options.seed, options.seconds)
        except AssertionError as fault:
            sys.exit(f"\n{fault}")
        finally:
            teardown_databases(kept, verbosity=0)
    print("\nAll held.")


def walks(seed: int, seconds: int) -> None:
    print("\nWalks: after each press every story is explained by its records")
    taken = signed = 0
    until = time.monotonic() + seconds
    for number in count(1):
        name, steps = f"walk {seed} {number}", number % 3 + 1
        try:
            with override_settings(REVIEW_STEPS=steps, OVERRIDE=number % 4 == 0), transaction.atomic():
                walk = Walk(name, stories=3)
                walk.go(LONG)
                taken, signed = taken + walk.taken, signed + walk.signed
                transaction.set_rollback(True)
        except AssertionError as fault:
            raise AssertionError(f"{name}, {steps} reviews: {fault}") from fault
        print(f"  {number:>5} walks, {taken} presses and edits taken, {signed} of them signatures", flush=True)
        if time.monotonic() > until:
            return


def people_at_once(seed: int, seconds: int) -> None:
    print("\nTwenty at once: each success has its record, each record its success")
    done = refused = 0
    until = time.monotonic() + seconds
    for number in count(1):
        call_command("flush", verbosity=0, interactive=False)
        with override_settings(REVIEW_STEPS=number % 3 + 1):
            log = work_at_once(f"at once {seed} {number}", presses=15, stories=8)
        done, refused = done + sum(log.done.values()), refused + log.refused
        print(f"  {number:>5} rounds, {done} taken, {refused} refused, {Review.objects.count()} records", flush=True)
        if time.monotonic() > until:
            return


if __name__ == "__main__":
    main()
