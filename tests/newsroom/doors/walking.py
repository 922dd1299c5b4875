"""Every address of the admin site, read from the URL configuration, and every form that its pages offer."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from lxml import html

from articles.models.issue_record import Turn
from newsroom.desk.account_steps import STEPS

# Words that addresses hold beside keys, by the name of the argument.
WORDS = {
    "verb": ["submit", "pass", "sign", "send_back", "withdraw"],  # all of them: the matrix of verbs
    "turn": [str(turn) for turn in Turn],
    "step": list(STEPS),
    "url": ["nowhere/at-all"],
    "app_label": ["people", "articles", "axes", "newsroom"],
}
KEYS = frozenset({"pk", "id", "object_id"})
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
UNNAMED = re.compile(r"\([^)]*\)")


class CannotFill(AssertionError):
    """An address with an argument that the walk knows no value for."""


@dataclass(frozen=True)
class Address:
    """pattern: as the URL configuration has it, for the expected writes; path: filled."""

    pattern: str
    path: str


def admin_patterns() -> Iterator[str]:
    for part in get_resolver().url_patterns:
        if getattr(part, "app_name", None) == "admin":
            yield from patterns_in(part)


def patterns_in(part: URLPattern | URLResolver, before: str = "") -> Iterator[str]:
    route = before + str(part.pattern)
    if isinstance(part, URLPattern):
        yield route
    else:
        for inner in part.url_patterns:
            yield from patterns_in(inner, route)


def addresses(patterns, *, rows_each: int) -> Iterator[Address]:
    """Each pattern filled with the keys of the model that its path names, and with every word."""
    for pattern in patterns:
        for path in dict.fromkeys(_filled(pattern, rows_each)):
            yield Address(pattern, f"/{path}")


def _filled(pattern: str, rows_each: int) -> Iterator[str]:
    route = pattern.replace("^", "").replace("$", "")
    found = ARGUMENT.search(route)
    if found is None and (found := UNNAMED.search(route)):
        values = _keys(pattern, rows_each)  # a package's expression without a name, as simple_history's
    elif found is None:
        yield route
        return
    elif (name := found[1] or found[2]) in WORDS:
        values = WORDS[name]
    elif name == "content_type_id":
        for kind in ContentType.objects.all():
            if kind.model_class() is not None:
                for key in _first_keys(kind.model_class(), 1):
                    yield ARGUMENT.sub(
                        lambda match, k=kind, o=key: str({"content_type_id": k.pk}.get(match[1], o)), route
                    )
        return
    elif name in KEYS:
        values = _keys(pattern, rows_each)
    else:
        raise CannotFill(f"Tell the walk what {name!r} of the address {pattern!r} may be.")
    for value in values:
        yield from _filled(route[: found.start()] + str(value) + route[found.end() :], rows_each)


def _keys(pattern: str, rows_each: int) -> list:
    app, model = pattern.split("/")[1:3]
    return _first_keys(apps.get_model(app, model), rows_each)


def _first_keys(model, number: int) -> list:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True)[:number])


# Forms

# A row under a form, left as it stands: an empty one stays empty.
ROW = re.compile(r"-(\d+|__prefix__)-")
FILLED = {"date": "2026-11-19", "datetime-local": "2030-01-01T08:00", "number": "7", "email": "a@example.cn"}


def forms_in(body: bytes) -> Iterator[dict[str, list[str]]]:
    """What each form of the page would send, once for each of its buttons, with its words changed."""
    if b"<form" not in body:
        return
    for form in html.fromstring(body.decode()).forms:
        if form.method.upper() != "POST" or (form.action or "").endswith(("/logout/", "/text-size/")):
            continue
        sent: dict[str, list[str]] = {}
        for field in form.iter("input", "select", "textarea"):
            name = field.get("name")
            if name and name != "csrfmiddlewaretoken" and field.get("disabled") is None:
                sent.setdefault(name, []).extend(_values(field))
        sent = {name: values for name, values in sent.items() if values}
        buttons = form.xpath('.//button[@name]|.//input[@type="submit"][@name]')
        for button in buttons or [None]:
            pressed = {} if button is None else {button.get("name"): [button.get("value") or "1"]}
            yield sent | pressed


def _values(field) -> list[str]:
    kind = (field.get("type") or "").lower()
    name = field.get("name")
    if field.tag == "select":
        chosen = [option.get("value", "") for option in field.xpath(".//option[@selected]")]
        offered = [option.get("value", "") for option in field.xpath(".//option") if option.get("value")]
        return chosen if any(chosen) or field.get("multiple") is not None else offered[-1:]
    if kind in ("submit", "button", "file", "image"):
        return []
    if kind in ("checkbox", "radio"):
        is_on = field.get("checked") is not None or name == "_selected_action" or name == "post"
        return [field.get("value", "on")] if is_on else []
    value = field.text or "" if field.tag == "textarea" else field.get("value", "")
    if kind == "hidden" or ROW.search(name) or "password" in name:
        return [value]
    if field.get("required") is None and (kind == "date" or not value.strip()):
        return [value]
    return [FILLED.get(kind) or (f"{value}改" if not value.isdecimal() else "7")]


# What a request writes


WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
ACTIONS = {"INSERT INTO": "add", "UPDATE": "change", "DELETE FROM": "delete"}


@contextmanager
def written() -> Iterator[set[tuple[str, str]]]:
    """The tables in which a row was added, changed or deleted within, whoever wrote it; nothing of it stays."""
    found: set[tuple[str, str]] = set()

    def watch(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        match = WRITE.match(sql)
        # SQLite counts the rows of an INSERT … RETURNING only when they are fetched.
        if match and (match[1].upper() == "INSERT INTO" or context["cursor"].rowcount != 0):
            found.add((match[2].lower(), ACTIONS[match[1].upper()]))
        return result

    with transaction.atomic(), connection.execute_wrapper(watch):
        yield found
        transaction.set_rollback(True)


def client_of(user) -> Client:
    client = Client(raise_request_exception=True)
    if user is not None:
        client.force_login(user)
    return client
