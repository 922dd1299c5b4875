"""整版拆稿: a printed page is read in, looked through beside its text, and filed as drafts."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from adminkit.admin import DeskAdmin

from ..importing.pages import keep_page
from ..models import Article, ImportedPage
from ..review.workflow import Verb
from . import bulk, names, split
from .page_form import PageForm, PrintedForm, present_week


@admin.register(ImportedPage)
class ImportedPageAdmin(DeskAdmin):
    list_display = ["title", "printed", "drafts_count", "imported_by", "imported_at"]
    list_select_related = ["imported_by"]
    search_fields = ["text", "source", "paper"]
    search_help_text = _("Words of the page, its file or its paper")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    @admin.display(description=pgettext_lazy("read in", "page"))
    def title(self, page):
        return split.title_of(page)

    @admin.display(description=_("week or old paper"))
    def printed(self, page):
        return split.printed_words(page)

    @admin.display(description=_("drafts"), ordering="drafts_count")
    def drafts_count(self, page):
        return page.drafts_count

    def get_queryset(self, request):
        pages = super().get_queryset(request).readable_by(request.user)
        return pages.annotate(drafts_count=Count("drafts"))

    # Rights

    def has_change_permission(self, request, obj=None):
        """What was read in stays as it was; see may_file."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def may_file(self, request) -> bool:
        return self.has_add_permission(request) and request.user.has_perm("articles.add_article")

    # Pages

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("names/", site(self.names_view), name="articles_names"),
            path("<int:pk>/printed/", site(self.printed_view), name="articles_importedpage_printed"),
            path("<int:pk>/submit/", site(self.submit_view), name="articles_importedpage_submit"),
            path("<int:pk>/pass/", site(partial(self.decide_view, Verb.PASS)), name="articles_importedpage_pass"),
            path("<int:pk>/sign/", site(partial(self.decide_view, Verb.SIGN)), name="articles_importedpage_sign"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {"week": str(present_week())}
        is_sent = request.method == "POST"
        form = PageForm(*([request.POST, request.FILES] if is_sent else []), initial=initial)
        if is_sent and form.is_valid():
            return self._keep(request, form)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Split a page into stories"),
            "opts": self.opts,
            "media": self.media,
            "form": form,
            "had_file": bool(request.FILES),
        }
        return TemplateResponse(request, "admin/articles/importedpage/add_form.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        page = self.get_object(request, object_id)
        if page is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return split.split_view(self, request, page)

    def printed_view(self, request, pk):
        """Another week, or an old paper: while nothing of the page is a draft."""
        page = self._posted_page(request, pk)
        form = PrintedForm(request.POST)
        if form.is_valid():
            form.refuse_days_to_come(page.text)
        if page.drafts.exists():
            messages.error(request, gettext("Drafts of this page are there already: change the days in them."))
        elif form.is_valid():
            for name, value in form.printed.items():
                setattr(page, name, str(value or "") if name == "week" else value)
            page.save(update_fields=form.printed)
            messages.success(request, gettext("The page is read anew."))
        else:
            for errors in form.errors.values():
                messages.error(request, " ".join(errors))
        return HttpResponseRedirect(page.get_absolute_url())

    def submit_view(self, request, pk):
        page = self._posted_page(request, pk)
        bulk.submit_all(request, page)
        return HttpResponseRedirect(page.get_absolute_url())

    def decide_view(self, verb, request, pk):
        page = self._posted_page(request, pk) if request.method == "POST" else self._page(request, pk)
        answer = bulk.decide_all(self.admin_site.get_model_admin(Article), request, page, verb)
        return answer or HttpResponseRedirect(page.get_absolute_url())

    def names_view(self, request):
        return names.names_view(self, request)

    def _page(self, request, pk) -> ImportedPage:
        page = self.get_object(request, str(pk))
        if page is None or not self.has_view_permission(request, page):
            raise PermissionDenied
        return page

    def _posted_page(self, request, pk) -> ImportedPage:
        if request.method != "POST" or not self.may_file(request):
            raise PermissionDenied
        return self._page(request, pk)

    def _keep(self, request, form):
        page, is_new = keep_page(form.source, by=request.user, **form.printed)
        if is_new:
            self.log_addition(request, page, [{"added": {}}])
        else:
            messages.warning(request, _known_words(page))
            if not self.get_queryset(request).filter(pk=page.pk).exists():
                messages.warning(request, gettext("It is theirs and the editors’ to work on: ask one of them."))
                return HttpResponseRedirect(reverse("admin:articles_importedpage_changelist"))
        return HttpResponseRedirect(page.get_absolute_url())


def _known_words(page: ImportedPage) -> str:
    number = page.drafts.count()
    said = ngettext(
        "This page was read in before: on %(day)s, by %(name)s; %(number)d draft came of it.",
        "This page was read in before: on %(day)s, by %(name)s; %(number)d drafts came of it.",
        number,
    )
    day = date_format(timezone.localtime(page.imported_at), "DATE_FORMAT")
    return said % {"day": day, "name": page.imported_by, "number": number}
