import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from PIL import Image

from articles.models import Photo
from articles.pictures import renditions
from articles.pictures.intake import PictureRefused
from tests.factories import jpeg, make_article, make_photo, make_signed_article

pytestmark = pytest.mark.django_db


def upload(data, name="IMG_2026 柳溪.jpg"):
    return ContentFile(data, name=name)


def turned_by_a_phone(size):
    exif = Image.Exif()
    exif[0x0112] = 6
    return jpeg(size, exif=exif)


def test_a_photo_keeps_the_upright_picture_and_its_size():
    photo = make_photo(image=upload(turned_by_a_phone((60, 20))))

    photo.refresh_from_db()
    assert (photo.width, photo.height) == (20, 60)
    with default_storage.open(photo.image.name) as file, Image.open(file) as picture:
        assert picture.size == (20, 60)


def test_the_name_of_the_uploaded_file_does_not_stay():
    photo = make_photo(image=upload(jpeg()))

    assert photo.image.name == f"originals/{photo.sha256[:20]}.jpg"


def test_a_new_upload_replaces_picture_size_and_hash_together():
    photo = make_photo()
    before = photo.sha256

    photo.image = upload(jpeg((30, 20)))
    photo.save(update_fields=["image"])

    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (30, 20)
    assert photo.sha256 != before
    assert photo.image.name.startswith(f"originals/{photo.sha256[:20]}")


def test_saving_again_does_not_write_the_picture_again():
    photo = make_photo()
    name, sha256 = photo.image.name, photo.sha256

    photo.alt_text = "另一句"
    photo.save()

    assert (photo.image.name, photo.sha256) == (name, sha256)
    assert len(default_storage.listdir("originals")[1]) == 1


def test_what_is_no_picture_writes_nothing():
    with pytest.raises(PictureRefused):
        make_photo(image=upload(b"<svg/>", "a.jpg"))

    assert not Photo.objects.exists()
    assert not default_storage.exists("originals")


def test_a_form_hears_what_is_wrong_and_a_sound_picture_can_still_be_saved():
    with pytest.raises(ValidationError) as refusal:
        Photo(image=upload(b"noise")).clean()
    assert "image" in refusal.value.message_dict

    photo = Photo(image=upload(jpeg()))
    photo.clean()
    photo.save()
    with Image.open(io.BytesIO(Photo.objects.get().image.read())) as picture:
        assert picture.size == (64, 48)


def test_a_file_photo_carries_its_day():
    with pytest.raises(ValidationError):
        Photo(rights="file").clean()


def test_two_photos_of_one_picture_keep_a_file_each():
    first, second = (make_photo(image=upload(jpeg())) for _ in range(2))

    assert first.sha256 == second.sha256
    assert first.image.name != second.image.name


def test_a_placed_photo_is_not_deleted_and_stands_once_in_a_story():
    photo = make_photo()
    story = make_signed_article(placements=[photo])
    draft = make_article(placements=[photo])

    with pytest.raises(ProtectedError):
        photo.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.placements.create(photo=photo)
    assert story.placements.count() == 1


def test_a_photo_without_alt_text_has_a_name_for_editors():
    assert str(make_photo(alt_text=""))
    assert str(Photo())


def test_every_size_is_made_when_the_photo_is_taken_in_and_made_again_after_a_restore():
    photo = make_photo(size=(1200, 800))
    storage = photo.image.storage
    for rendition in photo.renditions:
        made = renditions.stored(storage, photo.image.name, rendition)
        storage.delete(renditions.private_path(rendition))
        assert renditions.stored(storage, photo.image.name, rendition) == made
