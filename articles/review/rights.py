"""Who may do what: the roles, what each may touch in the admin, and what somebody is to a story.

Every door (admin, command, picture, preview) asks here. Superusers run the machine; they sign nothing by that.
"""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from .workflow import SEALED, UNDER_REVIEW, WITH_THE_WRITER, Part


class Role(TextChoices):
    """The named groups; the group's name is the value, people read the label."""

    REPORTER = "reporter", pgettext_lazy("role", "Reporter")
    EDITOR = "editor", pgettext_lazy("role", "Editor")


WRITE = ("add", "change", "delete", "view")
STORY_PARTS = ("article", "credit", "attendance", "placement", "topicassignment", "flaground", "flag")
REGISTERS = (
    "people.township",
    "people.village",
    "people.body",
    "people.official",
    "people.appointment",
    "people.reporter",
    "articles.topic",
    "articles.meeting",
)


def _rights(model: str, *actions: str) -> set[str]:
    app, name = model.split(".")
    return {f"{app}.{action}_{name}" for action in actions}


def _reporter_permissions() -> set[str]:
    permissions = _rights("articles.photo", *WRITE) | _rights("articles.issue", "view")
    for part in STORY_PARTS:
        permissions |= _rights(f"articles.{part}", *WRITE)
    for register in REGISTERS:
        permissions |= _rights(register, "view")
    return permissions | _rights("articles.meeting", "add") | _rights("articles.importedpage", "add", "view")


def _editor_permissions() -> set[str]:
    permissions = _reporter_permissions() | _rights("articles.issue", *WRITE) | _rights("articles.pagecredit", *WRITE)
    for register in REGISTERS:
        permissions |= _rights(register, *WRITE)
    return permissions | _rights("newsroom.newsroom", "add", "view", "change")


# Accounts, and which entry among the reporters is whose, are the superusers': nobody unlinks themselves from a story.
PERMISSIONS = {Role.REPORTER: _reporter_permissions(), Role.EDITOR: _editor_permissions()}


def has_role(user, role: Role) -> bool:
    """By group alone, so that no flag on an account opens the door to readers."""
    if not (user.is_authenticated and user.is_active):
        return False
    if not hasattr(user, "_role_names"):
        user._role_names = set(user.groups.values_list("name", flat=True))
    return role.value in user._role_names


def parts_in(article, user) -> set[Part]:
    """What this person is to this story. Its author is never also its editor."""
    if not (user.is_authenticated and user.is_active):
        return set()
    if article.is_written_by(user):
        return {Part.AUTHOR}
    parts = set()
    is_editor = has_role(user, Role.EDITOR)
    # Who read a page in may be a command: any editor mends its drafts and hands them in.
    if article.created_by_id == user.pk or (is_editor and article.imported_page_id):
        parts.add(Part.TYPIST)
    if is_editor:
        parts.add(Part.EDITOR)
    return parts


def may_read(article, user) -> bool:
    """Before it is public: its own people, editors, and superusers, to whom the admin shows everything.

    See also ArticleQuerySet.readable_by, the same rule for sets.
    """
    if user.is_active and user.is_superuser:
        return True
    return bool(parts_in(article, user)) or has_role(user, Role.EDITOR)


def may_change_photo(photo, user) -> bool:
    """Who uploaded it, and editors, while the stories that place it are theirs to edit; reads prefetched placements.

    Under a signature an editor still moves the focal point, which is filing; the rest is sealed.
    """
    stories = [placement.article for placement in photo.placements.all()]
    if has_role(user, Role.EDITOR):
        return all(may_edit(story, user) for story in stories if story.state not in SEALED)
    return photo.uploaded_by_id == user.pk and all(may_edit(story, user) for story in stories)


def may_edit(article, user) -> bool:
    parts = parts_in(article, user)
    if article.state in WITH_THE_WRITER:
        return bool(parts) or has_role(user, Role.EDITOR)
    if article.state in UNDER_REVIEW:
        return Part.EDITOR in parts
    return False
