"""Pictures, and where stories place them."""

from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from people.models import Reporter

from ..pictures import renditions
from ..pictures.intake import PictureRefused, TakenFile, TakenPicture, take_in
from ..pictures.renditions import Rendition
from ..review import rights
from ..review.signed_content import SignedContent, snapshot
from ..values.bylines import photo_credit
from .credit import Credit
from .locks import lock_stories
from .signed_guard import StoryPart, all_stories, refuse_if_sealed


class PhotoQuerySet(models.QuerySet["Photo"]):
    def shown_in(self, stories: models.QuerySet) -> Self:
        """Those that one of the given stories places."""
        return self.filter(Exists(stories.filter(placements__photo=OuterRef("pk"))))

    def readable_by(self, user, stories: models.QuerySet) -> Self:
        """What this person may see before it is public: the pool of unplaced photos, their own, those of the stories.

        stories: those that the person may read.
        """
        if rights.sees_all(user):
            return self
        placed = Placement.objects.filter(photo=OuterRef("pk"))
        return self.filter(Q(uploaded_by=user.pk) | ~Exists(placed) | Exists(placed.filter(article__in=stories)))

    def credited_to(self, reporter: Reporter) -> Self:
        return self.filter(
            Exists(Credit.objects.filter(photo=OuterRef("pk"), reporter__in=Reporter.objects.same_as(reporter)))
        )

    def for_lists(self, stories: models.QuerySet) -> Self:
        """With credits, and with their placements in the given stories, newest story first."""
        placed = (
            Placement.objects.filter(article__in=stories).select_related("article__issue").order_by("-article_id", "pk")
        )
        credits = Credit.objects.select_related("reporter__merged_into")
        return self.prefetch_related(Prefetch("credits", credits), Prefetch("placements", placed))


class Photo(models.Model):
    """A picture. It is public exactly when a public story places it."""

    class Rights(models.TextChoices):
        OWN = "own", _("Taken by our own people")
        SUPPLIED = "supplied", _("Supplied, use agreed")
        LICENSED = "licensed", _("Licensed")
        FILE = "file", _("File photo (资料图片)")

    image = models.ImageField(
        _("picture"),
        upload_to="originals",
        width_field="width",
        height_field="height",
        help_text=_("JPEG, PNG or WebP, at most 25 MB. Location data is removed."),
    )
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    sha256 = models.CharField(max_length=64, editable=False)
    alt_text = models.CharField(
        _("alt text"),
        max_length=200,
        blank=True,
        help_text=_("What a blind reader should hear: what is seen, not what the caption says again."),
    )
    taken_on = models.DateField(_("taken on"), null=True, blank=True)
    rights = models.CharField(_("rights"), max_length=12, choices=Rights, default=Rights.OWN)
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, across"),
        default=50,
        validators=[MaxValueValidator(100)],
        help_text=_("Per cent from the left."),
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, down"), default=50, validators=[MaxValueValidator(100)], help_text=_("Per cent from the top.")
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)

    objects = PhotoQuerySet.as_manager()
    history = HistoricalRecords()

    SIGNED = SignedContent(
        fields=("sha256", "alt_text", "taken_on", "rights"),
        parts={"credits": Credit.SIGNED},
        filing=("image", "width", "height", "focal_x", "focal_y", "uploaded_by", "uploaded_at"),
    )

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.alt_text or pgettext_lazy("photo without alt text", "Photo %(number)d") % {"number": self.pk or 0}

    def save(self, *args, **kwargs):
        """Writes a new upload anew, upright and without metadata. Raises PictureRefused for what is no picture."""
        # Before the transaction: a large picture takes seconds, for which SQLite would let nobody else write.
        taken = self._taken() if self._is_new_upload else None
        stored: list[str] = []
        try:
            self._save_with(taken, stored, *args, **kwargs)
        except BaseException:
            for name in stored:
                self.image.storage.delete(name)
            raise

    def get_absolute_url(self) -> str:
        return reverse("photo", args=[self.pk])

    def clean(self):
        if self._is_new_upload:
            try:
                self.image = TakenFile(self._taken())
            except PictureRefused as refusal:
                raise ValidationError({"image": str(refusal)}, code="picture") from refusal
        if self.rights == self.Rights.FILE and not self.taken_on:
            raise ValidationError(
                {"taken_on": _("A file photo carries the day on which it was taken.")}, code="file_photo"
            )

    @property
    def renditions(self) -> list[Rendition]:
        return renditions.renditions_of(self.sha256, self.width, self.height)

    @property
    def middle_rendition(self) -> Rendition:
        """A column's width: for where one size must do."""
        made = self.renditions
        return made[min(1, len(made) - 1)]

    @property
    def credit_line(self) -> str:
        """本报记者 甲 摄; reads prefetched credits."""
        return photo_credit((credit.role, credit.name_as_printed) for credit in self.credits.all())

    @property
    def _is_new_upload(self) -> bool:
        return bool(self.image) and not self.image._committed  # type: ignore[attr-defined]  # Django keeps it private

    def _save_with(self, taken: TakenPicture | None, stored: list[str], *args, **kwargs):
        """stored: gains the names of the files that are kept for it."""
        with transaction.atomic():
            if taken is not None:
                self.sha256 = taken.sha256
                self.image = TakenFile(taken)
                stored += renditions.store(self.image.storage, taken.renditions)
                if (fields := kwargs.get("update_fields")) is not None:
                    kwargs["update_fields"] = {*fields, "image", "width", "height", "sha256"}
            if self.pk:
                lock_stories(self._stories())
                if self._signed_columns_changed():
                    refuse_if_sealed(self._stories())
            try:
                super().save(*args, **kwargs)
            finally:
                if taken is not None and self.image._committed:  # type: ignore[attr-defined]  # Django keeps it private
                    stored.append(str(self.image.name))

    def _taken(self) -> TakenPicture:
        file = self.image.file
        if isinstance(file, TakenFile):
            return file.taken
        file.seek(0)
        return take_in(file)

    def _signed_columns_changed(self) -> bool:
        columns = SignedContent(fields=self.SIGNED.fields)
        stored = type(self).objects.filter(pk=self.pk).first()
        if stored is None:
            return False
        # A new upload is known by its hash; an old name replaced by another one would show a file nobody signed.
        other_file = not self._is_new_upload and self.image.name != stored.image.name
        return other_file or snapshot(stored, columns) != snapshot(self, columns)

    def _stories(self) -> models.QuerySet:
        return all_stories().filter(pk__in=self.placements.values("article_id"))


class Placement(StoryPart):
    """A picture in a story: after which paragraph, with which caption."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="placements", verbose_name=_("story"))
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="placements", verbose_name=_("photo"))
    caption = models.TextField(_("caption"), blank=True)
    alt_text = models.CharField(
        _("alt text in this story"), max_length=200, blank=True, help_text=_("Empty: the photo’s own.")
    )
    after_paragraph = models.PositiveSmallIntegerField(
        _("after paragraph"), default=1, help_text=_("0 puts the picture above the first paragraph.")
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("position", "order"), default=0)

    SIGNED = SignedContent(
        fields=("photo", "caption", "alt_text", "after_paragraph", "order"), follows={"photo": Photo.SIGNED}
    )

    class Meta:
        ordering = ["after_paragraph", "order", "pk"]
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "photo"],
                name="photo_once_in_story",
                violation_error_message=_("This photo already stands in the story."),
            ),
        ]

    def __str__(self) -> str:
        return self.caption[:30] or str(self.photo)
