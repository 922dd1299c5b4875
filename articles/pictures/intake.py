"""Taking a picture in: it is opened, turned upright, and written anew, so that nothing hidden in the file stays."""

import hashlib
import io
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from . import renditions
from .renditions import Rendition

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 3000  # pixels; more than any screen or our newsprint needs
QUALITY = 92


class PictureRefused(ValueError):
    """The file is no picture that we take; its text says why, for people."""


@dataclass(frozen=True)
class TakenPicture:
    content: bytes  # JPEG, without metadata: a phone writes into it where the photographer stood
    width: int
    height: int
    sha256: str
    renditions: Mapping[Rendition, bytes] = field(repr=False)

    @property
    def name(self) -> str:
        return f"{self.sha256[:20]}.jpg"


class TakenFile(ContentFile):
    """A picture taken in before its transaction begins: taking it in takes seconds, and nobody else waits."""

    def __init__(self, taken: TakenPicture):
        super().__init__(taken.content, name=taken.name)
        self.taken = taken


def take_in(file: IO[bytes]) -> TakenPicture:
    """Raises PictureRefused for anything but a sound JPEG, PNG or WebP of reasonable size.

    Call it before the transaction begins.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PictureRefused(_("The picture is larger than 25 MB. Save it smaller and try again."))
    picture = _upright(data)
    picture.info.clear()  # Pillow would write a comment that came along
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    content = out.getvalue()
    return _whole(content, picture.width, picture.height)


def taken_before(content: bytes) -> TakenPicture:
    """A picture that was taken in earlier and kept as it was written."""
    with Image.open(io.BytesIO(content)) as picture:
        return _whole(content, picture.width, picture.height)


def _whole(content: bytes, width: int, height: int) -> TakenPicture:
    sha256 = hashlib.sha256(content).hexdigest()
    made = renditions.make(content, renditions.renditions_of(sha256, width, height))
    return TakenPicture(content, width, height, sha256, made)


def _upright(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused(_("The picture has more than 60 million pixels. Save it smaller and try again."))
            return _on_white(_in_screen_colours(ImageOps.exif_transpose(picture)))
    except PictureRefused:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureRefused(_("The picture has more than 60 million pixels. Save it smaller and try again.")) from None
    except Exception:  # Pillow raises OSError, SyntaxError, struct.error and more for broken files
        raise PictureRefused(_("This file is not a sound JPEG, PNG or WebP picture.")) from None


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """Eight bits and sRGB: a phone's wider colours would look dull without their profile, a scan's greys go white."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda grey: grey / 256).convert("L")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted or picture  # it answers None only when asked to work in place
        except (ImageCms.PyCMSError, OSError):  # broken, or of another kind of picture: its values are shown plainly
            return picture
    return picture


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, "white")
        ground.alpha_composite(picture)
        picture = ground
    return picture.convert("RGB")
