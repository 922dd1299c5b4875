from django.db import migrations

from people.names import pinyin

REGISTERS = "Body,Official,Reporter,Township,Village".split(",")


def write(apps, schema_editor):
    for register in REGISTERS:
        model = apps.get_model("people", register)
        for entry in model.objects.only("pk", "name").iterator():
            model.objects.filter(pk=entry.pk).update(pinyin=pinyin(entry.name)[:2000])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_pinyin")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
