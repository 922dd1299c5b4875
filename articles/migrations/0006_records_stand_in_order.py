from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_records_are_chained")]

    operations = [
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('article', 'number'), name='review_number_stands_once'),
        ),
    ]
