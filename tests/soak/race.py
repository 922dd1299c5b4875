"""make soak: thirty people at one newsroom for some minutes, each at a machine of their own.

They press verbs, edit stories and pages in their forms, settle names, merge entries, close issues and open them again,
move stories and upload pictures, all through the addresses of the desk. Afterwards nothing that was answered with
"saved" is lost, the records explain every state, nobody met a deadlock and nobody waited longer than five seconds.
What each does comes from the seed; who is first does not.
"""

import argparse
import logging
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402 (the models need the settings first)
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings, setup_databases, teardown_databases  # noqa: E402
from django.urls import reverse  # noqa: E402

from articles.importing.drafts import file_page  # noqa: E402
from articles.importing.pages import keep_page, read_kept  # noqa: E402
from articles.models import Article, Issue, Photo  # noqa: E402
from articles.models.issue_record import Turn  # noqa: E402
from articles.reading.page import as_json  # noqa: E402
from articles.review.rights import Role  # noqa: E402
from articles.review.workflow import Verb  # noqa: E402
from articles.values.weeks import Week  # noqa: E402
from people.models import Official, User  # noqa: E402
from tests.articles.admin.forms import filled  # noqa: E402
from tests.articles.pages import PAGE, page_source  # noqa: E402
from tests.articles.review.desk import file_stories, hire  # noqa: E402
from tests.articles.review.ledger import assert_all_is_explained  # noqa: E402
from tests.factories import author, jpeg, make_issue, make_official, make_user  # noqa: E402

PEOPLE = 30
PAUSE = (2, 8)  # seconds in which somebody reads before they press
WRITING = (0, 4)  # seconds in which a form stands open
LONGEST = 5.0  # seconds that anybody waits for an answer
QUICK_HASHES = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Opened:
    """A page with its own context: the test client's would be mixed with that of another thread."""

    def __init__(self, answer):
        self.answer = answer
        self.context = getattr(answer, "context_data", None) or {}


