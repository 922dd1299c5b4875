"""The split page: each item of a page as a card, beside the passage that it came from."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..desk.states import state_label
from ..importing.drafts import file_page, words_of
from ..importing.pages import read_kept
from ..importing.passages import begins_at, passages
from ..models import Article, ImportedPage
from ..reading.page import item_as_json
from ..review.workflow import WITH_THE_WRITER, ReviewStep
from .cards import Card, cards_of
from .filed_already import filed_already
from .page_form import PrintedForm
from .proposed import names_link, proposed_in

COLOURS = 6  # of marks; the number in each tells them apart


def split_view(model_admin, request: HttpRequest, page: ImportedPage) -> HttpResponse:
    if request.method == "POST":
        if not model_admin.may_file(request):
            raise PermissionDenied
        return _file(model_admin, request, page)
    return _show(model_admin, request, page, _cards(page))


def title_of(page: ImportedPage) -> str:
    """Its file; or the line with which a pasted one begins."""
    return page.source or page.text.strip().partition("\n")[0].strip()[:24]


def printed_words(page: ImportedPage) -> str:
    if page.printed_on:
        said = {"paper": page.paper, "day": date_format(page.printed_on, "DATE_FORMAT")}
        return _("%(paper)s of %(day)s") % said
    return page.week


def _cards(page: ImportedPage, data=None) -> list[Card]:
    drafts = {begins_at(draft.page_spans): draft for draft in _drafts(page)}
    return cards_of(page, read_kept(page), drafts, data=data)


def _drafts(page: ImportedPage):
    return page.drafts.select_related("created_by").order_by("pk")


def _file(model_admin, request: HttpRequest, page: ImportedPage) -> HttpResponse:
    cards = _cards(page, request.POST)
    sent = [(card, card.form) for card in cards if card.form and card.form.is_bound]
    ticked = [(card, form) for card, form in sent if form.is_ticked]
    if not ticked:
        if any(name.endswith("-tick") for name in request.POST):
            messages.info(request, _("These stories are drafts already."))
        else:
            messages.error(request, _("Nothing was saved: tick what shall be a draft."))
        return _show(model_admin, request, page, cards)
    refused = [card for card, form in ticked if not form.is_valid()]
    if refused:
        return _show(model_admin, request, page, cards, refused=refused)
    drafts = file_page(page, [form.mended() for _card, form in ticked], by=request.user)
    _tell(model_admin, request, page, drafts)
    if any(form.is_mended for _card, form in sent if not form.is_ticked):
        # What was typed into a card that was left unticked is not lost by filing the others.
        return _show(model_admin, request, page, _cards(page, request.POST))
    return HttpResponseRedirect(page.get_absolute_url())


def _tell(model_admin, request: HttpRequest, page: ImportedPage, drafts: list[Article]) -> None:
    if not drafts:
        messages.info(request, _("These stories are drafts already."))
        return
    for draft in drafts:
        model_admin.log_addition(request, draft, [{"added": {}}])
    saved = ngettext("%(number)d draft is saved.", "%(number)d drafts are saved.", len(drafts))
    messages.success(
        request,
        format_html(
            '{} <a href="{}">{}</a>',
            saved % {"number": len(drafts)},
            _list_of(page),
            _("Look at the drafts of this page"),
        ),
    )
    for draft, alike in zip(drafts, filed_already(request.user, drafts), strict=True):
        if alike:
            messages.warning(request, format_html("{}: {}", draft, alike))
    waiting = len(proposed_in(model_admin.admin_site, drafts))
    if waiting:
        said = ngettext(
            "%(number)d name waits to be confirmed in the registers before its stories can be submitted.",
            "%(number)d names wait to be confirmed in the registers before their stories can be submitted.",
            waiting,
        )
        messages.warning(request, format_html("{} {}", said % {"number": waiting}, names_link(page)))


def _list_of(page: ImportedPage) -> str:
    return f"{reverse('admin:articles_article_changelist')}?page={page.pk}"


def _show(model_admin, request, page: ImportedPage, cards: list[Card], *, refused: Sequence[Card] = ()) -> HttpResponse:
    spans = {card.number: card.item.source_spans for card in cards}
    text = [(passage, passage.number and passage.number % COLOURS) for passage in passages(page.text, spans)]
    drafts = list(_drafts(page))
    readable = {*Article.objects.readable_by(request.user).filter(imported_page=page).values_list("pk", flat=True)}
    to_file = [card for card in cards if card.draft is None]
    for card, said in zip(
        to_file, filed_already(request.user, [_unsaved(page, card) for card in to_file]), strict=True
    ):
        card.filed_already = said
    read_again = {card.draft.pk for card in cards if card.draft}
    proposed = proposed_in(model_admin.admin_site, drafts) if drafts else []
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title_of(page),
        "opts": model_admin.opts,
        "media": model_admin.media,
        "page": page,
        "printed": printed_words(page),
        "cards": [(card, card.number % COLOURS, _standing(card.draft, readable)) for card in cards],
        "refused": refused,
        "text": text,
        "leftovers": sum(passage.number is None for passage, _colour in text),
        "to_come": sum(not card.form and not card.draft for card in cards),
        "open_cards": sum(card.form is not None for card in cards),
        "ticked": sum(card.form is not None and card.form.is_ticked for card in cards),
        "may_file": model_admin.may_file(request),
        # Drafts whose place on the page begins elsewhere by today's rules of reading.
        "other_drafts": [(draft, _standing(draft, readable)) for draft in drafts if draft.pk not in read_again],
        "number_of_drafts": len(drafts),
        "list_of_drafts": _list_of(page),
        "proposed": len(proposed),
        "names_link": names_link(page),
        "printed_form": None if drafts else _printed_form(page),
        "may_submit": page.printed_on and any(draft.state in WITH_THE_WRITER for draft in drafts),
        **_to_decide(request, page),
    }
    return TemplateResponse(request, "admin/articles/importedpage/split.html", context)


def _unsaved(page: ImportedPage, card: Card) -> Article:
    """The item as the story that it would be."""
    return Article(imported_page=page, **words_of(item_as_json(card.item)))


def _standing(draft: Article | None, readable: set[int]) -> dict | None:
    if draft is None:
        return None
    address = reverse("admin:articles_article_change", args=[draft.pk]) if draft.pk in readable else ""
    return {"draft": draft, "address": address, "stands": state_label(draft)}


def _printed_form(page: ImportedPage) -> PrintedForm:
    return PrintedForm(initial={"week": page.week, "paper": page.paper, "printed_on": page.printed_on})


def _to_decide(request, page: ImportedPage) -> dict[str, list[int]]:
    """An old paper's stories are passed and signed against the page on which they stood."""
    mine = list(Article.objects.awaiting(request.user).filter(imported_page=page)) if page.printed_on else []
    return {
        "to_pass": [story.pk for story in mine if story.step != ReviewStep.FINAL],
        "to_sign": [story.pk for story in mine if story.step == ReviewStep.FINAL],
    }
