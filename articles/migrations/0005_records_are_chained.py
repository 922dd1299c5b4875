"""Numbers and seals what was recorded before records were chained, and gives editors the three reviews' roles."""

from django.conf import settings
from django.db import migrations

from articles.review.chain import link, text_digest
from ..review.signed_content import digest

SEALED = ("submitted", "signed", "returned", "withdrawn")
REVIEWERS = ("first_reviewer", "second_reviewer", "chief_editor")


def seal_records(apps, schema_editor):
    Article, Revision = apps.get_model("articles", "Article"), apps.get_model("articles", "Revision")
    for revision in Revision.objects.iterator():
        Revision.objects.filter(pk=revision.pk).update(sha256=digest(revision.content))
    for article in Article.objects.iterator():
        head, round_ = "", 0
        for number, review in enumerate(article.reviews.select_related("revision").order_by("at", "pk"), start=1):
            round_ += review.verb == "submit"
            review.number, review.round = number, round_
            head = review.mac = link(settings.RECORDS_KEY, head, _told(review))
            review.save(update_fields=["number", "round", "mac"])
        steps = 1 if article.state in SEALED else None
        Article.objects.filter(pk=article.pk).update(chain_head=head, round=round_, steps=steps)


def part_editors(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for group in Group.objects.filter(name="editor"):
        for name in REVIEWERS:
            Group.objects.get_or_create(name=name)[0].user_set.add(*group.user_set.all())
        group.delete()


def _told(review) -> dict:
    """As articles.models.review.Review.told says it."""
    columns = ("article_id", "number", "round", "verb", "step", "proof", "by_id", "person_id", "at", "published_at")
    return {name: getattr(review, name) for name in columns} | {
        "revision": review.revision.number,
        "sha256": review.revision.sha256,
        "reason": text_digest(review.reason),
    }


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_three_reviews"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(seal_records, migrations.RunPython.noop),
        migrations.RunPython(part_editors, migrations.RunPython.noop),
    ]
