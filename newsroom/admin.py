"""The newsroom's own row; the accounts of its people are in desk/accounts.py."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from adminkit.admin import DeskAdmin
from people.admin import NATIVE_DAY

from .desk import accounts  # noqa: F401 (registers itself)
from .models import Newsroom

# The roles and what each may touch are fixed in articles.review.rights.
admin.site.unregister(Group)


@admin.register(Newsroom)
class NewsroomAdmin(DeskAdmin):
    formfield_overrides = NATIVE_DAY
    fieldsets = [
        (_("Head of the paper"), {"fields": ["masthead", "district", "media_centre", "sponsor", "chief_editor"]}),
        (_("For readers"), {"fields": ["hotline", "email", "address", "harmful_information_phone"]}),
        (
            _("Foot of every page"),
            {"fields": ["icp_number", "public_security_number", "news_licence_number", "public_institution_id"]},
        ),
        (_("Days of mourning"), {"fields": ["mourning_from", "mourning_to"]}),
        (_("Rules of the house"), {"fields": ["shows_blue_flags"]}),
    ]

    def changelist_view(self, request, extra_context=None):
        """There is one row, so its form stands in the place of a list."""
        if row := Newsroom.objects.first():
            return HttpResponseRedirect(reverse("admin:newsroom_newsroom_change", args=[row.pk]))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:newsroom_newsroom_add"))
        return super().changelist_view(request, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        return super().render_change_form(request, context | {"is_only_row": True}, *args, **kwargs)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Newsroom.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
