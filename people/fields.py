from django.db import models
from django.db.models import lookups

from .names import unpadded


class NameField(models.CharField):
    """A person's or place's name, kept and looked up without padding."""

    def to_python(self, value):
        value = super().to_python(value)
        return unpadded(value) if value else value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return unpadded(value) if isinstance(value, str) else value

    def pre_save(self, model_instance, add):
        value = self.to_python(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value


class Unpadded:
    """Django hands a text lookup what was typed, past the field."""

    def get_prep_lookup(self):
        typed = super().get_prep_lookup()
        return unpadded(typed) if isinstance(typed, str) else typed


for lookup in (
    lookups.IExact,
    lookups.Contains,
    lookups.IContains,
    lookups.StartsWith,
    lookups.IStartsWith,
    lookups.EndsWith,
    lookups.IEndsWith,
):
    NameField.register_lookup(type(lookup.__name__, (Unpadded, lookup), {}))


class PinyinField(models.CharField):
    """Ways to type a name in pinyin, each with a space before it, as people.names.pinyin gives them."""


class Typed(lookups.Contains):
    """pinyin__typed="zhangr": one of the ways begins like this. Capitals and apostrophes count as nothing."""

    def get_prep_lookup(self):
        typed = super().get_prep_lookup()
        return f" {typed.lower().replace(chr(39), '').replace('’', '')}"


PinyinField.register_lookup(Typed, "typed")
