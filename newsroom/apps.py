from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self):
        post_migrate.connect(grant_roles, sender=self)
        post_migrate.connect(check_records_key, sender=self)
        post_migrate.connect(note_safeguards, sender=self)


def grant_roles(sender, using, **kwargs):
    """Give the named groups exactly the permissions that articles.review.rights declares."""
    from django.contrib.auth.models import Group, Permission

    from articles.review.rights import PERMISSIONS

    for name in ("people", "articles", "newsroom"):
        create_permissions(sender.apps.get_app_config(name), verbosity=0, using=using)
    for role, wanted in PERMISSIONS.items():
        group, _created = Group.objects.using(using).get_or_create(name=role.value)
        known = Permission.objects.using(using).select_related("content_type")
        group.permissions.set([p for p in known if f"{p.content_type.app_label}.{p.codename}" in wanted])


def check_records_key(sender, using, **kwargs):
    from articles.records.key import refuse_another_key

    refuse_another_key()


def note_safeguards(sender, using, **kwargs):
    from articles.models import SafeguardRecord

    SafeguardRecord.objects.note_settings()
