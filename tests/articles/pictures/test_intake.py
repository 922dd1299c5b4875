import io
import random

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from articles.pictures import intake
from articles.pictures.intake import PictureRefused, take_in
from tests.factories import jpeg

SIZE = (40, 30)
RED, BLUE = (200, 30, 30), (30, 30, 200)
SECRET = b"40.7128N"


def encoded(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def taken(data):
    return take_in(io.BytesIO(data))


def opened(data):
    return Image.open(io.BytesIO(taken(data).content))


def phone_exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (40.0, 42.0, 46.0)
    return exif


def half_red_half_blue():
    """Red above, blue below."""
    picture = Image.new("RGB", SIZE, BLUE)
    picture.paste(RED, (0, 0, SIZE[0], SIZE[1] // 2))
    return picture


def is_near(pixel, colour):
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


# What is hidden does not stay


def test_nothing_but_the_picture_stays_of_a_jpeg():
    data = encoded(
        Image.new("RGB", SIZE),
        "JPEG",
        exif=phone_exif(),
        comment=b"comment " + SECRET,
        xmp=b"<xmp>" + SECRET + b"</xmp>",
        icc_profile=b"profile " + SECRET,
    )
    assert data.count(SECRET) == 4

    picture = opened(data)

    assert SECRET not in taken(data).content
    assert not picture.getexif()
    assert not {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(picture.info)


def test_what_follows_the_picture_in_the_file_is_dropped():
    assert SECRET not in taken(jpeg() + SECRET).content


@pytest.mark.parametrize("keyword", ["comment", "Comment", "exif", "XML:com.adobe.xmp", "dpi"])
def test_nothing_written_into_a_png_stays(keyword):
    words = PngImagePlugin.PngInfo()
    words.add_text(keyword, SECRET.decode())
    words.add_itxt(f"i{keyword}", SECRET.decode())
    data = encoded(Image.new("RGB", SIZE), "PNG", pnginfo=words, exif=phone_exif())

    assert SECRET not in taken(data).content


def test_nothing_written_into_a_webp_stays():
    data = encoded(Image.new("RGB", SIZE), "WEBP", exif=phone_exif(), xmp=SECRET)

    assert SECRET not in taken(data).content


# It stands upright


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "turned"),
    [
        (3, Image.Transpose.ROTATE_180),
        (6, Image.Transpose.ROTATE_90),
        (8, Image.Transpose.ROTATE_270),
        (2, Image.Transpose.FLIP_LEFT_RIGHT),
    ],
)
def test_a_phone_held_sideways_gives_an_upright_picture(kind, orientation, turned):
    data = encoded(half_red_half_blue().transpose(turned), kind, exif=phone_exif(orientation))

    picture = opened(data)

    assert picture.size == (taken(data).width, taken(data).height) == SIZE
    assert is_near(picture.getpixel((20, 4)), RED)
    assert is_near(picture.getpixel((20, 26)), BLUE)


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_means_nothing_is_passed_over(orientation):
    assert opened(encoded(half_red_half_blue(), "JPEG", exif=phone_exif(orientation))).size == SIZE


# It is a JPEG in colour on white


def test_the_transparent_becomes_white():
    for picture in (Image.new("RGBA", SIZE, (0, 0, 0, 0)), Image.new("LA", SIZE, (0, 0))):
        assert opened(encoded(picture, "PNG")).getpixel((5, 5)) == (255, 255, 255)

    palette = Image.new("P", SIZE, 0)
    assert opened(encoded(palette, "PNG", transparency=0)).getpixel((5, 5)) == (255, 255, 255)


def test_the_half_transparent_is_mixed_with_white():
    data = encoded(Image.new("RGBA", SIZE, (0, 0, 0, 128)), "PNG")

    assert is_near(opened(data).getpixel((5, 5)), (127, 127, 127))


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "RGB", "YCbCr"])
def test_pictures_of_every_kind_become_colour_jpegs(mode):
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"

    picture = opened(encoded(half_red_half_blue().convert(mode), kind))

    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", SIZE)


