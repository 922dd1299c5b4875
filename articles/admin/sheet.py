"""发稿单 in the admin: one printable page a story."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import Article
from ..records.sign_off import sheet_of
from ..review import rights
from ..review.report_access import may_see_sheet


def sheet_view(model_admin, request: HttpRequest, pk: int) -> HttpResponse:
    story = get_object_or_404(Article.objects.with_sheets(), pk=pk)
    if not may_see_sheet(story, request.user):
        raise PermissionDenied
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Sign-off sheet"),
        "opts": model_admin.opts,
        "sheet": sheet_of(story),
        "drawn_up_at": timezone.now(),
        "drawn_up_by": request.user,
        "may_open": rights.may_read(story, request.user),
    }
    return TemplateResponse(request, "admin/articles/article/sheet.html", context)
