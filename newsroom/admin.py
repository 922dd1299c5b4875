"""The newsroom's own row, and the accounts of its people."""

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from articles.review import rights
from articles.review.rights import Role
from people.desk_admin import DeskAdmin
from people.models import User

from .models import Newsroom

# The roles and what each may touch are fixed in articles.review.rights.
admin.site.unregister(Group)


@admin.register(Newsroom)
class NewsroomAdmin(DeskAdmin):
    fieldsets = [
        (_("Head of the paper"), {"fields": ["masthead", "district", "media_centre", "sponsor"]}),
        (_("For readers"), {"fields": ["hotline", "email", "address"]}),
        (_("Foot of every page"), {"fields": ["icp_number", "public_security_number", "news_licence_number"]}),
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


class RoleField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(Group.objects.filter(name__in=Role.values).order_by("pk"), **kwargs)

    def label_from_instance(self, group):
        return Role(group.name).label


class RolesForm(forms.ModelForm):
    groups = RoleField(
        label=pgettext_lazy("of an account", "Roles"),
        required=False,
        help_text=_("Reporters write and submit. Editors review, sign and keep the registers. One person may be both."),
    )


class NewAccountForm(RolesForm, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User


class AccountForm(RolesForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


@admin.register(User)
class AccountAdmin(DeskAdmin, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["name", "email"]}),
        (_("What the account may do"), {"fields": ["groups", "is_active", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "usable_password", "password1", "password2"], "classes": ["wide"]}),
        (_("What the account may do"), {"fields": ["groups", "is_staff"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["username", "name", "roles", "is_active", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_superuser"]
    search_fields = ["username", "name"]
    filter_horizontal = []
    used_in = ["filed_stories", "reviews__article"]
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights.may_keep_account(request.user, obj))

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        return readonly if request.user.is_superuser else [*readonly, "is_superuser"]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if groups := form.base_fields.get("groups"):
            groups.queryset = groups.queryset.filter(name__in=rights.grantable_by(request.user))
        return form

    def save_related(self, request, form, formsets, change):
        """Each role given or taken is on record by name."""
        before = {group.name for group in form.instance.groups.all()}
        super().save_related(request, form, formsets, change)
        after = {group.name for group in User.objects.get(pk=form.instance.pk).groups.all()}
        for said, names in (
            (_("Roles given: %(roles)s."), after - before),
            (_("Roles taken: %(roles)s."), before - after),
        ):
            if names:
                labels = " ".join(str(role.label) for role in Role if role.value in names)
                self.log_change(request, form.instance, said % {"roles": labels})

    def get_changeform_initial_data(self, request):
        return {"is_staff": True} | super().get_changeform_initial_data(request)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "is_staff":
            field.label = _("may enter the newsroom")
        if db_field.name == "is_superuser":
            field.help_text = _(
                "Runs the machine: accounts and settings. Signs no story by that; an editor’s role does."
            )
        return field

    @admin.display(description=pgettext_lazy("of an account", "roles"))
    def roles(self, user):
        return " ".join(str(Role(group.name).label) for group in user.groups.all() if group.name in Role.values) or "—"


@admin.register(AccessAttempt)
class FailedSignInAdmin(admin.ModelAdmin):
    """Wrong passwords in a row; removing a row unlocks at once."""

    list_display = ["username", "ip_address", "failures", "latest", "is_locked"]
    list_display_links = None
    search_fields = ["username", "ip_address"]
    actions = ["unlock"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description=_("wrong passwords"), ordering="failures_since_start")
    def failures(self, attempt):
        return attempt.failures_since_start

    @admin.display(description=_("latest"), ordering="attempt_time")
    def latest(self, attempt):
        return attempt.attempt_time

    @admin.display(description=_("state"))
    def is_locked(self, attempt):
        locked = attempt.failures_since_start >= settings.AXES_FAILURE_LIMIT
        return pgettext("sign-in", "Locked") if locked else "—"

    @admin.action(description=_("Unlock"), permissions=["delete"])
    def unlock(self, request, queryset):
        queryset.delete()
        messages.success(request, _("Unlocked: the password may be tried again."))
