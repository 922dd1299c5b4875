"""Who and where: the registers that stories link to. Nothing here knows a story."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Case, Exists, F, Min, OuterRef, Q, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from adminkit.permanent_slugs import refuse_new_address

from .fields import NameField, PinyinField
from .names import ascii_slug, pinyin, pinyin_initials
from .passwords import temporary_password


class User(AbstractUser):
    """An account. Chinese names are one field; the person behind it in print is a Reporter."""

    first_name = last_name = None  # type: ignore[assignment]  # Django's way to drop inherited fields
    name = NameField(_("name"), max_length=60, blank=True)
    must_change_password = models.BooleanField(_("temporary password"), default=False, editable=False)

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        pass

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def give_temporary_password(self) -> str:
        """A new password, to be told once and changed at the first sign-in. Ends the account's sessions."""
        password = temporary_password()
        self.set_password(password)
        self.must_change_password = True
        self.save(update_fields=["password", "must_change_password"])
        return password

    def set_own_password(self, password: str) -> None:
        self.set_password(password)
        self.must_change_password = False
        self.save(update_fields=["password", "must_change_password"])

    def get_short_name(self) -> str:
        return str(self)


# Made of the name anew at each save, and so no history of its own.
MADE = ["pinyin"]


class RegisterEntry(models.Model):
    """Anything that editors look up by name while they write. Each register declares its `name`."""

    name: Any
    pinyin_initials = models.CharField(max_length=400, editable=False, default="")
    pinyin = PinyinField(max_length=2000, editable=False, default="")

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # The name field removes its padding on the way to the database; pinyin ignores spaces anyway.
        self.pinyin_initials = pinyin_initials(self.name)[:400]
        self.pinyin = pinyin(self.name)[:2000]
        if (fields := kwargs.get("update_fields")) is not None and "name" in fields:
            kwargs["update_fields"] = {*fields, "pinyin_initials", "pinyin"}
        super().save(*args, **kwargs)


class EntryQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Confirmed, and not merged into another: what is offered, listed and found by its name."""
        return self.filter(is_proposed=False, merged_into=None)

    def same_as(self, entry: "ProposedEntry") -> Self:
        """The entry and those merged into it."""
        return self.filter(Q(pk=entry.pk) | Q(merged_into=entry.pk))


class ProposedEntry(RegisterEntry):
    """An entry that a page read in may propose: an editor confirms it, or says which entry is meant.

    One that turns out to be the same as another is merged into it. It stays in the register, since signed stories
    link to it and are not changed in place; readers are led to the other, whose page shows the stories of both.
    """

    is_proposed = models.BooleanField(
        _("waits to be confirmed"),
        default=False,
        help_text=_("Read from a printed page. No story that links to it is submitted before an editor confirms it."),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("the same as"),
        help_text=_(
            "Was this entered twice? Pick the entry that stays. Readers who open this one’s page are led there, and "
            "find the stories of both; no story changes. Empty it to part them again."
        ),
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """What was merged into an entry goes with it when it is merged itself: there are no chains."""
        with transaction.atomic():
            self.lock_same()
            super().save(*args, **kwargs)
            if self.merged_into_id is not None:
                for entry in type(self)._default_manager.filter(merged_into=self.pk).order_by("pk"):
                    entry.merged_into = self.merged_into
                    entry.save(update_fields=["merged_into"])

    def lock_same(self):
        """Lock it, the entry that it is merged into, and all that are the same as either, lower keys first."""
        keys = [key for key in (self.pk, self.merged_into_id) if key is not None]
        same = type(self)._default_manager.filter(Q(pk__in=keys) | Q(merged_into__in=keys))
        list(same.order_by("pk").select_for_update(no_key=True).values_list("pk"))

    def clean(self):
        super().clean()
        into = self.merged_into
        if into is None:
            return
        if into.pk == self.pk:
            raise ValidationError({"merged_into": _("An entry is not merged into itself.")}, code="merged_into")
        if into.is_proposed or into.merged_into_id is not None:
            raise ValidationError(
                {"merged_into": _("Pick an entry that is confirmed and not itself merged.")}, code="merged_into"
            )

    @property
    def canonical(self) -> Any:  # of its own register
        """Itself, or the entry that it was merged into."""
        return self.merged_into or self


class Township(ProposedEntry):
    """A 街道, 镇 or 乡 of the district."""

    class Kind(models.TextChoices):
        SUBDISTRICT = "subdistrict", _("Subdistrict")
        TOWN = "town", _("Town")
        TOWNSHIP = "township", pgettext_lazy("kind of place", "Township")

    name = NameField(
        _("name"), max_length=40, unique=True, help_text=_("The full name as printed, with 街道, 镇 or 乡.")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    code = models.CharField(
        _("statistical code"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^[0-9]{9}\Z", _("The statistical code of a township has nine digits."))],
        help_text=_("Nine digits: six of the county level, then 001–099 for 街道, 100–199 for 镇, 200–399 for 乡."),
    )
    slug = models.SlugField(
        _("address name"),
        max_length=60,
        unique=True,
        blank=True,
        help_text=_("Part of the public address; made from the pinyin when left empty. Never changed once published."),
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("position", "order"), default=100)

    objects = EntryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=MADE)

    class Meta:
        ordering = ["order", "code", "name"]
        verbose_name = _("township or subdistrict")
        verbose_name_plural = _("townships and subdistricts")
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="township_code_stands_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.slug = self.slug or self._free_slug()
        refuse_new_address(self, "slug")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("township", args=[self.slug])

    def _free_slug(self) -> str:
        """文苑街道 and 文园街道 sound alike: the later one gets a number."""
        slug = ascii_slug(self.name)[:56] or "township"
        taken = set(type(self).objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        return next(free for i in count(1) if (free := f"{slug}-{i}" if i > 1 else slug) not in taken)


class Village(ProposedEntry):
    """A 行政村 or 社区. Village names repeat across the district, so it is always named with its township."""

    class Kind(models.TextChoices):
        VILLAGE = "village", _("Village")
        COMMUNITY = "community", _("Community")

    township = models.ForeignKey(
        Township, models.PROTECT, related_name="villages", verbose_name=_("township or subdistrict")
    )
    name = NameField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.VILLAGE)

    objects = EntryQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=MADE)

    class Meta:
        ordering = ["township__order", "name", "pk"]
        verbose_name = _("village or community")
        verbose_name_plural = _("villages and communities")
        constraints = [
            models.UniqueConstraint(fields=["township", "name"], name="village_named_once_in_township"),
        ]

    def __str__(self) -> str:
        return f"{self.township.name}{self.name}"


class Body(RegisterEntry):
    """A party, government or other body in which posts are held; a zone has 党工委 and 管委会."""

    class Kind(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", _("Party committee")
        ADMIN_COMMITTEE = "admin_committee", _("Administrative committee")
        GOVERNMENT = "government", _("Government")
        CONGRESS = "congress", _("People’s congress")
        CONSULTATIVE = "consultative", _("Consultative conference")
        DISCIPLINE = "discipline", _("Discipline inspection")
        OTHER = "other", pgettext_lazy("kind of body", "Other")

    name = NameField(_("name"), max_length=40, unique=True, help_text=_("As it is printed before a post: 党工委."))
    full_name = models.CharField(_("full name"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.OTHER)
    order = models.PositiveSmallIntegerField(pgettext_lazy("position", "order"), default=100)

    history = HistoricalRecords(excluded_fields=MADE)

    class Meta:
        ordering = ["order", "name"]
        verbose_name = pgettext_lazy("where posts are held", "body")
        verbose_name_plural = pgettext_lazy("where posts are held", "bodies")

    def __str__(self) -> str:
        return self.name


class OfficialQuerySet(EntryQuerySet):
    def on_display(self) -> Self:
        return self.filter(is_on_display=True)

    def named_in(self, stories: models.QuerySet) -> Self:
        """Those with attendance in one of the given stories, as themselves or as an entry merged into them."""
        own = Exists(stories.filter(attendances__official=OuterRef("pk")))
        return self.standing().filter(own | Exists(stories.filter(attendances__official__merged_into=OuterRef("pk"))))

    def in_register_order(self, day: date) -> Self:
        """Protocol order of the posts held on that day, then those who hold none."""
        held = Q(appointments__from_day__lte=day) & (Q(appointments__to_day=None) | Q(appointments__to_day__gte=day))
        rank = Min("appointments__protocol_order", filter=held)
        return self.annotate(rank=rank).order_by(F("rank").asc(nulls_last=True), "name", "pk")


class Official(ProposedEntry):
    """A leader of the district. Rank and posts belong to appointments, which change; the person stays."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")

    name = NameField(_("name"), max_length=40, help_text=_("Without padding; two people may share a name."))
    gender = models.CharField(_("gender"), max_length=6, choices=Gender, blank=True)
    is_on_display = models.BooleanField(
        _("on public display"),
        default=True,
        help_text=_("Switch off to take this official’s page and every link to it off the public site at once."),
    )
    note = models.CharField(
        _("note for editors"), max_length=200, blank=True, help_text=_("Tells namesakes apart; never published.")
    )

    objects = OfficialQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=MADE)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("official")
        verbose_name_plural = _("officials")

    def __str__(self) -> str:
        return f"{self.name}（{self.note}）" if self.note else self.name

    def save(self, *args, **kwargs):
        """Whoever is taken off public display is so under every entry."""
        with transaction.atomic():
            self.lock_same()
            # As it stands under the lock, not as it was when this entry was read.
            shown = type(self).objects.filter(pk=self.merged_into_id).values_list("is_on_display", flat=True).first()
            if shown is not None and self.is_on_display != shown:
                self.is_on_display = shown
                if (fields := kwargs.get("update_fields")) is not None:
                    kwargs["update_fields"] = {*fields, "is_on_display"}
            super().save(*args, **kwargs)
            for entry in self.merged.exclude(is_on_display=self.is_on_display).order_by("pk"):
                entry.merged_into = self
                entry.save(update_fields=["is_on_display"])

    def get_absolute_url(self) -> str:
        return reverse("official", args=[self.pk])

    def held_on(self, day: date) -> list["Appointment"]:
        """Appointments in force on that day as they are printed, party posts first; reads prefetched rows and bodies.

        See also AppointmentQuerySet.in_force, the same rule for sets.
        """
        return in_printed_order(post for post in self.appointments.all() if post.is_in_force(day))

    def rank_on(self, day: date) -> int | None:
        """Protocol order on that day, lower first; None without a post. Reads prefetched appointments."""
        held = (appointment for appointment in self.appointments.all() if appointment.is_in_force(day))
        return min((appointment.protocol_order for appointment in held), default=None)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(to_day=None) | Q(to_day__gte=day), from_day__lte=day)


