"""What links to a signed story refuses to change where no save() could refuse it: many-to-many links, and places."""

from django.db import transaction
from django.db.models.signals import m2m_changed, pre_delete
from django.dispatch import receiver

from people.models import Township, Village

from .article import Article
from .signed_guard import refuse_if_sealed
from .topic import TopicAssignment


@receiver(m2m_changed, sender=Article.townships.through)
@receiver(m2m_changed, sender=Article.villages.through)
@receiver(m2m_changed, sender=TopicAssignment)
def refuse_to_relink_signed_stories(sender, instance, action, reverse, pk_set, **kwargs):
    """Links are written in bulk and have no save() that could refuse; so the refusal stands here."""
    if action not in ("pre_add", "pre_remove", "pre_clear"):
        return
    if action != "pre_clear" and not pk_set:  # the same links again, as a form sends them
        return
    if not reverse:
        stories = Article.objects.filter(pk=instance.pk)
    elif action == "pre_clear":
        stories = Article.objects.filter(pk__in=instance.stories.values("pk"))
    else:
        stories = Article.objects.filter(pk__in=pk_set)
    with transaction.atomic():
        refuse_if_sealed(stories)


@receiver(pre_delete, sender=Township)
@receiver(pre_delete, sender=Village)
def refuse_to_delete_what_signed_stories_link(sender, instance, **kwargs):
    """Deleting a place takes its links along, and links have no on_delete that could protect them."""
    with transaction.atomic():
        refuse_if_sealed(Article.objects.filter(pk__in=instance.stories.values("pk")))
