from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PER_PAGE = 20


def page_of(request: HttpRequest, rows: QuerySet, *, per_page: int = PER_PAGE) -> Page:
    """The page that ?page= asks for; the first or last one when it asks for nonsense."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
