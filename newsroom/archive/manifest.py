"""What an archive says of itself, so that a foreign, damaged or tampered file is known before anything is written."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from .. import __version__
from .contents import CARRIED_APPS

NAME = "manifest.json"
RECORDS_KEY = "records_key"
FILES = "files/"
FORMAT = "district-newsroom-archive"
VERSION = 1
# Set in the environment of each install; a difference is told, since pages or rules would differ too.
SETTINGS = ("LANGUAGE_CODE", "TIME_ZONE", "REVIEW_STEPS", "PROOF_PASSES", "OVERRIDE", "COUNT_SHARED_BYLINES")


class OtherVersionError(ValueError):
    """An archive, written in another way than this one reads."""


@dataclass(frozen=True)
class Member:
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    made_at: str
    settings: Mapping[str, Any]
    migrations: Mapping[str, list[str]]
    rows: Mapping[str, int]
    members: Mapping[str, Member]
    missing: list[str]
    format: str = FORMAT
    version: int = VERSION
    # Of the newsroom that wrote it.
    release: str = __version__

    @classmethod
    def of_this_install(cls, **counted) -> Self:
        return cls(
            made_at=timezone.now().isoformat(), settings=settings_here(), migrations=migrations_here(), **counted
        )

    @property
    def number_of_files(self) -> int:
        return sum(name.startswith(FILES) for name in self.members)

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Raises ValueError for anything else."""
        try:
            told = json.loads(content)
            if told["format"] == FORMAT and told["version"] != VERSION:
                raise OtherVersionError
            told.setdefault("release", "")  # written before releases had numbers
            members = {name: Member(**member) for name, member in told.pop("members").items()}
            manifest = cls(members=members, **{field.name: told[field.name] for field in _told_plainly()})
            manifest._refuse_other_shapes()
        except (AttributeError, KeyError, RecursionError, TypeError, UnicodeDecodeError) as error:
            raise ValueError from error
        return manifest

    def _refuse_other_shapes(self) -> None:
        sizes = [*self.rows.values(), *(member.size for member in self.members.values())]
        texts = [self.made_at, self.release, *self.missing, *(member.sha256 for member in self.members.values())]
        migrations = [name for applied in self.migrations.values() for name in applied]
        if self.format != FORMAT or not isinstance(self.settings, dict):
            raise ValueError
        if not all(type(size) is int and size >= 0 for size in sizes):
            raise ValueError
        if not all(isinstance(text, str) for text in (*texts, *migrations)):
            raise ValueError


def settings_here() -> dict[str, Any]:
    return {name: getattr(settings, name) for name in SETTINGS}


def migrations_here() -> dict[str, list[str]]:
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: [name for label, name in applied if label == app] for app in CARRIED_APPS}


def _told_plainly() -> list:
    return [field for field in fields(Manifest) if field.name != "members"]
