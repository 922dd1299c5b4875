"""Fields that pick from a register by typing two characters or the initials of the pinyin."""

from django import forms
from django.contrib import admin

from adminkit.autocomplete import NOT_PICKED, PickSeveral


class OrderedPicks(PickSeveral):
    """Shows what was picked in the order in which it was picked, not in that of the register."""

    def optgroups(self, name, value, attr=None):
        groups = super().optgroups(name, value, attr)
        place = {str(key): number for number, key in enumerate(value)}
        for _name, options, _index in groups:
            options.sort(key=lambda option: place.get(str(option["value"]), 0))
        return groups


class PickedInOrder(forms.ModelMultipleChoiceField):
    """Several rows of the register that a foreign key points to; the cleaned value is a list, in picked order."""

    default_error_messages = NOT_PICKED

    def __init__(self, foreign_key, **kwargs):
        widget = OrderedPicks(foreign_key, admin.site)
        super().__init__(foreign_key.remote_field.model.objects.all(), widget=widget, required=False, **kwargs)

    def clean(self, value):
        picked = {str(row.pk): row for row in super().clean(value)}
        return [picked[str(key)] for key in dict.fromkeys(map(str, value or ()))]

    def has_changed(self, initial, data):
        return [str(self.prepare_value(row)) for row in initial or ()] != [str(key) for key in data or ()]
