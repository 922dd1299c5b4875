"""What is done to an account beside its form: a new temporary password, closing it, opening it again, unlocking it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Article
from articles.review.workflow import WITH_THE_WRITER
from people.models import User

from ..sign_in_lock import wrong_passwords_of


@dataclass(frozen=True)
class AccountStep:
    name: str
    label: str | Promise
    says: str | Promise
    done: str | Promise
    do: Callable[[User], Any]
    fits: Callable[[User, bool], bool]


def is_locked_out(account: User) -> bool:
    return wrong_passwords_of(account).filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT).exists()


def _reset(account: User) -> str:
    wrong_passwords_of(account).delete()
    return account.give_temporary_password()


def _set_active(active: bool) -> Callable[[User], None]:
    def do(account: User) -> None:
        account.is_active = active
        account.save(update_fields=["is_active"])

    return do


STEPS = {
    step.name: step
    for step in (
        AccountStep(
            "reset",
            gettext_lazy("New temporary password"),
            gettext_lazy("The old password no longer opens anything, and whoever is signed in with it is signed out."),
            gettext_lazy("A new temporary password was given."),
            _reset,
            lambda account, locked: account.is_active,
        ),
        AccountStep(
            "unlock",
            gettext_lazy("Unlock the sign-in"),
            gettext_lazy("The password was wrong too often. Unlocked, it may be tried again at once."),
            gettext_lazy("Unlocked: the password may be tried again."),
            lambda account: wrong_passwords_of(account).delete(),
            lambda account, locked: account.is_active and locked,
        ),
        AccountStep(
            "close",
            gettext_lazy("Close the account"),
            gettext_lazy(
                "For somebody who leaves: they are signed out at once and come in no more. Stories, bylines and "
                "records stay as they are. It can be opened again."
            ),
            gettext_lazy("The account is closed."),
            _set_active(False),
            lambda account, locked: account.is_active,
        ),
        AccountStep(
            "open",
            gettext_lazy("Open the account again"),
            gettext_lazy("They sign in with their old password and have the roles that they had."),
            gettext_lazy("The account is open again."),
            _set_active(True),
            lambda account, locked: not account.is_active,
        ),
    )
}


def account_step_view(model_admin, request: HttpRequest, account: User, step: AccountStep) -> HttpResponse:
    """Asked once more, then done and logged."""
    account_page = reverse("admin:people_user_change", args=[account.pk])
    if account == request.user:
        messages.error(request, _("Your own account: change your password at the top of the page."))
        return HttpResponseRedirect(reverse("admin:password_change") if step.name == "reset" else account_page)
    if request.method == "POST":
        told = step.do(account)
        model_admin.log_change(request, account, str(step.done))
        if step.name == "reset":
            return password_page(model_admin, request, account, told)
        messages.success(request, str(step.done))
        return HttpResponseRedirect(account_page)
    own = Article.objects.of_authors(account).filter(state__in=WITH_THE_WRITER)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": step.label,
        "opts": model_admin.opts,
        "account": account,
        "step": step,
        # What lies with them, and would lie there for ever.
        "lying": list(own.order_by("-changed_at", "-pk")[:50]) if step.name == "close" else [],
        "back": account_page,
    }
    return TemplateResponse(request, "admin/people/user/step.html", context)


def password_page(model_admin, request: HttpRequest, account: User, password: str) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Temporary password"),
        "opts": model_admin.opts,
        "account": account,
        "password": password,
        "address": request.build_absolute_uri(reverse("admin:login")),
        "back": reverse("admin:people_user_change", args=[account.pk]),
    }
    response = TemplateResponse(request, "admin/people/user/password.html", context)
    add_never_cache_headers(response)
    return response
