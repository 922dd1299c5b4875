"""Pictures: taken in with clear words, shown small, never changed under a signature."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from adminkit.admin import DeskAdmin
from adminkit.history import HistoryAdmin
from people.admin import NATIVE_DAY
from people.names import without_marks

from ..models import Article, Credit, Photo, Placement
from ..models.locks import lock_photo
from ..pictures.intake import PictureRefused, TakenFile, take_in
from ..review import rights
from ..review.workflow import SEALED, UNDER_REVIEW
from .rows import TypedOrderRows

FOCAL_POINT = ("focal_x", "focal_y")


class PhotoCreditRows(TypedOrderRows):
    model = Credit
    fields = ["reporter", "role", "name_as_printed", "order"]
    autocomplete_fields = ["reporter"]
    extra = 1

    def has_add_permission(self, request, obj=None):
        return super().has_add_permission(request, obj) and not (obj and _is_signed(obj))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and _is_signed(obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and _is_signed(obj))

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "role":
            field.initial = "photographer"
        return field


class PictureField(forms.FileField):
    """Whether a file is a picture that we take is for our own intake to say; its name is thrown away."""

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(**kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file != initial:
            # Before the model’s field measures it, which a picture of too many pixels does not survive.
            if refusal := getattr(file, "refusal", ""):
                raise ValidationError(refusal, code="picture")
            if not isinstance(file, TakenFile):
                file = taken_or_refused(file)
                return self.clean(file, initial)
        return file


def taken_or_refused(file):
    """The picture taken in; or the file with why not, to be said by its field."""
    try:
        return TakenFile(take_in(file))
    except PictureRefused as refusal:
        file.refusal = str(refusal)
        return file


class PictureForm(forms.ModelForm):
    class Meta:
        field_classes = {"image": PictureField}
        # Without the link to the stored original, which has no address.
        widgets = {
            "image": forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            "alt_text": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_alt_text(self):
        return without_marks(self.cleaned_data["alt_text"])


@admin.register(Photo)
class PhotoAdmin(DeskAdmin, HistoryAdmin):
    form = PictureForm
    fields = ["thumbnail", "image", "alt_text", ("rights", "taken_on"), FOCAL_POINT, "placed_in"]
    readonly_fields = ["thumbnail", "placed_in"]
    inlines = [PhotoCreditRows]
    formfield_overrides = NATIVE_DAY
    list_display = ["thumbnail", "alt_text", "credit_line", "placed_in", "rights", "uploaded_at"]
    list_display_links = ["thumbnail", "alt_text"]
    list_filter = ["rights", "uploaded_at"]
    list_per_page = 40
    search_fields = ["alt_text", "credits__name_as_printed"]
    show_facets = admin.ShowFacets.NEVER
    used_in = ["placements__article"]

    def get_queryset(self, request):
        stories = Article.objects.readable_by(request.user)
        readable = Placement.objects.filter(article__in=stories)
        return (
            super()
            .get_queryset(request)
            .readable_by(request.user, stories)
            .prefetch_related(
                "credits",
                "placements__article",
                Prefetch("placements", readable.select_related("article"), to_attr="readable_placements"),
            )
        )

    def get_search_results(self, request, queryset, search_term):
        """Captions count only where the person may read the story."""
        found, several = super().get_search_results(request, queryset, search_term)
        told = Placement.objects.filter(photo=OuterRef("pk"), article__in=Article.objects.readable_by(request.user))
        for word in search_term.split():
            told = told.filter(caption__icontains=word)
        return (found | queryset.filter(Exists(told)) if search_term else found), several

    def autocomplete_label(self, photo):
        """Pictures of one event are described alike; day and photographer tell them apart."""
        day = date_format(photo.taken_on) if photo.taken_on else ""
        return " · ".join(filter(None, (str(photo), day, photo.credit_line)))

    @admin.display(description=_("picture"))
    def thumbnail(self, photo):
        if not photo.sha256:
            return "—"
        address = reverse("picture", args=[photo.pk, photo.renditions[0].name])
        return format_html('<img class="thumbnail" src="{}" alt="{}" loading="lazy">', address, photo.alt_text)

    @admin.display(description=_("credit"))
    def credit_line(self, photo):
        return photo.credit_line

    @admin.display(description=_("placed in"))
    def placed_in(self, photo):
        """Others’ stories are counted, not named: who uploaded a photo sees it wherever it stands."""
        readable = getattr(photo, "readable_placements", ())
        links = [
            format_html(
                '<a href="{}">{}</a>', reverse("admin:articles_article_change", args=[row.article_id]), row.article
            )
            for row in readable
        ]
        if others := len(photo.placements.all()) - len(readable):
            counted = ngettext("%(number)d story of others", "%(number)d stories of others", others)
            links.append(format_html('<span class="quiet">{}</span>', counted % {"number": others}))
        comma = pgettext("between items of a list", ", ")
        return format_html_join(comma, "{}", ((link,) for link in links))

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (
            obj is None or rights.may_change_photo(obj, request.user)
        )

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return False
        return super().has_delete_permission(request, obj) and rights.may_change_photo(obj, request.user)

    def get_fields(self, request, obj=None):
        if obj is None:
            return [name for name in self.fields if name not in self.readonly_fields]
        # Read only, Django would show a link to the stored original, which has no address.
        is_open = self.has_change_permission(request, obj) and not _is_signed(obj)
        return self.fields if is_open else [name for name in self.fields if name != "image"]

    def get_view_on_site_url(self, obj=None):
        is_public = obj and Photo.objects.shown_in(Article.objects.public()).filter(pk=obj.pk).exists()
        return super().get_view_on_site_url(obj) if is_public else None

    def get_readonly_fields(self, request, obj=None):
        if obj and _is_signed(obj):
            return [*self.readonly_fields, "alt_text", "rights", "taken_on"]
        return self.readonly_fields

    def lock(self, key):
        lock_photo(key)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.uploaded_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        """A picture is part of the stories that show it: what was changed under review goes on record there."""
        super().save_related(request, form, formsets, change)
        shown_in = Article.objects.filter(placements__photo=form.instance, state__in=UNDER_REVIEW)
        for story in shown_in.order_by("pk").distinct():
            if story.record_edit(by=request.user):
                back = _("“%(title)s” shows this picture and is back at its first review.")
                messages.warning(request, back % {"title": story})

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "image" in request.FILES and self.has_view_or_change_permission(request):
            # Before the transaction of the form begins: it takes seconds.
            request.FILES["image"] = taken_or_refused(request.FILES["image"])
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["is_signed"] = bool(obj and _is_signed(obj))
        return super().render_change_form(request, context, add, change, form_url, obj)


def _is_signed(photo: Photo) -> bool:
    return any(placement.article.state in SEALED for placement in photo.placements.all())
