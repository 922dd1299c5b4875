"""The index of signed stories: each story's words, folded, beside the words as they are printed."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..values import search_text

if TYPE_CHECKING:
    from .article import Article


class SearchEntry(models.Model):
    """Written by the verbs that sign and withdraw. It says what was signed; who may see it, each search asks anew."""

    article = models.OneToOneField(
        "articles.Article",
        models.CASCADE,
        primary_key=True,
        related_name="search_entry",
        verbose_name=_("story"),
    )
    titles = models.TextField(_("titles, folded"))
    text = models.TextField(_("everything, folded"))
    printed = models.TextField(_("what is printed beside the titles"))

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return str(self.article)

    @classmethod
    def values_for(cls, story: "Article") -> dict[str, str]:
        titles = search_text.written(search_text.titles_of(story))
        printed = search_text.written(search_text.parts_of(story))
        return {
            "titles": search_text.folded_lines(titles),
            "text": search_text.folded_lines(f"{titles}\n{printed}"),
            "printed": printed,
        }

    @classmethod
    def keep(cls, story: "Article") -> None:
        """Bring the entry up to what the story says now. Call it in the transaction that signed it."""
        values = cls.values_for(story)
        entry = SearchEntry(article_id=story.pk, **values)
        SearchEntry.objects.bulk_create(
            [entry], update_conflicts=True, unique_fields=["article"], update_fields=[*values]
        )

    @classmethod
    def drop(cls, story: "Article") -> None:
        cls.objects.filter(article_id=story.pk).delete()
