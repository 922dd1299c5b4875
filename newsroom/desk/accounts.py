"""The accounts of the newsroom's people: who they are in print, what they may do, and their first password."""

from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UsernameField
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from adminkit.admin import DeskAdmin
from articles.review import rights
from articles.review.rights import Role
from people.models import Reporter, User

from .account_steps import STEPS, account_step_view, is_locked_out, password_page


class RoleField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(Group.objects.filter(name__in=Role.values).order_by("pk"), **kwargs)

    def label_from_instance(self, group):
        return Role(group.name).label


class PersonForm(forms.ModelForm):
    """What both forms of an account ask beside its name."""

    groups = RoleField(
        label=pgettext_lazy("of an account", "Roles"),
        required=False,
        help_text=_("Reporters write and submit. Editors review, sign and keep the registers. One person may be both."),
    )
    reporter = forms.ModelChoiceField(
        Reporter.objects.none(),
        label=pgettext_lazy("of an account", "Name in print"),
        required=False,
        help_text=_("Whose byline this is: what carries it counts as written by this person, who never reviews it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "reporter" in self.fields:
            own = Reporter.objects.filter(user=self.instance.pk) if self.instance.pk else Reporter.objects.none()
            field: Any = self.fields["reporter"]
            field.queryset = Reporter.objects.standing().filter(user=None, is_active=True) | own
            field.initial = own.first()


class NewAccountForm(PersonForm):
    enters_register = forms.BooleanField(
        label=_("add the name to the reporters"),
        required=False,
        initial=True,
        help_text=_("When no name in print is chosen: people with the role of reporter need one to be credited."),
    )

    class Meta:
        model = User
        fields = ["username", "name", "groups", "is_staff"]
        field_classes = {"username": UsernameField}


class AccountForm(PersonForm, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class RoleFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of an account", "roles")
    parameter_name = "role"

    def lookups(self, request, model_admin):
        return Role.choices

    def queryset(self, request, queryset):
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


@admin.register(User)
class AccountAdmin(DeskAdmin, UserAdmin):
    form = AccountForm
    add_form = NewAccountForm
    change_form_template = "admin/people/user/change_form.html"
    fieldsets = [
        (None, {"fields": ["username"]}),
        (_("Person"), {"fields": ["name", "email", "reporter"]}),
        (_("What the account may do"), {"fields": ["groups", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "name"], "classes": ["wide"]}),
        (_("What the account may do"), {"fields": ["groups", "is_staff"]}),
        (_("Person"), {"fields": ["reporter", "enters_register"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["username", "name", "roles", "standing", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    search_fields = ["username", "name"]
    filter_horizontal = []
    used_in = ["filed_stories", "reviews__article"]
    show_facets = admin.ShowFacets.NEVER
    keeps_what_is_typed = False  # a password may be among it

    @admin.display(description=pgettext_lazy("of an account", "roles"))
    def roles(self, user):
        labels = [str(Role(group.name).label) for group in user.groups.all() if group.name in Role.values]
        return " ".join([*labels, *([gettext("Superuser")] if user.is_superuser else [])]) or "—"

    @admin.display(description=_("state"), ordering="is_active")
    def standing(self, user):
        if not user.is_active:
            return format_html('<span class="state state-withdrawn">{}</span>', pgettext("account", "Closed"))
        if user.must_change_password:
            return format_html('<span class="state state-submitted">{}</span>', _("Temporary password"))
        return format_html('<span class="state state-signed">{}</span>', pgettext("account", "In use"))

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    # Rights

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights.may_keep_account(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        """Whose work is on record leaves (see account_steps); an account that never did anything may go."""
        allowed = obj is not None and super().has_delete_permission(request, obj)
        return allowed and self.has_change_permission(request, obj)

    def get_fieldsets(self, request, obj=None):
        """Only superusers make superusers; nobody else needs to read of it."""
        sets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return sets
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field != "is_superuser"]})
            for name, options in sets
        ]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        if groups := form.base_fields.get("groups"):
            groups.queryset = groups.queryset.filter(name__in=rights.grantable_by(request.user))
        return form

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

    # Saving

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            request.temporary_password = obj.give_temporary_password()

    def save_related(self, request, form, formsets, change):
        """Each role given or taken, and each link to a name in print, is on record by name."""
        account = form.instance
        before = {group.name for group in account.groups.all()}
        super().save_related(request, form, formsets, change)
        after = {group.name for group in User.objects.get(pk=account.pk).groups.all()}
        for said, names in (
            (_("Roles given: %(roles)s."), after - before),
            (_("Roles taken: %(roles)s."), before - after),
        ):
            if names:
                labels = " ".join(str(role.label) for role in Role if role.value in names)
                self.log_change(request, account, said % {"roles": labels})
        self._link(request, account, form.cleaned_data)

    def _link(self, request, account: User, said: dict) -> None:
        """Who is whom in print. Authors on record stay authors of what they wrote, whatever is linked later."""
        before, wanted = Reporter.objects.filter(user=account).first(), said.get("reporter")
        if wanted is None and said.get("enters_register") and rights.has_role(account, Role.REPORTER):
            wanted = Reporter(name=account.name or account.username)
        if wanted == before:
            return
        if before:
            before.user = None
            before.save(update_fields=["user"])
        if wanted:
            wanted.user = account
            wanted.save(update_fields=["user"] if wanted.pk else None)
        self.log_change(request, account, _("Name in print: %(name)s.") % {"name": wanted or "—"})

    def response_add(self, request, obj, post_url_continue=None):
        """The password is shown in the answer itself: it is kept nowhere, in no message and in no session."""
        return password_page(self, request, obj, request.temporary_password)

    # Steps

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        return [path("<int:pk>/step/<str:step>/", view, name="people_user_step"), *super().get_urls()]

    def user_change_password(self, request, id, form_url=""):
        """Nobody chooses a password for somebody else."""
        return self.step_view(request, id, "reset")

    def step_view(self, request, pk, step):
        account = self.get_object(request, str(pk))
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        if account is None or step not in STEPS:
            raise Http404
        return account_step_view(self, request, account, STEPS[step])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and self.has_change_permission(request, obj):
            locked = is_locked_out(obj)
            context["account_steps"] = [step for step in STEPS.values() if step.fits(obj, locked)]
            context["is_locked_out"] = locked
        if obj:
            context["standing"] = self.standing(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)


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
