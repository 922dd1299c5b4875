# ruff: noqa: E501 (lists of odd values, one a subject)
"""make soak: odd requests to a newsroom in production mode, as every role and as nobody; none is answered with 500.

Addresses come from the URL configuration, forms from the pages that offer them; ids, methods, headers, encodings and
bodies are then bent at random, by the seed. Each request runs in a transaction that is undone, so that the newsroom
stays what it was and a fault can be tried again by itself.
"""

import argparse
import logging
import os
import random
import secrets
import sys
import tempfile
import time
import traceback
from collections import Counter
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote, urlencode

FOLDER = tempfile.TemporaryDirectory()
HOST = "newsroom.example"
os.environ |= {
    "ALLOWED_HOSTS": HOST,
    "DATA_DIR": FOLDER.name,
    "DEBUG": "0",
    "DEMO": "1",
    "DJANGO_SETTINGS_MODULE": "newsroom.settings",
    "HTTPS": "0",
    "SECRET_KEY": secrets.token_urlsafe(50),
}
if os.environ.get("DATABASE_URL", "").startswith("sqlite"):
    del os.environ["DATABASE_URL"]

import django  # noqa: E402 (the settings read the environment)

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.signals import got_request_exception, request_finished, request_started  # noqa: E402
from django.db import close_old_connections, connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from articles.review.rights import Role  # noqa: E402
from newsroom.request_limits import Utf8Handler  # noqa: E402
from people.models import User  # noqa: E402
from tests.newsroom.doors.walking import ARGUMENT, UNNAMED, forms_in, patterns_in  # noqa: E402

TOKEN = "abcdefghijklmnopqrstuvwxyzabcdef"  # of the form's guard: as a cookie and in a header
METHODS = ("GET",) * 10 + ("POST",) * 8 + ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW", "get", "")
IDS = (
    "0", "-1", "00", "9223372036854775807", "9223372036854775808", "9" * 400, "1.5", "1e9", "abc", "a/b", "1 OR 1=1",
    "\0", "1\0", "谌樵", "\u0661", "\ud800", "..", "%", "%2500", "_2F", "_0", "__", "_ZZ", "None", "null", "'", '"', " ",
    "2026-W47", "2025-W53", "0000-W01", "9999-W52", "x" * 3000,
)  # fmt: skip
WORDS = (
    *IDS, "", "1", "on", "2026-11-19", "0001-01-01", "9999-12-31", "99999-01-01", "2026-02-30", "25:61", "２０２６", "\r\n",
    "NaN", "Infinity", "1e400", "[]", "{}", '{"a":', "<script>", "{{ 7 }}", "🀄" * 50, "\ufeff", "\u202e改", "稿" * 70_000,
)  # fmt: skip
ASKED = (
    "page", "p", "q", "o", "all", "e", "_popup", "_to_field", "_changelist_filters", "next", "term", "app_label",
    "model_name", "field_name", "state", "mine", "kept", "week", "from", "until", "since", "date", "year", "month", "ids",
    "kind", "kind__exact", "is_proposed__exact", "coverage", "articles", "pk", "pk__in", "id__gt", "day__year",
    "day__month", "day__day", "happened_on__year", "happened_on__month", "uploaded_at__gte", "rights__exact", "merged_into",
    "user__password", "credits", "credits__article", "place__regex", "name__regex", "name__isnull", "sort", "format", "view",
    "seen", "issue", "topic", "reporter", "official", "township", "verb", "rule", "sheet", "file", "language",
)  # fmt: skip
HEADERS = {
    "HTTP_ACCEPT_LANGUAGE": ("en", "zh-Hans;q=0.8,*", "x" * 5000, "zh;q=NaN", "\xff\xfe", "en;q=1e999", ",,;;="),
    "HTTP_RANGE": ("bytes=0-1", "bytes=5-1", "bytes=-", "bytes=a-b", "items=1-2", "bytes=0-99999999999999999999"),
    "HTTP_IF_NONE_MATCH": ("*", '"a"', 'W/"', '"' * 99, "\xe4"),
    "HTTP_IF_MODIFIED_SINCE": ("Thu, 19 Nov 2026 00:00:00 GMT", "never", "Thu, 99 Nov 0000 00:00:00 GMT", "0"),
    "HTTP_IF_MATCH": ("*", '"a"', "x"),
    "HTTP_IF_UNMODIFIED_SINCE": ("Thu, 19 Nov 1970 00:00:00 GMT", "x"),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4", "::1", "unknown", "1.2.3.4, " * 50, "\xff", "' OR 1"),
    "HTTP_X_FORWARDED_PROTO": ("https", "x"),
    "HTTP_X_FORWARDED_HOST": ("evil.example", "\xff"),
    "HTTP_HOST": ("", "evil.example", "newsroom.example:99999", "[::1", "a b", "\xff", "newsroom.example."),
    "HTTP_REFERER": ("http://newsroom.example/", "http://[", "\xff", "javascript:1"),
    "HTTP_ORIGIN": ("null", "http://[", "http://newsroom.example"),
    "HTTP_ACCEPT": ("application/json", "*/*;q=x", "\xff"),
    "HTTP_ACCEPT_ENCODING": ("gzip", "br, gzip", "x;q=9"),
    "HTTP_USER_AGENT": ("", "x" * 2000, "\0", "\xe8\xb0"),
    "HTTP_X_REQUESTED_WITH": ("XMLHttpRequest",),
    "REMOTE_ADDR": ("", "::1", "not an address"),
}
CHARSETS = ("rot13", "utf-7", "utf-16", "gbk", "base64", "zlib", "nonsense", "\xff", "idna", "unicode_escape", "", '"')


