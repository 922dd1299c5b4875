"""Readers search the stories that are public, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import Article, Attendance, Photo, Topic
from articles.models.article_sets import ArticleQuerySet
from articles.values import search_text
from people.models import Official, Reporter, Township

from ..pages.page_meta import PageMeta
from .paging import page_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIMES = {"week": 7, "month": 31, "year": 366}  # days

# A longer result is said to be longer, and not counted to its end.
MOST_COUNTED = 1000


class SearchForm(forms.Form):
    """Only what readers may see can be chosen. What cannot be chosen is left out, and said."""

    q = forms.CharField(label=_("Search the paper"), required=False, strip=True)
    official = forms.ChoiceField(label=_("Leader"), required=False)
    township = forms.ChoiceField(label=pgettext_lazy("search", "Township"), required=False)
    reporter = forms.ChoiceField(label=pgettext_lazy("search", "Reporter"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    time = forms.ChoiceField(
        label=_("Time"),
        required=False,
        choices=[
            ("", _("any time")),
            ("week", _("the last week")),
            ("month", _("the last month")),
            ("year", _("the last year")),
        ],
    )
    since = forms.DateField(label=_("from (day)"), required=False, widget=DAY)
    until = forms.DateField(label=_("to (day)"), required=False, widget=DAY)
    order = forms.ChoiceField(
        label=pgettext_lazy("search", "Order"),
        required=False,
        choices=[("", _("newest first")), ("best", _("best match first"))],
    )

    def __init__(self, data, stories: ArticleQuerySet):
        super().__init__(data)
        officials = Official.objects.on_display().named_in(stories).in_register_order(timezone.localdate())
        reporters = Reporter.objects.credited_in(stories, Photo.objects.shown_in(stories)).in_kind_order()
        self.entries: dict[str, dict[str, Official | Reporter | Township | Topic]] = {
            "official": {str(official.pk): official for official in officials},
            "township": {township.slug: township for township in Township.objects.standing()},
            "reporter": {str(reporter.pk): reporter for reporter in reporters},
            "topic": {topic.slug: topic for topic in Topic.objects.mentioned_in(stories)},
        }
        for name, entries in self.entries.items():
            choices = [("", _("all")), *((key, entry.name) for key, entry in entries.items())]
            field: Any = self.fields[name]
            field.choices = choices

    def narrow(self, stories: ArticleQuerySet) -> ArticleQuerySet:
        chosen = {name: self.entries[name][key] for name in self.entries if (key := self.cleaned_data.get(name))}
        by: dict[str, Callable] = {
            "official": lambda entry: stories.filter(
                pk__in=Attendance.objects.filter(official__in=Official.objects.same_as(entry)).values("article")
            ),
            "township": lambda entry: stories.in_township(entry),
            "reporter": lambda entry: stories.credited_to(entry),
            "topic": lambda entry: stories.about(entry),
        }
        for name, entry in chosen.items():
            stories = by[name](entry)
        if days := TIMES.get(self.cleaned_data.get("time", "")):
            stories = stories.filter(published_at__gte=timezone.now() - timedelta(days=days))
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        return stories.told_of_days(since, until) if since or until else stories

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in (*self.entries, "time", "since", "until"))


def search_page(request: HttpRequest) -> HttpResponse:
    public = Article.objects.public()
    form = SearchForm(request.GET, public)
    form.is_valid()
    query = form.cleaned_data.get("q", "")
    wanted = search_text.phrases(query[: search_text.LONGEST_QUERY])
    title = f"{query[: search_text.LONGEST_QUERY]} - {_('Search')}" if query else str(_("Search"))
    context = {
        "form": form,
        "page_meta": PageMeta(title),
        "query": query[: search_text.LONGEST_QUERY],
        "is_cut": len(query) > search_text.LONGEST_QUERY,
        "longest": search_text.LONGEST_QUERY,
        "refused": [form.fields[name].label for name in form.errors],
        "wanted": wanted,
        "has_no_words": bool(query) and not wanted,
    }
    if wanted or (form.is_narrowed and not query):
        found = form.narrow(public).containing(wanted)
        is_best = form.cleaned_data.get("order") == "best"
        ordered = found.best_first(wanted) if is_best else found.newest_first()
        page = page_of(request, ordered.for_lists()[: MOST_COUNTED + 1])
        others = request.GET.copy()
        others.pop("page", None)
        context |= {
            "page": page,
            "is_counted": page.paginator.count <= MOST_COUNTED,
            "most": MOST_COUNTED,
            "others": others.urlencode(),
            "without_filters": form.is_narrowed and bool(wanted),
        }
    return render(request, "search.html", context)
