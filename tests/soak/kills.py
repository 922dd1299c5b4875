"""make soak: processes are killed at each point of withdrawing, taking offline and correcting, and at any time.

A real server runs beside them and is killed as well. After the next start nothing withdrawn can be read at any address
or lies in the public store, what was not committed is as it was, and the records are whole.
"""

import argparse
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path

import django

FOLDER = Path(tempfile.mkdtemp(prefix="kills-"))
os.environ["DATA_DIR"] = str(FOLDER)  # before the settings are read: the public store and the keys are the server's too
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (the models need the settings first)
from django.db import connection, connections  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from articles.models import Article  # noqa: E402
from articles.pictures import gate  # noqa: E402
from articles.review.workflow import State  # noqa: E402
from people.models import User  # noqa: E402
from tests.factories import make_photo, make_signed_article  # noqa: E402
from tests.newsroom.reading import public_patterns  # noqa: E402

from .killed import POINTS, STEPS, prepare_correction  # noqa: E402

LONGEST_START = 60  # seconds
SHORT_OF_ALL = 0.6  # seconds in which a step ends, more or less


class Server:
    """gunicorn on a database and a folder that outlive it, started as scripts/start does."""

    def __init__(self, database: str):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.env = {**os.environ, "DATABASE_URL": database, "PYTHONUTF8": "1"}
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        subprocess.run([sys.executable, "manage.py", "do_outbox"], env=self.env, check=True, capture_output=True)
        command = ["-m", "gunicorn", "newsroom.wsgi", "--bind", f"127.0.0.1:{self.port}", "--threads", "4"]
        self.process = subprocess.Popen(
            [sys.executable, *command, "--no-control-socket", "--log-level", "error"],
            env=self.env,
            start_new_session=True,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + LONGEST_START
        while time.monotonic() < until:
            try:
                if self.get("/healthz?ready")[0] == 200:
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server does not start")

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def get(self, address: str) -> tuple[int, str]:
        link = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            link.request("GET", address)
            answer = link.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        finally:
            link.close()


class Case:
    def __init__(self, server: Server, number: int):
        self.server, self.mark = server, f"撤下之事第{number}号"
        photo = make_photo(alt_text=f"{self.mark}的照片")
        self.story = make_signed_article(headline=self.mark, body=f"{self.mark}在柳溪镇发生。", placements=[photo])
        self.picture = f"/pictures/{photo.pk}/{photo.renditions[0].name}"
        self.photo = photo
        self.file = gate.public_path(photo.pk, photo.renditions[0].name)

    def show(self) -> None:
        assert self.server.get(self.story.get_absolute_url())[0] == 200
        assert self.server.get(self.picture)[0] == 200
        assert self.file.exists()

    def take(self, step: str, point: str, wait: float | None) -> None:
        """Take the step in a process that dies at the point, or is killed after so many seconds of its work."""
        begun = FOLDER / "begun"
        begun.unlink(missing_ok=True)
        command = [sys.executable, "-m", "tests.soak.killed", step, str(self.story.pk), point]
        process = subprocess.Popen(command, env={**self.server.env, "BEGUN": str(begun)}, stderr=subprocess.PIPE)
        if wait is not None:
            while not begun.exists() and process.poll() is None:
                time.sleep(0.005)
            time.sleep(wait)
            process.kill()
        _said, error = process.communicate(timeout=60)
        died = process.returncode == -signal.SIGKILL
        assert died or (wait is not None and process.returncode == 0), f"{step}, {point}: {error.decode()}"

    def assert_all_is_gone_or_nothing(self, step: str) -> bool:
        """Whether the step was committed."""
        story = Article.objects.get(pk=self.story.pk)
        committed = not story.is_public or self.mark not in story.body
        assert committed or self.server.get(story.get_absolute_url())[0] == 200
        if not committed:
            assert story.state == State.SIGNED and self.server.get(self.picture)[0] == 200
            return False
        assert not self.file.exists(), f"{step}: the picture lies in the public store"
        assert self.server.get(self.picture)[0] == 404
        assert self.server.get(f"/photos/{self.photo.pk}/")[0] == 404
        for address in self._addresses():
            status, page = self.server.get(address)
            assert status < 500, address
            assert self.mark not in page and self.picture not in page, f"{step}: readable at {address}"
        return True

    def _addresses(self) -> list[str]:
        plain = [f"/{pattern.pattern}" for pattern in public_patterns() if "<" not in str(pattern.pattern)]
        reporters = [credit.reporter for credit in self.story.credits.all() if credit.reporter]
        of_reporters = [f"/reporters/{one.pk}/{page}" for one in reporters for page in ("", "feed/")]
        maps = [f"/sitemap-{section}.xml" for section in ("stories", "news", "photos")]
        return [
            *plain,
            *of_reporters,
            *maps,
            self.story.get_absolute_url(),
            "/search/?q=%E6%92%A4%E4%B8%8B%E4%B9%8B%E4%BA%8B",
        ]


def kills(server: Server, seed: int, seconds: int) -> None:
    chance, done = random.Random(seed), Counter()
    plan = [(step, point) for point in POINTS for step in STEPS]
    plan = [pair for pair in plan if pair[1] != "while a picture is laid" or pair[0] == "withdraw"]
    until = time.monotonic() + seconds
    server.start()
    number = 0
    while number < len(plan) or time.monotonic() < until:
        step, point = plan[number] if number < len(plan) else (chance.choice([*STEPS]), "at any time")
        number += 1
        case = Case(server, number)
        if step == "correct":
            prepare_correction(case.story)
        case.show()
        case.take(step, point, chance.uniform(0, SHORT_OF_ALL) if point == "at any time" else None)
        server.kill()
        server.start()
        committed = case.assert_all_is_gone_or_nothing(step)
        done[f"{step}: {'committed' if committed else 'as before'}"] += 1
        print(f"  {number}. {step}, {point}: {'committed' if committed else 'as before'}", flush=True)
        connections.close_all()
    call_command("verify_records", verbosity=0)
    print(f"  {number} steps and as many servers killed: {dict(sorted(done.items()))}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description="Processes killed while stories leave.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=int, default=240)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # and take the server along
    print(f"\nKills on {connection.vendor}, seed {options.seed}", flush=True)
    url = f"sqlite:///{FOLDER / 'newsroom.sqlite3'}"
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(FOLDER / "newsroom.sqlite3")
    kept = setup_databases(verbosity=0, interactive=False)
    if connection.vendor == "postgresql":
        url = f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    server = Server(url)
    try:
        call_command("load_demo", weeks=1, stdout=StringIO())
        # The factories' standing people have an account of the same name.
        User.objects.filter(username="editor").update(username="demo-editor")
        kills(server, options.seed, options.seconds)
    except AssertionError as fault:
        sys.exit(f"\n{fault}")
    finally:
        server.kill()
        teardown_databases(kept, verbosity=0)
        shutil.rmtree(FOLDER, ignore_errors=True)
    print("\nAll held.")


if __name__ == "__main__":
    main()