class Newsroom:
    """A server in this process: the whole stack as production has it, and whatever it did not expect."""

    def __init__(self):
        self.app = Utf8Handler()
        self.raised: list[BaseException] = []
        got_request_exception.connect(self._noted)
        for signal in (request_started, request_finished):  # as in the test client: a transaction is open around each
            signal.disconnect(close_old_connections)
        self.people = {"nobody": {}} | {role: _signed_in(role) for role in (*Role, "superuser")}
        self.patterns = [pattern for part in get_resolver().url_patterns for pattern in patterns_in(part)]
        self.keys = {
            model._meta.label_lower: [str(key) for key in model._base_manager.values_list("pk", flat=True)[:20]]
            for model in apps.get_models()
        }
        self.forms: dict[tuple[str, str], list] = {}

    def _noted(self, sender, **kwargs):
        self.raised.append(sys.exception())

    def answer(self, environ: dict) -> tuple[int, bytes]:
        told: list[str] = []
        self.raised.clear()
        with transaction.atomic():
            result = self.app(environ, lambda status, headers, exc_info=None: told.append(status))
            body = b"".join(result)
            result.close()
            transaction.set_rollback(True)
        return int(told[0].split()[0]), body


def _signed_in(role: str) -> dict[str, str]:
    user = User.objects.create_user(f"soak-{role}", "a@newsroom.example", secrets.token_urlsafe(20), is_staff=True)
    user.must_change_password = False
    user.is_superuser = role == "superuser"
    user.save()
    if role != "superuser":
        user.groups.set(type(user.groups.first() or user.groups.model()).objects.filter(name=role))
    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


