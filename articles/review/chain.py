"""The links of a story's record: each carries a digest of itself and of the one before, made with the newsroom's key.

What is covered are digests of texts, not texts: one that the law has erased leaves the chain whole. Plain values only.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

BEGINNING = ""


def link(key: bytes, before: str, record: Mapping[str, Any]) -> str:
    """HMAC-SHA256, as hexadecimal digits, of a record that follows the link `before`."""
    told = json.dumps(
        [before, {name: _plain(value) for name, value in record.items()}],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value
