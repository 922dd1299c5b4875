from django.db import migrations

from articles.database import ForbidOverlap


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_stories")]

    operations = [
        ForbidOverlap(
            table="articles_issue", first="first_day", last="last_day", name="issues_never_share_a_day"
        ),
    ]
