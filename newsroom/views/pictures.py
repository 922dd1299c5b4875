"""Photos, and the gate through which their files reach readers."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from articles.models import Article, Photo
from articles.pictures import gate, renditions

from ..pages.page_meta import in_section, the_section
from .paging import page_of

# A withdrawn picture lives on in a reader's browser for a minute; then the browser asks, and one unchanged ends in 304.
PUBLIC = "public, max-age=60, must-revalidate"


def photos(request: HttpRequest) -> HttpResponse:
    stories = Article.objects.public()
    shown = Photo.objects.shown_in(stories).for_lists(stories)
    return render(
        request,
        "articles/photos.html",
        {"page": page_of(request, shown, per_page=24), "page_meta": the_section("photos")},
    )


def photo(request: HttpRequest, pk: int) -> HttpResponse:
    stories = Article.objects.public()
    photo = get_object_or_404(Photo.objects.shown_in(stories).for_lists(stories), pk=pk)
    title = photo.alt_text or _("Photo")
    page_meta = in_section("photos", title, about=photo.placements.all()[0].caption, picture=photo)
    return render(request, "articles/photo.html", {"photo": photo, "page_meta": page_meta})


def picture(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Only after the database said that it is public, or that this person may see it; the store is a cache.

    Whoever may not is told the same, after the same questions, as if there had never been such a picture.
    """
    photo = _public_photos().filter(pk=pk).first()
    if photo is not None:
        return _public_picture(request, photo, name)
    user = request.user
    if not (user.is_authenticated and user.has_perm("articles.view_photo")):
        raise Http404
    readable = Photo.objects.readable_by(user, Article.objects.readable_by(user))
    photo = get_object_or_404(readable, pk=pk)
    return _image(_content(photo, name), "private, no-store")


def _public_picture(request: HttpRequest, photo: Photo, name: str) -> HttpResponseBase:
    etag = f'"{name}"'  # a name is made of the content
    if _rendition(photo, name) and (content := gate.stored(photo.pk, name)):
        return _image(content, PUBLIC, request=request, etag=etag)
    content = _content(photo, name)
    if not gate.publish(photo.pk, name, content, is_public=lambda: _public_photos().filter(pk=photo.pk).exists()):
        raise Http404
    return _image(content, PUBLIC, request=request, etag=etag)


def _public_photos():
    return Photo.objects.shown_in(Article.objects.public())


def _rendition(photo: Photo, name: str) -> renditions.Rendition | None:
    return next((rendition for rendition in photo.renditions if rendition.name == name), None)


def _content(photo: Photo, name: str) -> bytes:
    rendition = _rendition(photo, name)
    if rendition is None or photo.image.name is None:
        raise Http404
    return renditions.stored(default_storage, photo.image.name, rendition)


def _image(content: bytes, kept: str, *, request: HttpRequest | None = None, etag: str = "") -> HttpResponseBase:
    response = HttpResponse(content, content_type="image/webp")
    response["Cache-Control"] = kept
    if request is None:
        return response
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response