@dataclass
class Log:
    done: Counter = field(default_factory=Counter)
    # Lines that were added to a story's text or to a page's note and answered with “saved”, each with its row.
    written: list[tuple[type[Article] | type[Issue], int, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    waits: list[tuple[float, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Person:
    def __init__(self, number: int, user: User, seed: int, log: Log):
        self.random, self.log, self.user, self.number = random.Random(f"{seed} {number}"), log, user, number
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)
        self.presses = 0

    def ask(self, method: str, address: str, *sent) -> Opened:
        began = time.monotonic()
        answer = getattr(self.client, method)(address, *sent)
        waited = time.monotonic() - began
        with self.log.lock:
            self.log.waits.append((waited, f"{method} {address}"))
            self.log.done[f"{method} {answer.status_code}"] += 1
        if answer.status_code >= 500:
            error = getattr(answer, "exc_info", None)
            said = "".join(traceback.format_exception(*error)) if error else ""
            self.log.faults.append(f"{method} {address}: {answer.status_code}\n{said}")
        return Opened(answer)

    def work(self) -> None:
        self.presses += 1
        what = self.random.choices(
            (self.press, self.edit, self.arrange, self.move, self.turn, self.upload, self.settle, self.merge),
            (40, 25, 5, 5, 3, 5, 3, 4),
        )[0]
        what()
        self.log.done[what.__name__] += 1

    def story(self) -> Article:
        return self.random.choice(list(Article.objects.order_by("-pk")[:60]))

    def press(self) -> None:
        story = self.story()
        verb = self.random.choice(list(story.steps_for(self.user)) or [Verb.PASS])
        if verb == Verb.EDIT:
            return self.edit(story)
        address = reverse("admin:articles_article_step", args=[story.pk, verb])
        page = self.ask("get", address)
        form = page.context.get("form")
        sent = {"reason": "请再核实。"}
        if form is not None:
            seen = [f"{one.pk}:{content_digest}" for one, _state, _missing, content_digest in page.context["stories"]]
            sent |= {name: form[name].value() or "" for name in form.fields if name != "says_nothing"}
            sent |= {"reason": "请再核实。", "seen": seen}
        self.ask("post", address, sent)
        return None

    def edit(self, story: Article | None = None) -> None:
        story = story or self.story()
        self._add_a_line(reverse("admin:articles_article_change", args=[story.pk]), story, "body")

    def move(self) -> None:
        page = self.random.choice(list(Issue.objects.open().order_by("pk")) or [None])
        if page is not None:
            self._save(reverse("admin:articles_article_change", args=[self.story().pk]), issue=page)

    def arrange(self) -> None:
        page = self.random.choice(list(Issue.objects.order_by("pk")))
        fields = {f"stories-{number}-page_order": self.random.randint(1, 20) for number in range(3)}
        self._add_a_line(reverse("admin:articles_issue_change", args=[page.pk]), page, "editors_note", **fields)

    def turn(self) -> None:
        page = self.random.choice(list(Issue.objects.order_by("pk")))
        way = Turn.REOPEN if page.is_closed else Turn.CLOSE
        address = reverse("admin:articles_issue_turn", args=[page.pk, way])
        self.ask("post", address, {"unsigned": self.random.choice(("next", "stay")), "reason": "改错字。"})

    def upload(self) -> None:
        mark = f"图{self.number}第{self.presses}"
        content = jpeg((1600, 1200), (self.number * 7 % 256, self.presses * 5 % 256, 90))
        if self._save(reverse("admin:articles_photo_add"), image=SimpleUploadedFile("a.jpg", content), alt_text=mark):
            self.log.pictures.append(mark)

    def settle(self) -> None:
        address = reverse("admin:articles_names")
        rows = [row for _register, listed in self.ask("get", address).context.get("groups", ()) for row in listed]
        forms = [row.form for row in rows if row.form]
        if forms:
            self.ask("post", address, {self.random.choice(forms)["choice"].html_name: "new"})

    def merge(self) -> None:
        standing = list(Official.objects.standing().order_by("pk"))
        if len(standing) < 3:
            return
        one, other = self.random.sample(standing, 2)
        into = self.random.choice((other, "", ""))
        self._save(reverse("admin:people_official_change", args=[one.pk]), merged_into=into)

    def _add_a_line(self, address: str, row: Article | Issue, name: str, **fields) -> None:
        """Writes below what stands in the field: a line goes only if somebody puts an older text back."""
        mark = f"第{self.number}人改第{self.presses}次。"
        page = self.ask("get", address)
        if "adminform" not in page.context or name not in _names(page):
            return
        time.sleep(self.random.uniform(*WRITING))
        above = page.context["adminform"].form[name].value() or ""
        if self._send(address, page, fields | {name: f"{above}\n{mark}".strip()}):
            with self.log.lock:
                self.log.written.append((type(row), row.pk, mark))

    def _save(self, address: str, **fields) -> bool:
        return self._send(address, self.ask("get", address), fields)

    def _send(self, address: str, page: Opened, fields: dict) -> bool:
        if "adminform" not in page.context or not set(fields) <= {*_names(page)}:
            return False
        sent = {name: value for name, value in filled(page, **fields).items() if value is not None}
        answer = self.ask("post", address, sent).answer
        return answer.status_code == 302 and any(
            message.level_tag == "success" for message in _told(answer.wsgi_request)
        )


def _names(page: Opened) -> list[str]:
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return [form[name].html_name for form in forms for name in form.fields]


def _told(request) -> list:
    return list(getattr(request, "_messages", None) and request._messages._queued_messages or ())


def hire_thirty() -> list[User]:
    people = hire()
    roles = (Role.REPORTER, Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.CHIEF_EDITOR)
    return people + [make_user(roles[number % 4]) for number in range(PEOPLE - len(people))]


def race(seed: int, seconds: int) -> Log:
    people, log = hire_thirty(), Log()
    for week in ("2026-W48", "2026-W49", "2026-W50"):
        make_issue(week)
    file_stories(people, 24)
    for _number in range(6):
        make_official()
    page, _new = keep_page(page_source(PAGE), by=author(), week=Week.parse("2026-W49"))
    file_page(page, as_json(read_kept(page))["items"], by=author())
    workers = [Person(number, user, seed, log) for number, user in enumerate(people)]
    until = time.monotonic() + seconds

    def run(person: Person) -> None:
        try:
            while time.monotonic() < until:
                time.sleep(person.random.uniform(*PAUSE))
                person.work()
        except Exception:
            log.faults.append(traceback.format_exc())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return log


def assert_nothing_was_lost(log: Log) -> None:
    assert log.faults == [], "\n".join(log.faults[:5])
    assert_all_is_explained()
    described = {*Photo.objects.values_list("alt_text", flat=True)}
    assert [mark for mark in log.pictures if mark not in described] == []
    lost = [f"{model.__name__} {key}: {mark}" for model, key, mark in log.written if mark not in _text_of(model, key)]
    assert not lost, f"{len(lost)} of {len(log.written)} saved lines are lost: {lost[:5]}"


def _text_of(model: type[Article] | type[Issue], key: int) -> str:
    if model is Issue:
        return Issue.objects.get(pk=key).editors_note
    story = Article.objects.filter(pk=key).first()
    # A correction that was signed has gone into its original.
    return story.body if story else "".join(Article.objects.values_list("body", flat=True))


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description="Thirty people at one newsroom.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=300)
    options = parser.parse_args()
    logging.disable(logging.ERROR)
    print(f"\nRace on {connection.vendor}, seed {options.seed}, {PEOPLE} people, {options.seconds} s", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        own = {
            "PASSWORD_HASHERS": QUICK_HASHES,
            "PICTURES_PUBLIC_DIR": Path(folder) / "public",
            "STORAGES": {
                "default": {
                    "BACKEND": "django.core.files.storage.FileSystemStorage",
                    "OPTIONS": {"location": Path(folder) / "private"},
                },
                "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            },
            "ALLOWED_HOSTS": ["*"],
        }
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "newsroom.sqlite3")
        with override_settings(**own):
            kept = setup_databases(verbosity=0, interactive=False)
            try:
                log = race(options.seed, options.seconds)
                waits = sorted(log.waits, reverse=True)
                print(f"  {len(waits)} requests, {dict(log.done)}")
                print(f"  {len(log.written)} lines and {len(log.pictures)} pictures were saved")
                print(f"  median {waits[len(waits) // 2][0]:.2f} s, longest: {waits[:3]}", flush=True)
                assert_nothing_was_lost(log)
                assert waits[0][0] <= LONGEST, f"somebody waited {waits[0][0]:.1f} s for {waits[0][1]}"
            except AssertionError as fault:
                sys.exit(f"\n{fault}")
            finally:
                teardown_databases(kept, verbosity=0)
    print("\nAll held.")


if __name__ == "__main__":
    main()
