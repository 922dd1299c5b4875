"""A temporary password opens one page of the newsroom: the one on which it is changed."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.views import PasswordChangeView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

OPEN_TO_ALL = frozenset({"login", "logout", "password_change", "jsi18n"})


class FirstSignIn:
    """Middleware. Public pages stay as they are; every page of the newsroom leads to the change."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs) -> HttpResponse | None:
        match = request.resolver_match
        if match.app_name != "admin" or match.url_name in OPEN_TO_ALL:
            return None
        if not getattr(request.user, "must_change_password", False):
            return None
        wanted = request.get_full_path() if request.method == "GET" else reverse("admin:index")
        return HttpResponseRedirect(f"{reverse('admin:password_change')}?{urlencode({'next': wanted})}")


class OwnPasswordForm(AdminPasswordChangeForm):
    def clean(self):
        said = super().clean()
        if said.get("old_password") and said.get("old_password") == said.get("new_password1"):
            refusal = _("That is the password that you have now. Choose another.")
            self.add_error("new_password1", ValidationError(refusal, code="same"))
        return said

    def save(self, commit=True):
        self.user.set_own_password(self.cleaned_data["new_password1"])
        return self.user


def change_password(site, request: HttpRequest) -> HttpResponseBase:
    view = PasswordChangeView.as_view(
        form_class=OwnPasswordForm,
        template_name="admin/password_change.html",
        success_url=_wanted(request),
        extra_context=site.each_context(request) | {"is_first": getattr(request.user, "must_change_password", False)},
    )
    response = view(request)
    if response.status_code == 302:
        messages.success(request, _("Your password is changed. It counts from now on."))
    return response


def _wanted(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else reverse("admin:index")
