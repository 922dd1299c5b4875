"""The desk (工作台): the admin site, whose first page says what waits for the person who opens it."""

from dataclasses import dataclass
from functools import partial, wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import BadRequest, PermissionDenied
from django.urls import path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles.importing.registers import number_proposed
from articles.models import Article, Topic
from articles.models.safeguard_record import done_by
from articles.review.report_access import may_inspect
from articles.review.rights import is_editor
from articles.review.workflow import UNDER_REVIEW, State
from people.models import Appointment, Reporter, Township, User

from .. import __version__
from ..models import Newsroom
from .count_sheet import count_sheet_view
from .first_sign_in import change_password
from .keep_page import answer, page_context
from .notices import notices_view, unread_by
from .records_page import records_view
from .safeguards import safeguards_view
from .sections import DeskSections
from .verify_page import verify_view


@dataclass(frozen=True)
class Pile:
    """Stories that wait, and where they are listed."""

    label: str
    count: int
    query: str


@dataclass(frozen=True)
class FirstStep:
    label: str
    url: str  # empty for who may not do it
    done: bool


class AutocompleteView(AutocompleteJsonView):
    """Lets a register say more than a name, so that namesakes can be told apart, and offer less than it holds."""

    def process_request(self, request):
        """Only fields of forms ask: Django fails on the other end of a relation, which has no choices."""
        term, model_admin, source_field, to_field_name = super().process_request(request)
        if source_field.auto_created:
            raise PermissionDenied
        return term, model_admin, source_field, to_field_name

    def get_queryset(self):
        offered = getattr(self.model_admin, "offered_in_autocomplete", lambda queryset: queryset)
        return offered(super().get_queryset())

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "autocomplete_label", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


class Desk(AdminSite):
    site_header = gettext_lazy("Newsroom")
    site_title = gettext_lazy("Newsroom")
    index_title = gettext_lazy("Desk")
    empty_value_display = "—"
    enable_nav_sidebar = False

    SECTIONS = ("articles", "people", "newsroom", "accounts")
    STORIES = ("Article", "ImportedPage", "Photo", "Issue", "Meeting", "Topic")
    REGISTERS = ("Official", "Reporter", "Township", "Village", "Body")

    def index(self, request, extra_context=None):
        extra = {
            "may_write": request.user.has_perm("articles.add_article"),
            "may_read_in": request.user.has_perm("articles.add_importedpage"),
            "piles": piles(request.user),
            "names_waiting": number_proposed() if is_editor(request.user) else 0,
            "first_steps": first_steps(request.user),
            "may_inspect": may_inspect(request.user),
            "sections": DeskSections(request),
        }
        return super().index(request, extra | (extra_context or {}))

    def password_change(self, request, extra_context=None):
        return change_password(self, request)

    def get_urls(self):
        sheet = self.admin_view(partial(count_sheet_view, self))
        notices = self.admin_view(partial(notices_view, self))
        return [
            path("articles/count-sheet/", sheet, name="count_sheet"),
            path("articles/verify-records/", self.admin_view(partial(verify_view, self)), name="verify_records"),
            path("articles/records/", self.admin_view(partial(records_view, self)), name="records"),
            path("notices/", notices, name="notices"),
            path("safeguards/", self.admin_view(partial(safeguards_view, self)), name="safeguards"),
            *super().get_urls(),
        ]

    def each_context(self, request):
        unread = {"unread_notices": SimpleLazyObject(partial(unread_by, request.user))}
        return super().each_context(request) | unread | page_context(request) | {"release": __version__}

    def admin_view(self, view, cacheable=False):
        """See keeping: what is typed outlives the sign-in, and two presses are one."""
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def keeping(request, *args, **kwargs):
            if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
                raise BadRequest("No address of the desk holds a NUL; PostgreSQL fails on one.")
            with done_by(request.user):
                return answer(self, request, partial(guarded, request, *args, **kwargs))

        return keeping

    def autocomplete_view(self, request):
        return AutocompleteView.as_view(admin_site=self)(request)

    def get_app_list(self, request, app_label=None):
        """Stories first, then registers, then the newsroom; accounts and their locks in a section of their own."""
        apps = {app["app_label"]: app for app in super().get_app_list(request, app_label)}
        users = [m for m in apps.get("people", {}).get("models", ()) if m["model"] is User]
        locks = apps.pop("axes", {}).get("models", [])
        if "people" in apps:
            apps["people"]["models"] = [m for m in apps["people"]["models"] if m["model"] is not User]
        if users and app_label is None:
            apps["accounts"] = {
                "name": _("Accounts"),
                "app_label": "accounts",
                "app_url": users[0]["admin_url"],
                "has_module_perms": True,
                "models": users + locks,
            }
        elif users:
            apps["people"]["models"] += users
        for label, order in (("articles", self.STORIES), ("people", self.REGISTERS)):
            if label in apps:
                apps[label]["models"].sort(key=lambda model: _place(model["object_name"], order))
        return [apps[label] for label in sorted(apps, key=lambda label: _place(label, self.SECTIONS))]


def piles(user) -> list[Pile]:
    mine = Article.objects.of(user)
    theirs, whose = (Article.objects.all(), "") if is_editor(user) else (mine, "mine=yes&")
    waiting = _("Under review") if theirs is not mine else _("Mine, under review")
    own = [Pile(_("Waiting for my review"), theirs.awaiting(user).count(), "state=mine")] if is_editor(user) else []
    offline = [Pile(pgettext("stories", "Offline"), theirs.offline().count(), "state=offline")]
    return [
        *own,
        Pile(_("My drafts"), mine.filter(state=State.DRAFT).count(), "mine=yes&state=draft"),
        Pile(_("Returned to me"), mine.filter(state=State.RETURNED).count(), "mine=yes&state=returned"),
        Pile(waiting, theirs.filter(state__in=UNDER_REVIEW).count(), f"{whose}state=review"),
        Pile(pgettext("stories", "Scheduled"), theirs.scheduled().count(), f"{whose}state=scheduled"),
        *(pile for pile in offline if pile.count and own),
    ]


def first_steps(user) -> list[FirstStep]:
    """What a new install still needs; nothing once all is there, nor for those who write only."""
    if not user.is_superuser and not is_editor(user):
        return []
    steps = [
        (
            "newsroom_newsroom_changelist",
            Newsroom.objects.exists(),
            _("The newsroom: masthead and what stands at the foot"),
        ),
        ("people_user_changelist", User.objects.filter(groups__isnull=False).exists(), _("Accounts and their roles")),
        ("people_township_changelist", Township.objects.exists(), _("Townships and subdistricts, with their villages")),
        ("people_official_changelist", Appointment.objects.exists(), _("Bodies, officials and their appointments")),
        ("people_reporter_changelist", Reporter.objects.exists(), _("Reporters: everyone who is credited in print")),
        ("articles_topic_changelist", Topic.objects.exists(), _("Topics that stories are filed under")),
        ("articles_article_add", Article.objects.exists(), _("The first story")),
    ]
    listed = [
        FirstStep(label, reverse(f"admin:{view}") if _may_add(user, view) else "", done) for view, done, label in steps
    ]
    return [] if all(step.done for step in listed) else listed


def _may_add(user, view: str) -> bool:
    app, model, _page = view.split("_")
    return user.has_perm(f"{app}.add_{model}")


def _place(name: str, order: tuple[str, ...]) -> tuple[int, str]:
    return (order.index(name) if name in order else len(order), name)
