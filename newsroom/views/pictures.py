"""Photos, and the gate through which their files reach readers."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from articles.models import Article, Photo
from articles.pictures import gate, renditions

from ..here import in_section, the_section
from .paging import page_of

KEPT_FOR = 3600  # seconds; a withdrawn picture may live on in a reader's browser no longer than this


def photos(request: HttpRequest) -> HttpResponse:
    stories = Article.objects.public()
    shown = Photo.objects.shown_in(stories).for_lists(stories)
    return render(
        request, "articles/photos.html", {"page": page_of(request, shown, per_page=24), "here": the_section("photos")}
    )


def photo(request: HttpRequest, pk: int) -> HttpResponse:
    stories = Article.objects.public()
    photo = get_object_or_404(Photo.objects.shown_in(stories).for_lists(stories), pk=pk)
    title = photo.alt_text or _("Photo")
    here = in_section("photos", title, about=photo.placements.all()[0].caption, picture=photo)
    return render(request, "articles/photo.html", {"photo": photo, "here": here})


def picture(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """From the public store if it lies there; else if it is public now, lay it there; else for the newsroom only."""
    path = gate.public_path(pk, name)
    if gate.is_safe_name(name) and path.is_file():
        return _image(path.open("rb"), public=True)
    photo = get_object_or_404(Photo, pk=pk)
    rendition = next((r for r in photo.renditions if r.name == name), None)
    if rendition is None or photo.image.name is None:
        raise Http404
    content = renditions.stored(default_storage, photo.image.name, rendition)
    if gate.publish(pk, name, content, is_public=lambda: _is_public(pk)):
        return _image(content, public=True)
    user = request.user
    readable = Photo.objects.readable_by(user, Article.objects.readable_by(user))
    if not (user.has_perm("articles.view_photo") and readable.filter(pk=pk).exists()):
        raise Http404
    return _image(content, public=False)


def _is_public(pk: int) -> bool:
    return Photo.objects.shown_in(Article.objects.public()).filter(pk=pk).exists()


def _image(content, *, public: bool) -> HttpResponseBase:
    kind = "image/webp"
    response = HttpResponse(content, content_type=kind) if isinstance(content, bytes) else FileResponse(content)
    response["Content-Type"] = kind
    response["Cache-Control"] = f"public, max-age={KEPT_FOR}" if public else "private, no-store"
    return response
