"""Fields that pick from a register by typing. What is no key of any row, as a made-up link may hold, picks nothing."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteMixin, AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.forms import Media, Script, Select
from django.utils.translation import gettext_lazy

# Django quotes the key that was sent, which nobody typed, and of an empty pick nothing.
NOT_PICKED: dict[str, Any] = dict.fromkeys(("invalid_choice", "invalid_pk_value"), gettext_lazy("Pick from the list."))
# Django's own script would take a row of the list before; this one takes its place, and says what went wrong.
PICKING: Any = Script(
    "newsroom/picking.js",
    **{
        "data-signed-out": gettext_lazy(
            "You are no longer signed in. Sign in in another window, then type again; everything here is kept."
        ),
        "data-refused": gettext_lazy("Your account may not search here. Nothing was picked."),
        "data-offline": gettext_lazy("The server could not be reached. Nothing was picked; type again."),
        "data-failed": gettext_lazy("The search failed because of a fault of the server. Nothing was picked."),
    },
)
# No row has this key, so the field refuses it in its own words.
NOBODY = "0"


class OnlyKeys(AutocompleteMixin, Select):
    """Django's widgets ask the database for whatever was sent, and fail on words and on numbers that are too large."""

    @property
    def media(self) -> Media:
        # Named together, so that ours comes behind.
        return super().media + Media(js=["admin/js/autocomplete.js", PICKING])

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if self._is_key(key)], attr)

    def value_from_datadict(self, data, files, name):
        sent = super().value_from_datadict(data, files, name)
        return [self._key(one) for one in sent] if isinstance(sent, list) else self._key(sent)

    def _key(self, sent):
        return sent if not sent or self._is_key(sent) else NOBODY

    def _is_key(self, sent) -> bool:
        try:
            self.field.remote_field.model._meta.pk.clean(sent, None)
        except ValidationError:
            return False
        return True


class PickOne(OnlyKeys, AutocompleteSelect):
    pass


class PickSeveral(OnlyKeys, AutocompleteSelectMultiple):
    pass


class PicksFromRegisters(BaseModelAdmin):
    """An admin, or its rows, whose autocomplete_fields are picked with the widgets above."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PickOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", PickSeveral(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, error_messages=NOT_PICKED, **kwargs)