def test_the_first_of_a_phones_double_pictures_is_taken():
    data = encoded(Image.new("RGB", SIZE, RED), "MPO", save_all=True, append_images=[Image.new("RGB", SIZE, BLUE)])

    assert is_near(opened(data).getpixel((5, 5)), RED)


def test_a_long_picture_is_made_smaller_and_a_small_one_never_larger():
    assert (taken(jpeg((3600, 60))).width, taken(jpeg((3600, 60))).height) == (3000, 50)
    assert (taken(jpeg((3, 2))).width, taken(jpeg((3, 2))).height) == (3, 2)


def test_a_hair_thin_picture_keeps_a_pixel():
    assert taken(encoded(Image.new("1", (9000, 1)), "PNG")).height == 1


def test_the_same_picture_has_the_same_hash():
    assert taken(jpeg()).sha256 == taken(jpeg()).sha256 != taken(jpeg(colour="red")).sha256


# What is refused


def png_that_claims(width, height):
    """A tiny file whose head promises a huge picture."""
    data = bytearray(encoded(Image.new("1", (8, 8)), "PNG"))
    data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    import zlib

    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    return bytes(data)


NOISE = random.Random(2026).randbytes(4000)
NOT_PICTURES = {
    "empty": b"",
    "noise": NOISE,
    "noise after a JPEG's head": jpeg()[:20] + NOISE,
    "truncated JPEG": jpeg((400, 300))[:-400],
    "truncated PNG": encoded(half_red_half_blue(), "PNG")[:60],
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "GIF": encoded(Image.new("P", SIZE), "GIF"),
    "TIFF": encoded(Image.new("RGB", SIZE), "TIFF"),
    "BMP": encoded(Image.new("RGB", SIZE), "BMP"),
    "PDF": encoded(Image.new("RGB", SIZE), "PDF"),
    "a bomb": png_that_claims(40_000, 40_000),
    "a greater bomb": png_that_claims(2_000_000_000, 2_000_000_000),
    "a little over the limit": png_that_claims(7746, 7746),
    "no pixels": png_that_claims(0, 10),
}


@pytest.mark.parametrize("name", NOT_PICTURES)
def test_what_is_no_sound_picture_is_refused_with_a_sentence(name):
    with pytest.raises(PictureRefused) as refusal:
        taken(NOT_PICTURES[name])

    assert str(refusal.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_opened(monkeypatch):
    monkeypatch.setattr(intake, "MOST_BYTES", 100)

    with pytest.raises(PictureRefused):
        taken(jpeg())


def test_a_scans_sixteen_bit_greys_stay_greys():
    scan = Image.new("I;16", (256, 1))
    scan.putdata([level * 257 for level in range(256)])
    out = io.BytesIO()
    scan.resize((256, 64), Image.Resampling.NEAREST).save(out, "PNG")
    with Image.open(io.BytesIO(take_in(io.BytesIO(out.getvalue())).content)) as picture:
        assert [abs(picture.getpixel((x, 30))[0] - x) < 6 for x in (10, 100, 128, 250)] == [True] * 4


def test_colours_of_a_profile_become_those_of_screens():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 60, 40)).save(out, "JPEG", icc_profile=profile.tobytes())
    assert take_in(io.BytesIO(out.getvalue())).width == 40
    swapped = ImageCms.createProfile("sRGB")
    out = io.BytesIO()
    srgb = ImageCms.ImageCmsProfile(swapped).tobytes()
    Image.new("RGB", (40, 40), (200, 60, 40)).save(out, "JPEG", icc_profile=srgb, quality=95)
    with Image.open(io.BytesIO(take_in(io.BytesIO(out.getvalue())).content)) as picture:
        assert all(abs(a - b) < 8 for a, b in zip(picture.getpixel((20, 20)), (200, 60, 40), strict=True))
        assert "icc_profile" not in picture.info
