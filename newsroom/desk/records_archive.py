"""The records of a period as one ZIP that opens anywhere, for an inspection and for the shelf."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from articles.records.sign_off import SignOffSheet, sheets_of

from ..models import Newsroom
from . import ledger, spreadsheets
from .count_words import days
from .counts import Span

STYLES = ("newsroom/redline.css", "newsroom/sheet.css", "newsroom/ledger.css")


@dataclass(frozen=True)
class Order:
    span: Span
    chosen: str
    drawn_up_by: str
    at: datetime = field(default_factory=timezone.now)

    @property
    def name(self) -> str:
        """In ASCII: archives go through many hands and old programs."""
        return f"records-{self.span.first_day}-{self.span.last_day}"


class _Pipe:
    """Takes what the ZIP writes and gives it on; it cannot be sought in, so nothing is kept."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: bytes, /) -> int:
        self._waiting.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """What was written waits to be taken."""

    def close(self) -> None:
        """There is nothing to close."""

    def taken(self) -> bytes:
        data, self._waiting = b"".join(self._waiting), []
        return data


def write(order: Order) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(order):
            entry = zipfile.ZipInfo(f"{order.name}/{name}", timezone.localtime(order.at).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
            yield pipe.taken()
    yield pipe.taken()


def _files(order: Order) -> Iterator[tuple[str, bytes]]:
    """Sheets first, as they are read; then what is said of all of them, and last what each file was."""
    digests = {}
    lines: list[ledger.Line] = []
    for name, content in _whole(order, lines):
        digests[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    yield "verification.json", _verification(order, lines, digests)


def _whole(order: Order, lines: list[ledger.Line]) -> Iterator[tuple[str, bytes]]:
    usual = {
        "newsroom": Newsroom.current(),
        "styles": _styles(),
        "drawn_up_at": order.at,
        "drawn_up_by": order.drawn_up_by,
        "days": days(order.span),
    }
    for sheet in sheets_of(ledger.stories_of(order.span, order.chosen)):
        lines.append(ledger.line_of(sheet))
        yield sheet_name(sheet), _rendered("records/sheet.html", usual | {"sheet": sheet})
    title, rules = ledger.title(order.span), ledger.rules(order.chosen)
    head = ledger.headings()[ledger.ABOUT :]
    faulty = sum(line.is_faulty for line in lines)
    usual |= {"lines": lines, "headings": head, "rules": rules, "title": title, "faulty": faulty}
    yield "index.html", _rendered("records/index.html", usual)
    table = ledger.table_of(lines, title=title, notes=[title, *rules])
    yield "ledger.csv", spreadsheets.csv_of(table)
    yield "ledger.xlsx", spreadsheets.xlsx_of(table)
    yield "README.txt", _rendered("records/readme.txt", usual)


def sheet_name(sheet: SignOffSheet) -> str:
    return f"article-{sheet.story.pk}.html"


def _verification(order: Order, lines: list[ledger.Line], digests: dict[str, str]) -> bytes:
    told = {
        "verified_at": timezone.localtime(order.at).isoformat(timespec="seconds"),
        "verified_by": order.drawn_up_by,
        "first_day": f"{order.span.first_day}",
        "last_day": f"{order.span.last_day}",
        "chosen_by": order.chosen,
        "stories": len(lines),
        "records": sum(line.records for line in lines),
        "faults": [{"article": line.article, "message": fault} for line in lines for fault in line.faults],
        "sha256": digests,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _rendered(template: str, context: dict) -> bytes:
    return render_to_string(template, context).encode()


def _styles() -> SafeString:
    """Our own, inside each page: it opens from a disk without a network."""
    sheets = (Path(path).read_text() for name in STYLES if (path := finders.find(name)))
    return mark_safe("\n".join(sheets))
