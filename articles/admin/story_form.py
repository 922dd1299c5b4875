"""The forms of a story: the story itself, and the flags of a ranking."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..models import Article, Flag, FlagRound, TopicAssignment
from ..review.signed_content import digest, snapshot
from .picking import PickedInOrder


class PartialForm(forms.ModelForm):
    """A form of some of the story's columns: what the model finds wrong with another is said above the form."""

    def _update_errors(self, errors):
        if hasattr(errors, "error_dict"):
            elsewhere = [name for name in errors.error_dict if name not in self.fields and name != NON_FIELD_ERRORS]
            for field in elsewhere:
                errors.error_dict.setdefault(NON_FIELD_ERRORS, []).extend(errors.error_dict.pop(field))
        super()._update_errors(errors)


class Lines(forms.CharField):
    """A browser ends lines its own way; so much alone changes no text."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class Mark(forms.CharField):
    """Sent back as it came; not something that anybody changes."""

    def __init__(self):
        super().__init__(required=False, widget=forms.HiddenInput)

    def has_changed(self, initial, data):
        return False


class ArticleForm(PartialForm):
    topics = PickedInOrder(
        TopicAssignment._meta.get_field("tag"),
        label=_("Further topics"),
        help_text=_("Beside the main topic. Editors create topics; ask them for one that is missing."),
    )
    # What the story said when the form was opened; see two_texts.
    seen = Mark()

    class Meta:
        field_classes = {"headline": Lines, "body": Lines}
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 2, "class": "headline"}),
            "body": forms.Textarea(attrs={"rows": 18, "class": "copy"}),
            "standfirst": forms.Textarea(attrs={"rows": 2}),
        }

    def clean_topics(self):
        """The main topic is not said twice."""
        main = self.cleaned_data.get("main_topic")
        return [topic for topic in self.cleaned_data["topics"] if topic != main]


class FlagRoundForm(forms.ModelForm):
    red = PickedInOrder(Flag._meta.get_field("township"), label=pgettext_lazy("flag", "Red flags"))
    blue = PickedInOrder(Flag._meta.get_field("township"), label=pgettext_lazy("flag", "Blue flags"))

    class Meta:
        model = FlagRound
        fields = ["subject", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        flags = self.instance.flags.select_related("township") if self.instance.pk else []
        for colour in Flag.Colour:
            self.initial[colour.value] = [flag.township for flag in flags if flag.colour == colour]

    def clean(self):
        super().clean()
        both = [place for place in self.cleaned_data.get("red", ()) if place in self.cleaned_data.get("blue", ())]
        if both:
            refusal = _("Either a red or a blue flag, not both: %(places)s.")
            self.add_error("blue", ValidationError(refusal, code="both", params={"places": " ".join(map(str, both))}))

    def _save_m2m(self):
        super()._save_m2m()
        wanted = {place: colour for colour in Flag.Colour for place in self.cleaned_data[colour.value]}
        for flag in self.instance.flags.exclude(township__in=wanted):
            flag.delete()
        for order, (place, colour) in enumerate(wanted.items(), start=1):
            self.instance.flags.update_or_create(township=place, defaults={"colour": colour, "order": order})


def content_digest(story: Article) -> str:
    """Tells one state of the story's signed content from another."""
    return digest(snapshot(story, Article.SIGNED))
