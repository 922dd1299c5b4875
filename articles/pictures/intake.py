"""Taking a picture in: it is opened, turned upright, and written anew, so that nothing hidden in the file stays."""

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

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


def take_in(file: IO[bytes]) -> TakenPicture:
    """Raises PictureRefused for anything but a sound JPEG, PNG or WebP of reasonable size."""
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise PictureRefused(_("The picture is larger than 25 MB. Save it smaller and try again."))
    picture = _upright(data)
    picture.info.clear()  # Pillow would write a comment that came along
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    content = out.getvalue()
    return TakenPicture(content, picture.width, picture.height, hashlib.sha256(content).hexdigest())


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
