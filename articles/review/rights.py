"""Who may do what: the roles, what each may touch in the admin, and what somebody is to a story.

Every door (admin, command, picture, preview) asks here. Superusers run the machine; they sign nothing by that.
"""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from .workflow import SEALED, UNDER_REVIEW, WITH_THE_WRITER, Part, ReviewStep


class Role(TextChoices):
    """The named groups; the group's name is the value, people read the label."""

    REPORTER = "reporter", pgettext_lazy("role", "Reporter")
    FIRST_REVIEWER = "first_reviewer", pgettext_lazy("role", "First reviewer")
    SECOND_REVIEWER = "second_reviewer", pgettext_lazy("role", "Second reviewer")
    CHIEF_EDITOR = "chief_editor", pgettext_lazy("role", "Chief editor")
    PROOFREADER = "proofreader", pgettext_lazy("role", "Proofreader")
    ADMINISTRATOR = "newsroom_administrator", pgettext_lazy("role", "Newsroom administrator")


# Who takes which review; all of them are editors, who keep the registers and may see every story.
REVIEWERS = {
    ReviewStep.FIRST: Role.FIRST_REVIEWER,
    ReviewStep.SECOND: Role.SECOND_REVIEWER,
    ReviewStep.FINAL: Role.CHIEF_EDITOR,
}
EDITORS = frozenset(REVIEWERS.values())

WRITE = ("add", "change", "delete", "view")
STORY_PARTS = ("article", "credit", "attendance", "placement", "topicassignment", "flaground", "flag", "correction")
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


def _reader_permissions() -> set[str]:
    permissions = _rights("articles.photo", "view") | _rights("articles.issue", "view")
    for part in STORY_PARTS:
        permissions |= _rights(f"articles.{part}", "view")
    for register in REGISTERS:
        permissions |= _rights(register, "view")
    return permissions


def _reporter_permissions() -> set[str]:
    permissions = _reader_permissions() | _rights("articles.photo", *WRITE)
    for part in STORY_PARTS:
        permissions |= _rights(f"articles.{part}", *WRITE)
    return permissions | _rights("articles.meeting", "add") | _rights("articles.importedpage", "add", "view")


def _editor_permissions() -> set[str]:
    permissions = _reporter_permissions() | _rights("articles.issue", *WRITE) | _rights("articles.pagecredit", *WRITE)
    for register in REGISTERS:
        permissions |= _rights(register, *WRITE)
    return permissions


def _newsroom_permissions() -> set[str]:
    return _rights("newsroom.newsroom", "add", "view", "change")


def _administrator_permissions() -> set[str]:
    return (
        _newsroom_permissions() | _rights("people.user", "add", "view", "change") | _rights("people.reporter", *WRITE)
    )


# Which entry among the reporters is whose account's is for those who give out accounts: nobody unlinks themselves
# from a story.
PERMISSIONS = {
    Role.REPORTER: _reporter_permissions(),
    Role.FIRST_REVIEWER: _editor_permissions(),
    Role.SECOND_REVIEWER: _editor_permissions(),
    Role.CHIEF_EDITOR: _editor_permissions() | _newsroom_permissions(),
    Role.PROOFREADER: _reader_permissions(),
    Role.ADMINISTRATOR: _administrator_permissions(),
}


def roles_of(user) -> frozenset[str]:
    """By group alone, so that no flag on an account opens the door to readers."""
    if not (user.is_authenticated and user.is_active):
        return frozenset()
    if not hasattr(user, "_role_names"):
        user._role_names = frozenset(user.groups.values_list("name", flat=True))
    return user._role_names


def has_role(user, role: Role) -> bool:
    return role.value in roles_of(user)


def is_editor(user) -> bool:
    """Holds one of the three reviewing roles."""
    return bool(roles_of(user) & EDITORS)


def grantable_by(user) -> list[Role]:
    """The roles that this person may give and take. Superusers appoint administrators, who make nobody one of them."""
    if user.is_active and user.is_superuser:
        return list(Role)
    return [role for role in Role if role != Role.ADMINISTRATOR] if has_role(user, Role.ADMINISTRATOR) else []


def may_keep_account(user, account) -> bool:
    """Administrators keep everybody's account but their own kind's; superusers keep all."""
    if user.is_active and user.is_superuser:
        return True
    is_above = account.is_superuser or account.groups.filter(name=Role.ADMINISTRATOR.value).exists()
    return has_role(user, Role.ADMINISTRATOR) and not is_above


def sees_all(user) -> bool:
    """Reads every story of the newsroom, drafts too. Superusers do, since the admin shows them everything."""
    if not (user.is_authenticated and user.is_active):
        return False
    return user.is_superuser or is_editor(user) or has_role(user, Role.PROOFREADER)


def parts_in(article, user) -> set[Part]:
    """What this person is to this story, as it stands now. Its author is never also its reviewer."""
    roles = roles_of(user)
    if not (user.is_authenticated and user.is_active):
        return set()
    parts = set()
    if is_editor(user):
        parts.add(Part.DUTY)
    if Role.CHIEF_EDITOR in roles:
        parts.add(Part.CHIEF)
    if article.is_written_by(user):
        return parts | {Part.AUTHOR}
    # Who read a page in may be a command: any editor mends its drafts and hands them in.
    if article.created_by_id == user.pk or (is_editor(user) and article.imported_page_id):
        parts.add(Part.TYPIST)
    if is_editor(user):
        parts.add(Part.EDITOR)
    if Role.CHIEF_EDITOR in roles:
        parts.add(Part.SIGNER)
    if Role.PROOFREADER in roles:
        parts.add(Part.PROOFREADER)
    if any(step >= (article.step or step) for step, role in REVIEWERS.items() if role in roles):
        parts.add(Part.LATER)
    if article.awaits(user, roles):
        parts.add(Part.REVIEWER)
    return parts


def may_read(article, user) -> bool:
    """Before it is public: its own people, and those who see every story.

    See also ArticleQuerySet.readable_by, the same rule for sets.
    """
    return sees_all(user) or bool(parts_in(article, user) & {Part.AUTHOR, Part.TYPIST})


def may_change_photo(photo, user) -> bool:
    """Who uploaded it, and editors, while the stories that place it are theirs to edit; reads prefetched placements.

    Under a signature an editor still moves the focal point, which is filing; the rest is sealed.
    """
    stories = [placement.article for placement in photo.placements.all()]
    if is_editor(user):
        return all(may_edit(story, user) for story in stories if story.state not in SEALED)
    return photo.uploaded_by_id == user.pk and all(may_edit(story, user) for story in stories)


def may_edit(article, user) -> bool:
    """The writer's own drafts, and editors. Under review editors alone: see Verb.EDIT for what that does."""
    if article.state in WITH_THE_WRITER:
        return is_editor(user) or bool(parts_in(article, user) & {Part.AUTHOR, Part.TYPIST})
    if article.state in UNDER_REVIEW:
        return Part.EDITOR in parts_in(article, user)
    return False
