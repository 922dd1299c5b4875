"""What was done to the right to sign and to what guards it, for those who answer for the records."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from articles.models import SafeguardRecord
from articles.review.report_access import may_inspect

ON_A_PAGE = 50


def safeguards_view(site, request: HttpRequest) -> HttpResponse:
    if not (may_inspect(request.user) or request.user.is_superuser):
        raise PermissionDenied
    records = SafeguardRecord.objects.select_related("whom", "by").order_by("-pk")
    context = {
        **site.each_context(request),
        "title": _("Records of safeguards"),
        "page": Paginator(records, ON_A_PAGE).get_page(request.GET.get("p")),
    }
    return TemplateResponse(request, "admin/safeguards.html", context)
