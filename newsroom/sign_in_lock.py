"""Wrong passwords lock a name at the address they came from; and, slower, an address that tries many names.

So a stranger elsewhere locks nobody out of the desk. How long a lock lasts: AXES_COOLOFF_TIME.
"""

import unicodedata
from ipaddress import IPv6Address, ip_address, ip_network

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import QuerySet, Sum
from django.http import HttpRequest

from people.models import User

# An office of many people may stand behind one address.
ADDRESS_LIMIT = 50


class SignInLock(AxesDatabaseHandler):
    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        """One row a name and address, whatever the browser calls itself."""
        if request is not None:
            request.axes_user_agent = ""
        return super().user_login_failed(sender, credentials, request, **kwargs)

    def get_failures(self, request, credentials=None) -> int:
        """Compared with AXES_FAILURE_LIMIT: those of the address are worth less."""
        of_address = AccessAttempt.objects.filter(
            ip_address=request.axes_ip_address, attempt_time__gte=get_cool_off_threshold(request)
        )
        failures = of_address.aggregate(failures=Sum("failures_since_start"))["failures"] or 0
        return max(super().get_failures(request, credentials), failures * settings.AXES_FAILURE_LIMIT // ADDRESS_LIMIT)


def wrong_passwords_of(account: User) -> QuerySet[AccessAttempt]:
    return AccessAttempt.objects.filter(username=counted_name(account.username))


def counted_name(name: str) -> str:
    """Ｃｈｉｅｆ, Chief and chief are tried as one."""
    return unicodedata.normalize("NFKC", name).casefold().strip()[:255]


def name_of(request: HttpRequest, credentials: dict | None = None) -> str | None:
    """AXES_USERNAME_CALLABLE."""
    said = (credentials or request.POST).get("username")
    return counted_name(said) if said else None


def address_of(request: HttpRequest) -> str | None:
    """AXES_CLIENT_IP_CALLABLE: what the outermost of our own proxies saw; what stands left of that, a visitor wrote."""
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    direct = request.META.get("REMOTE_ADDR", "")
    count = settings.TRUSTED_PROXIES
    told = said[-count] if 0 < count <= len(said) else direct
    return _counted_address(told) or _counted_address(direct)


def _counted_address(told: str) -> str | None:
    try:
        address = ip_address(told)
    except ValueError:
        return None
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    # One visitor has a whole network of them.
    return str(ip_network((int(address), 64), strict=False).network_address)