class Odd:
    """Makes one request after another from its seed."""

    def __init__(self, seed: int, newsroom: Newsroom):
        self.random, self.newsroom = random.Random(seed), newsroom

    def maybe(self, chance: float) -> bool:
        return self.random.random() < chance

    def request(self) -> dict:
        who = self.random.choice(list(self.newsroom.people))
        path = self.path()
        method = self.random.choice(METHODS)
        cookies = self.newsroom.people[who] | {"csrftoken": TOKEN}
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode("utf-8", "surrogatepass").decode("latin-1"),
            "QUERY_STRING": self.query(),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": HOST,
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.errors": StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        if self.maybe(0.95):
            environ["HTTP_X_CSRFTOKEN"] = TOKEN
        content, kind = b"", ""
        if method not in ("GET", "HEAD", "get") or self.maybe(0.03):
            content, kind = self.body(who, path)
        environ["CONTENT_TYPE"] = kind
        environ["CONTENT_LENGTH"] = str(len(content))
        if self.maybe(0.04):
            lies = (
                "",
                "-1",
                "abc",
                "0",
                str(len(content) + 50),
                str(10**9),
                "9" * 30,
                "1.5",
                "\u0661".encode().decode("latin-1"),
            )
            environ["CONTENT_LENGTH"] = self.random.choice(lies)
        environ["wsgi.input"] = BytesIO(content)
        for name in self.random.sample(list(HEADERS), self.random.choice((0, 0, 0, 1, 1, 2, 4))):
            if name != "HTTP_HOST" or self.maybe(0.3):
                environ[name] = self.random.choice(HEADERS[name])
        if self.maybe(0.03):
            environ["HTTP_COOKIE"] += "; " + self.random.choice(
                (
                    "text-size=" + "9" * 50,
                    "messages=" + "x" * 50,
                    'a="\\',
                    "=;=;",
                    "taken=\xff",
                    "sessionid=\0",
                    "csrftoken=\xff",
                )
            )
        environ["soak.who"] = who
        return environ

    def path(self) -> str:
        if self.maybe(0.02):
            return "/" + "".join(self.random.choice("a/.%\0?稿_-0") for _number in range(self.random.randint(0, 40)))
        pattern = self.random.choice(self.newsroom.patterns)
        route = pattern.replace("^", "").replace("$", "").replace("\\Z", "")
        while found := ARGUMENT.search(route) or UNNAMED.search(route):
            value = self.value(route, found[1] if found.lastindex else "")
            route = route[: found.start()] + value + route[found.end() :]
        return f"/{route}"

    def value(self, route: str, name: str | None) -> str:
        if self.maybe(0.25):
            return self.random.choice(IDS).replace("<", "")
        match name:
            case "verb":
                return self.random.choice(
                    ("submit", "pass", "sign", "send_back", "withdraw", "take_offline", "correct")
                )
            case "week":
                return self.random.choice(("2026-W47", "2026-W48", "2026-W01"))
            case "step":
                return self.random.choice(("password", "close", "open", "leave", "temporary"))
            case "turn":
                return self.random.choice(("close", "reopen"))
            case "section" | "app_label":
                return self.random.choice(("articles", "people", "officials", "axes", "newsroom", "photos"))
        parts = route.split("/")
        label = (
            ".".join(parts[1:3])
            if parts[0] == "admin"
            else {"photos": "articles.photo", "pictures": "articles.photo"}.get(
                parts[0], f"articles.{parts[0].rstrip('s')}"
            )
        )
        return self.random.choice(self.newsroom.keys.get(label.lower()) or ["1", "2", "3", "7"])

    def word(self) -> str:
        return self.random.choice(WORDS)

    def query(self) -> str:
        if self.maybe(0.5):
            return ""
        if self.maybe(0.08):
            return self.random.choice(
                ("%", "%zz=1", "a=%ff%fe", "=&=&", "&" * 3000, "q=%00", "q=%ed%a0%80", "q=\xe8\xb0\x8c", ";a=1")
            )
        if self.maybe(0.1):  # a picker's question, bent
            fields = [(model, field.name) for model in apps.get_models() for field in model._meta.get_fields()]
            model, name = self.random.choice(fields)
            asked = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": name,
                "term": self.word(),
            }
            return self.encoded(list(asked.items()))
        return self.encoded(
            [(self.random.choice(ASKED), self.word()) for _n in range(self.random.choice((1, 1, 2, 5)))]
        )

    def encoded(self, pairs: list) -> str:
        return urlencode([(one, other[:4000]) for one, other in pairs], errors="surrogatepass")

    def body(self, who: str, path: str) -> tuple[bytes, str]:
        pairs = [(name, value) for name, values in self.form(who, path).items() for value in values]
        for _number in range(self.random.choice((0, 1, 1, 2, 5))):
            kind = self.random.random()
            if pairs and kind < 0.6:
                at = self.random.randrange(len(pairs))
                pairs[at] = (pairs[at][0], self.word())
            elif pairs and kind < 0.75:
                pairs.pop(self.random.randrange(len(pairs)))
            elif pairs and kind < 0.85:
                at = self.random.randrange(len(pairs))
                pairs.append((pairs[at][0], self.word()))
            elif pairs and kind < 0.9:
                at = self.random.randrange(len(pairs))
                pairs[at] = (self.word()[:200], pairs[at][1])
            else:
                pairs.append((self.random.choice(ASKED), self.word()))
        charset = f"; charset={self.random.choice(CHARSETS)}" if self.maybe(0.05) else ""
        kind = self.random.random()
        if kind < 0.6:
            content = urlencode(pairs, errors="surrogatepass").encode()
            return content, "application/x-www-form-urlencoded" + charset
        if kind < 0.9:
            return self.multipart(pairs), "multipart/form-data; boundary=grenze" + charset
        odd = ("application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff", "application/x-www-form-urlencoded; charset=", ";;;", "\xff")  # fmt: skip
        return self.random.choice(
            (b'{"a": [', b"\0" * 99, b"a=%zz&%", b"--grenze\r\n\r\n", b"\xff\xfe=\xed\xa0\x80")
        ), self.random.choice(odd)

    def multipart(self, pairs: list) -> bytes:
        parts = []
        for name, value in pairs:
            extra = ""
            if name in ("image", "file", "files", "document", "source") or self.maybe(0.01):
                names = ("a.jpg", "../a", "", "\0.png", "稿" * 300, "a.pdf", "a.docx")
                extra = f'; filename="{self.random.choice(names)}"'
            parts.append(f'--grenze\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{value}\r\n')
        if self.maybe(0.2):
            parts.append(
                '--grenze\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8\xff\r\n'
            )
        content = ("".join(parts) + "--grenze--\r\n").encode("utf-8", "surrogatepass")
        if self.maybe(0.1):
            content = content[: self.random.randrange(len(content))]
        if self.maybe(0.05):
            content = content.replace(
                b"form-data", self.random.choice((b"\xff", b"form-data; name*=utf-8''%ff", b"")), 1
            )
            content = content.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1)
        return content

    def form(self, who: str, path: str) -> dict:
        """One that the page offers this person, kept for the next time."""
        if (who, path) not in self.newsroom.forms:
            environ = plain(path, self.newsroom.people[who])
            status, body = self.newsroom.answer(environ)
            try:
                self.newsroom.forms[who, path] = list(forms_in(body)) if status == 200 else []
            except (UnicodeDecodeError, ValueError):
                self.newsroom.forms[who, path] = []
        return self.random.choice(self.newsroom.forms[who, path] or [{}])


