"""待确认名单: what pages proposed for the registers, settled in one press."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from adminkit.refusals import Refused
from people import proposals
from people.models import ProposedEntry, Township, Village

from ..importing.registers import REGISTERS, number_proposed
from ..models import Article, ImportedPage
from ..models.locks import lock_stories
from .name_rows import LATER, NEW, NOBODY, NameForm, NameRow, name_of, rows_of
from .proposed import proposals_of, proposed_in, stories_of

# Each sends two fields.
NAMES_AT_ONCE = 200


class NotSettledError(Refused):
    """Says why the entry stays a proposal."""


def names_view(model_admin, request: HttpRequest) -> HttpResponse:
    site = model_admin.admin_site
    registers = [site.get_model_admin(register) for register in REGISTERS]
    if not all(register.has_view_permission(request) for register in registers):
        raise PermissionDenied
    may_settle = all(register.has_change_permission(request) for register in registers)
    page = _page(model_admin, request)
    entries = _entries(site, page)
    data = request.POST if request.method == "POST" else None
    if data is not None and not may_settle:
        raise PermissionDenied
    rows = rows_of(site, entries[:NAMES_AT_ONCE], user=request.user, is_open=may_settle, data=data)
    sent = [row.form for row in rows if row.form and row.form.is_bound]
    refused = [form for form in sent if not form.is_valid()]
    if data is not None and not refused:
        Settling(site, request).settle(sent)
        return HttpResponseRedirect(request.get_full_path())
    context = {
        **site.each_context(request),
        "title": _("Names that wait to be confirmed"),
        "opts": model_admin.opts,
        "media": sum((row.form.media for row in rows[:1] if row.form), model_admin.media or Media()),
        "page": page,
        "groups": _groups(rows),
        "refused": refused,
        "further": len(entries) - len(rows),
        "elsewhere": number_proposed() - len(entries) if page else 0,
        "may_settle": may_settle,
    }
    return TemplateResponse(request, "admin/articles/importedpage/names.html", context)


class Settling:
    """One press: each entry on its own, so that one that is refused keeps no other."""

    def __init__(self, site, request: HttpRequest):
        self.site, self.request = site, request
        self.gone_into: dict[ProposedEntry, ProposedEntry] = {}
        self.settled = 0

    def settle(self, forms: Iterable[NameForm]) -> None:
        for form in forms:
            verdict, into = form.verdict
            if verdict == LATER:
                continue
            try:
                with transaction.atomic():
                    self._settle(form.entry, verdict, into)
            except NotSettledError as refusal:
                messages.error(self.request, str(refusal))
            except (Refused, ProtectedError, ValueError):
                messages.error(self.request, _("“%(name)s” stays: other entries need it.") % {"name": form.entry})
            else:
                self.settled += 1
        if self.settled:
            said = ngettext("%(number)d name is settled.", "%(number)d names are settled.", self.settled)
            messages.success(self.request, said % {"number": self.settled})
        else:
            messages.info(self.request, _("Nothing was settled."))

    def _settle(self, entry: ProposedEntry, verdict: str, into: ProposedEntry | None) -> None:
        register = self.site.get_model_admin(type(entry))
        # Rows of these stories will be written; and whoever writes a story holds it before the entries that it names.
        belonging = entry.villages.all() if isinstance(entry, Township) else ()
        keys = stories_of(self.site, [entry, *belonging])
        lock_stories(Article.objects.filter(pk__in={key for of_entry in keys.values() for key in of_entry}))
        same = type(entry)._default_manager.filter(pk__in=[one.pk for one in (entry, into) if one]).order_by("pk")
        list(same.select_for_update(no_key=True).values_list("pk"))
        stored = type(entry)._default_manager.filter(pk=entry.pk, is_proposed=True).first()
        if stored is None:
            raise NotSettledError(_("“%(name)s” was settled by somebody else meanwhile.") % {"name": name_of(entry)})
        if verdict == NEW:
            if isinstance(stored, Village) and stored.township.is_proposed:
                raise NotSettledError(_("“%(name)s” stays: settle its township first.") % {"name": stored})
            proposals.confirm(stored)
            register.log_change(self.request, stored, [{"changed": {"fields": ["Waits to be confirmed"]}}])
        elif verdict == NOBODY:
            register.log_deletions(self.request, [stored])
            proposals.dismiss(stored)
        elif into is not None:
            self._merge(register, stored, self.gone_into.get(into, into))

    def _merge(self, register, stored: ProposedEntry, into: ProposedEntry) -> None:
        there = type(into)._default_manager.filter(pk=into.pk).first()
        if there is None:
            raise NotSettledError(_("“%(name)s” stays: the entry it shall be is gone.") % {"name": stored})
        said = _("“%(name)s”, proposed by a page, is this entry.") % {"name": stored}
        gone = type(stored)._default_manager.get(pk=stored.pk)  # merging takes the key away
        proposals.merge(stored, there)
        register.log_change(self.request, there, said)
        self.gone_into[gone] = there


def _page(model_admin, request: HttpRequest) -> ImportedPage | None:
    key = request.GET.get("page", "")
    if not key:
        return None
    return get_object_or_404(model_admin.get_queryset(request), pk=int(key) if key.isdecimal() and len(key) < 19 else 0)


def _entries(site, page: ImportedPage | None) -> list[ProposedEntry]:
    if page:
        return proposed_in(site, list(page.drafts.all()))
    return [entry for register in REGISTERS for entry in proposals_of(register)[: NAMES_AT_ONCE + 1]]


def _groups(rows: list[NameRow]) -> list[tuple[str, list[NameRow]]]:
    found: dict[str, list[NameRow]] = {}
    for row in rows:
        found.setdefault(str(capfirst(row.entry._meta.verbose_name_plural)), []).append(row)
    return list(found.items())
