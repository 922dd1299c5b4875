"""The keys that an install makes for itself: whole or not at all, once, whoever starts at the same moment."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 32  # characters; fewer is no secret, or what a full disk left of one


def own_key(file: Path) -> str:
    """What the file holds, made at the first start."""
    try:
        if not file.exists():
            _make(file)
        return long_enough(str(file), file.read_text())
    except OSError as error:
        raise ImproperlyConfigured(f"{file} cannot be read or written: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ImproperlyConfigured(f"{file} holds no key. Put it back from the backup.") from error


def long_enough(name: str, key: str) -> str:
    if len(key.strip()) >= SHORTEST:
        return key
    raise ImproperlyConfigured(
        f"{name} holds no whole key: {len(key.strip())} characters, and it needs {SHORTEST}. "
        "Put back the one from the backup; a new install, which has none, takes a new one."
    )


def _make(file: Path) -> None:
    """Written aside and linked into its place, which only the first of several starts can do."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as written:
            written.write(secrets.token_urlsafe(50))
            written.flush()
            os.fsync(written.fileno())
        os.link(draft, file)
        _sync(file.parent)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