def plain(path: str, cookies: dict) -> dict:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode("utf-8", "surrogatepass").decode("latin-1"),
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": HOST,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "wsgi.input": BytesIO(),
        "wsgi.errors": StringIO(),
        "wsgi.url_scheme": "http",
    }


def soak(seed: int, number: int) -> dict[str, list[str]]:
    """Each fault with the requests that met it."""
    newsroom = Newsroom()
    odd, faults, answers, began = Odd(seed, newsroom), {}, Counter(), time.monotonic()
    for count in range(number):
        environ = odd.request()
        where = f"#{count} {environ['soak.who']} {environ['REQUEST_METHOD']} {quote(environ['PATH_INFO'][:120])}?{environ['QUERY_STRING'][:200]} {environ['CONTENT_TYPE'][:80]!r}"
        try:
            status, _body = newsroom.answer(environ)
        except Exception as error:
            status, newsroom.raised = 500, [error]
        answers[status] += 1
        if status >= 500 or newsroom.raised:
            error = newsroom.raised[0] if newsroom.raised else None
            said = "".join(traceback.format_exception(error)[-6:]) if error else str(status)
            last = traceback.extract_tb(error.__traceback__)[-1] if error else None
            place = f"{type(error).__name__} {last.filename}:{last.lineno}" if last else str(status)
            if place not in faults:
                print(f"\n{where}\n{said}", flush=True)
            faults.setdefault(place, []).append(where)
        if count % 5000 == 4999:
            print(f"  {count + 1} requests, {time.monotonic() - began:.0f} s, {dict(answers)}", flush=True)
    print(f"  {number} requests in {time.monotonic() - began:.0f} s: {dict(sorted(answers.items()))}", flush=True)
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(prog="make soak", description="Odd requests to a newsroom in production mode.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--requests", type=int, default=30_000)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(f"\nOdd requests on {connection.vendor}, seed {options.seed}, {options.requests}", flush=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(Path(FOLDER.name) / "soak.sqlite3")
    kept = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_demo", stdout=StringIO())
        faults = soak(options.seed, options.requests)
    finally:
        teardown_databases(kept, verbosity=0)
    if faults:
        for place, where in faults.items():
            print(f"{len(where)} × {place}\n    {where[0]}")
        sys.exit(f"\n{len(faults)} faults.")
    print("\nNone was answered with 500.")


if __name__ == "__main__":
    main()