class Appointment(models.Model):
    """A post held in a body from a day to a day, and where its holder stands in the protocol meanwhile."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="appointments", verbose_name=_("official"))
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="appointments",
        verbose_name=pgettext_lazy("where posts are held", "body"),
    )
    post = models.CharField(pgettext_lazy("office held", "post"), max_length=60, help_text=_("Without the body: 书记."))
    protocol_order = models.PositiveSmallIntegerField(
        _("protocol order"), help_text=_("The place in lists of leaders, 1 first, as the office supplies it.")
    )
    from_day = models.DateField(_("first day"))
    to_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty while the post is held."))
    announced_on = models.DateField(_("announced on"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["protocol_order", "-from_day", "pk"]
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")),
                name="appointment_ends_after_it_begins",
                violation_error_message=_("The last day of a post cannot be before its first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body.name}{self.post}"

    def is_in_force(self, day: date) -> bool:
        return self.from_day <= day and (self.to_day is None or day <= self.to_day)


def in_printed_order(held: Iterable[Appointment]) -> list[Appointment]:
    """Party posts first, as a story lists the posts of one person."""
    return sorted(held, key=lambda held: (held.protocol_order, held.body.order, held.pk))


# From an entry among the reporters to each account of its person: entries that were merged are one person.
ACCOUNTS = ("user", "merged_into__user", "merged__user", "merged_into__merged__user")


class ReporterQuerySet(EntryQuerySet):
    def of_account(self, user) -> Self:
        """Every entry of the person who has this account, whichever of them it is linked to."""
        linked = Q(pk__in=[])
        for way in ACCOUNTS:
            linked |= Q(**{way: user})
        return self.filter(pk__in=self.model._default_manager.filter(linked).values("pk"))

    def credited_in(self, stories: models.QuerySet, pictures: models.QuerySet) -> Self:
        """Those with a credit on one of the stories or pictures, as themselves or as an entry merged into them."""
        credited = Q(pk__in=[])
        for things in (stories, pictures):
            for way in ("credits__reporter", "credits__reporter__merged_into"):
                credited |= Q(Exists(things.filter(**{way: OuterRef("pk")})))
        return self.standing().filter(credited)

    def in_kind_order(self) -> Self:
        """Staff first, as the kinds are declared."""
        place = Case(*(When(kind=kind, then=place) for place, kind in enumerate(Reporter.Kind.values)))
        return self.order_by(place, "unit", "name", "pk")


class Reporter(ProposedEntry):
    """Anyone who is credited in print: staff, correspondents, photographers, interns, an office's pen name."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff reporter")
        PHOTOGRAPHER = "photographer", _("Photographer")
        CORRESPONDENT = "correspondent", _("Correspondent")
        INTERN = "intern", _("Intern")
        OFFICE = "office", _("Office (collective pen name)")

    name = NameField(_("name"), max_length=40, help_text=_("Without padding; two people may share a name."))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.STAFF)
    unit = models.CharField(
        _("unit"), max_length=80, blank=True, help_text=_("Office or station; readers see it for correspondents.")
    )
    press_card_number = models.CharField(_("press card number"), max_length=20, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="reporter",
        verbose_name=_("account"),
        help_text=_("Whoever signs in with it is the author of the stories that carry this name."),
    )
    is_active = models.BooleanField(_("still writing for us"), default=True)

    objects = ReporterQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=MADE)

    class Meta:
        ordering = ["kind", "name", "pk"]
        verbose_name = pgettext_lazy("register", "reporter")
        verbose_name_plural = pgettext_lazy("register", "reporters")

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name

    def get_absolute_url(self) -> str:
        return reverse("reporter", args=[self.pk])

    def clean(self):
        super().clean()
        if self.kind == self.Kind.CORRESPONDENT and self.press_card_number:
            raise ValidationError(
                {"press_card_number": _("A correspondent has no press card; choose staff reporter or leave it empty.")},
                code="press_card",
            )
