"""The registers: people, bodies and places that stories link to."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from adminkit.admin import DeskAdmin, KeptInUseFormSet, stories_using
from adminkit.autocomplete import PicksFromRegisters
from adminkit.formsets import SharedRows
from adminkit.history import HistoryAdmin

from .models import Appointment, Body, Official, ProposedEntry, Reporter, Township, Village

# The browser's own calendar: it speaks the reader's language and fits a phone.
NATIVE_DAY: Mapping[type[models.Field], Mapping[str, Any]] = {
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
}


class RegisterAdmin(DeskAdmin, HistoryAdmin):
    formfield_overrides = NATIVE_DAY
    search_fields = ["name", "pinyin_initials", "pinyin__typed"]
    show_facets = admin.ShowFacets.NEVER

    def get_fields(self, request, obj=None):
        """Whoever keeps the register confirms a proposal in its own form, too."""
        fields = super().get_fields(request, obj)
        if not isinstance(obj, ProposedEntry):
            return fields
        return [*fields, "is_proposed" if obj.is_proposed else "merged_into"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "merged_into":  # the other entry is there already, or nothing is to be merged
            field.widget.can_add_related = field.widget.can_change_related = field.widget.can_delete_related = False
        return field

    def get_autocomplete_fields(self, request):
        fields = super().get_autocomplete_fields(request)
        return [*fields, "merged_into"] if issubclass(self.model, ProposedEntry) else fields

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return [*columns, "standing"] if self._has_others else columns

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return ["is_proposed", *filters] if self._has_others else filters

    @property
    def _has_others(self) -> bool:
        if not issubclass(self.model, ProposedEntry):
            return False
        return self.model._default_manager.filter(Q(is_proposed=True) | Q(merged_into__isnull=False)).exists()

    @admin.display(description=_("state"))
    def standing(self, entry):
        if entry.merged_into is not None:
            return pgettext("entry", "The same as %(entry)s") % {"entry": entry.merged_into}
        if not entry.is_proposed:
            return ""
        return format_html('<span class="state state-submitted">{}</span>', pgettext("entry", "Waits to be confirmed"))

    def offered_in_autocomplete(self, queryset):
        """A proposal stays where it was read; nobody else picks it."""
        return queryset.standing() if issubclass(self.model, ProposedEntry) else queryset


class VillageInline(admin.TabularInline):
    model = Village
    template = "admin/rows.html"
    formset = KeptInUseFormSet
    fields = ["name", "kind"]
    extra = 0

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.used_in, formset.user = VillageAdmin.used_in, request.user
        return formset


class AppointmentInline(PicksFromRegisters, admin.TabularInline):
    model = Appointment
    template = "admin/rows.html"
    formset = SharedRows
    fields = ["body", "post", "protocol_order", "from_day", "to_day", "announced_on"]
    autocomplete_fields = ["body"]
    formfield_overrides = NATIVE_DAY
    extra = 0


@admin.register(Township)
class TownshipAdmin(RegisterAdmin):
    list_display = ["name", "kind", "code", "order"]
    list_filter = ["kind"]
    fields = ["name", "kind", "code", "slug", "order"]
    address_field = "slug"
    used_in = ["stories", "flags__round__article", "villages__stories"]
    inlines = [VillageInline]


@admin.register(Village)
class VillageAdmin(RegisterAdmin):
    list_display = ["name", "township", "kind"]
    list_filter = ["kind", "township"]
    list_select_related = ["township"]
    search_fields = [
        *RegisterAdmin.search_fields,
        "township__name",
        "township__pinyin_initials",
        "township__pinyin__typed",
    ]
    autocomplete_fields = ["township"]
    fields = ["township", "name", "kind"]
    used_in = ["stories"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("township")


@admin.register(Body)
class BodyAdmin(RegisterAdmin):
    list_display = ["name", "full_name", "kind", "order"]
    list_filter = ["kind"]
    search_fields = [*RegisterAdmin.search_fields, "full_name"]
    fields = ["name", "full_name", "kind", "order"]


class InRegisterOrder(ChangeList):
    """Keeps the order of the queryset, unless a column’s head was pressed."""

    def get_ordering(self, request, queryset):
        return super().get_ordering(request, queryset) if ORDER_VAR in self.params else queryset.query.order_by


@admin.register(Official)
class OfficialAdmin(RegisterAdmin):
    list_display = ["name", "posts_today", "is_on_display", "note"]
    list_filter = ["is_on_display", "appointments__body"]
    fields = ["name", "gender", "is_on_display", "note"]
    inlines = [AppointmentInline]
    used_in = ["attendances__article"]

    def get_queryset(self, request):
        today = timezone.localdate()
        return super().get_queryset(request).in_register_order(today).prefetch_related("appointments__body")

    def get_changelist(self, request, **kwargs):
        return InRegisterOrder

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """Whoever was taken off public display is still named in what was signed: an editor looks at each story."""
        if obj is not None and not obj.is_on_display:
            stories: Any = stories_using(obj, [*self.used_in, "merged__attendances__article"])
            context["to_look_at"] = stories.public().newest_first() if stories is not None else []
        return super().render_change_form(request, context, add, change, form_url, obj)

    @admin.display(description=_("posts today"))
    def posts_today(self, official):
        return posts_today(official)

    def autocomplete_label(self, official):
        return name_with_posts(official)


@admin.register(Reporter)
class ReporterAdmin(RegisterAdmin):
    list_display = ["name", "kind", "unit", "user", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["user"]
    search_fields = [*RegisterAdmin.search_fields, "unit"]
    fields = ["name", "kind", "unit", "press_card_number", "user", "is_active"]
    used_in = ["credits__article", "credits__photo__placements__article"]

    def get_readonly_fields(self, request, obj=None):
        """Whose account it is decides who wrote a story: for those who give out accounts (articles.review.rights)."""
        readonly = super().get_readonly_fields(request, obj)
        return readonly if request.user.has_perm("people.change_user") else [*readonly, "user"]

    def offered_in_autocomplete(self, queryset):
        """Who no longer writes stays where they stand, and is not picked anew."""
        return super().offered_in_autocomplete(queryset).filter(is_active=True)

    def autocomplete_label(self, reporter):
        return f"{reporter} · {reporter.get_kind_display()}"


def posts_today(official: Official) -> str:
    """党工委副书记、管委会主任; reads prefetched appointments."""
    separator = str(pgettext_lazy("between two posts of one person", ", "))
    return separator.join(str(appointment) for appointment in official.held_on(timezone.localdate()))


def name_with_posts(official: Official) -> str:
    """Tells namesakes apart where an official is picked."""
    return " · ".join(filter(None, [str(official), posts_today(official)]))
