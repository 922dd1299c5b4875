import io

import pytest
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from articles.pictures import renditions
from articles.pictures.gate import is_safe_name
from articles.pictures.renditions import WIDTHS, renditions_of, stored
from tests.factories import jpeg, make_photo

SHA = "0123456789abcdef" * 4


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_a_picture_is_never_blown_up_and_always_shown_in_some_size(width, height):
    sizes = renditions_of(SHA, width, height)

    assert sizes
    assert all(size.width <= width and 1 <= size.height <= max(height, 1) for size in sizes)
    assert [size.width for size in sizes] == sorted({size.width for size in sizes})
    assert sizes[-1].width == min(width, WIDTHS[-1])


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (1, [1]),
        (479, [479]),
        (480, [480]),
        (481, [480, 481]),
        (1600, [480, 960, 1600]),
        (1601, [480, 960, 1600]),
        (3000, [480, 960, 1600]),
    ],
)
def test_the_sizes_of_a_picture(width, widths):
    assert [size.width for size in renditions_of(SHA, width, 100)] == widths


def test_names_are_safe_and_change_with_the_picture():
    names = {size.name for sha in (SHA, SHA[::-1]) for size in renditions_of(sha, 2000, 1000)}

    assert len(names) == 6
    assert all(is_safe_name(name) for name in names)


@pytest.mark.parametrize("name", ["../a-480.webp", "a-480.webp/", "a-480.jpg", "", ".", "a-480.webp\n", "/etc/passwd"])
def test_a_name_that_leads_elsewhere_is_not_safe(name):
    assert not is_safe_name(name)


@pytest.mark.parametrize("size", [(1000, 600), (3000, 1), (1, 3000), (500, 500)])
def test_a_rendition_has_the_size_it_says(size):
    original = jpeg(size)

    for rendition in renditions_of(SHA, *size):
        with Image.open(io.BytesIO(renditions.make(original, [rendition])[rendition])) as picture:
            assert (picture.format, picture.size) == ("WEBP", (rendition.width, rendition.height))


@pytest.mark.django_db
def test_a_rendition_is_made_once_and_privately(monkeypatch, settings):
    photo = make_photo()
    smallest = photo.renditions[0]
    first = stored(default_storage, photo.image.name, smallest)

    monkeypatch.setattr(renditions, "make", None)

    assert stored(default_storage, photo.image.name, smallest) == first
    assert not settings.PICTURES_PUBLIC_DIR.exists()
