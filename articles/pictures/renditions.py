"""The sizes in which a picture is shown. They are made privately; only the gate brings one before readers."""

import io
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from PIL import Image

WIDTHS = (480, 960, 1600)  # pixels: a phone, a column on a desktop, a whole page
QUALITY = 82


class Rendition(NamedTuple):
    name: str
    width: int
    height: int


def renditions_of(sha256: str, width: int, height: int) -> list[Rendition]:
    """Smallest first; a small original is never blown up. The name changes with the content."""
    widths = [size for size in WIDTHS if size < width] + ([width] if width <= WIDTHS[-1] else [])
    widths = widths or [WIDTHS[-1]]
    return [Rendition(f"{sha256[:20]}-{size}.webp", size, max(1, round(height * size / width))) for size in widths]


def make(original: bytes, renditions: Iterable[Rendition]) -> dict[Rendition, bytes]:
    """All of them from one reading of the original."""
    made = {}
    with Image.open(io.BytesIO(original)) as picture:
        for rendition in renditions:
            out = io.BytesIO()
            size = (rendition.width, rendition.height)
            picture.resize(size, Image.Resampling.LANCZOS).save(out, "WEBP", quality=QUALITY)
            made[rendition] = out.getvalue()
    return made


def private_path(rendition: Rendition) -> str:
    return f"renditions/{rendition.name}"


def store(storage: Storage, made: Mapping[Rendition, bytes]) -> list[str]:
    """Keep what is not there yet; the names of what was not. Nobody has an address of it before the photo is saved."""
    missing = [rendition for rendition in made if not storage.exists(private_path(rendition))]
    return [storage.save(private_path(rendition), ContentFile(made[rendition])) for rendition in missing]


def stored(storage: Storage, original_name: str, rendition: Rendition) -> bytes:
    """The rendition's bytes; made anew where a restored backup left them out."""
    if storage.exists(private_path(rendition)):
        with storage.open(private_path(rendition)) as file:
            return file.read()
    with storage.open(original_name) as file:
        return make(file.read(), [rendition])[rendition]
