import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.database import AllowOverlap, ForbidOverlap

DAYS = {"table": "articles_issue", "first": "first_day", "last": "last_day", "name": "issues_never_share_a_day"}


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_records_stand_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        AllowOverlap(**DAYS),
        migrations.AddField(
            model_name="issue",
            name="chain_head",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        ForbidOverlap(**DAYS),
        migrations.CreateModel(
            name="IssueRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "turn",
                    models.CharField(
                        choices=[("close", "Close the issue"), ("reopen", "Open the issue again")],
                        max_length=8,
                        verbose_name="step",
                    ),
                ),
                ("content", models.JSONField(verbose_name="content")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("mac", models.CharField(max_length=64)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="articles.issue",
                        verbose_name="issue",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of an issue",
                "verbose_name_plural": "records of issues",
                "ordering": ["issue", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("issue", "number"), name="issue_record_number_stands_once")
                ],
            },
        ),
    ]
