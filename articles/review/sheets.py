"""Who sees the sheets that the newsroom keeps about its own work; readers never do."""

from django.db.models import TextChoices

from .rights import Role, has_role, is_editor


class Sight(TextChoices):
    ALL = "all"
    OWN = "own"


def sight_of_counts(user) -> Sight | None:
    """Who reviews sees what everybody wrote, who writes their own line, and nobody else anything."""
    if is_editor(user):
        return Sight.ALL
    return Sight.OWN if has_role(user, Role.REPORTER) else None
