"""Who sees the sheets that the newsroom keeps about its own work; readers never do."""

from django.db.models import TextChoices

from .rights import Role, has_role, is_editor, may_read


class Sight(TextChoices):
    ALL = "all"
    OWN = "own"


def sight_of_counts(user) -> Sight | None:
    """Who reviews sees what everybody wrote, who writes their own line, and nobody else anything."""
    if is_editor(user):
        return Sight.ALL
    return Sight.OWN if has_role(user, Role.REPORTER) else None


def may_inspect(user) -> bool:
    """Who answers for the records, and who keeps them: whether they are whole, and all of them for an inspection."""
    return has_role(user, Role.CHIEF_EDITOR) or has_role(user, Role.ADMINISTRATOR)


def may_see_sheet(story, user) -> bool:
    """The sign-off sheet, for whoever may read the story; who inspects sees that of every story on record."""
    return may_read(story, user) or (may_inspect(user) and story.reviews.exists())
