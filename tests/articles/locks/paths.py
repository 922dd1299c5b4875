"""What people do that locks rows of several kinds, all of it on one small newsroom in which everything meets.

Each path leaves its work undone or done; whoever runs it takes it back.
"""

from collections.abc import Callable
from datetime import timedelta
from threading import local
from types import SimpleNamespace

from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.importing.drafts import file_page
from articles.importing.pages import keep_page, read_kept
from articles.models import Article, Issue, Meeting, Notice, Photo
from articles.models.issue import PageCredit
from articles.reading.page import as_json
from articles.review.workflow import Verb
from articles.values.weeks import Week
from people.models import Official, Reporter, Township, Village
from tests.articles.admin.forms import filled, step_address
from tests.articles.pages import PAGE, page_source
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_issue,
    make_official,
    make_photo,
    make_reporter,
    make_signed_article,
    make_submitted_article,
    make_township,
    make_village,
    pass_reviews,
    second_reviewer,
)

PATHS: dict[str, Callable[["World"], object]] = {}


def path(work):
    PATHS[work.__name__] = work
    return work


def as_(user) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


class World:
    """An issue and the next; stories at every place of the review; a picture that four of them show; a page read in
    with the names that it proposes; entries that are the same."""

    def __init__(self) -> None:
        self.later = make_issue("2026-W50")  # of a lower key than the earlier one
        self.issue = make_issue("2026-W49")
        self.closed = make_issue("2026-W48")
        self.closed.close(by=editor())
        self.photo = make_photo(photographers=[make_reporter()])
        self.official, self.same = make_official(), make_official()
        self.merged = make_official(merged_into=self.same)
        self.township = make_township()
        self.village = make_village(township=self.township)
        shared = {"issue": self.issue, "placements": [self.photo], "officials": [self.merged]}
        shared |= {"townships": [self.township], "villages": [self.village]}
        self.public = make_signed_article(**shared)
        self.other = make_signed_article(**shared)
        self.copy = self.public.correct(by=author())
        self.scheduled = make_signed_article(**shared, published_at=timezone.now() + timedelta(days=2))
        Article.objects.filter(pk=self.copy.pk).update(kicker="更正", untold_reason="只改引题。")
        self.copy.refresh_from_db()
        self.copy.submit(by=author())
        pass_reviews(self.copy)
        self.unsigned = make_photo()
        shared["placements"] = [self.photo, self.unsigned]
        self.draft = make_article(**shared)
        make_article(issue=self.later)
        self.hamlet = make_village("西柳村", township=self.township)
        self.draft.villages.add(self.hamlet)
        self.submitted = make_submitted_article(**shared)
        self.held = make_submitted_article(issue=self.issue)  # nobody edits a picture that it shows
        self.held.hold(by=editor(), reason="等部门回复。")
        self.last = pass_reviews(make_submitted_article(**shared))
        Issue.objects.filter(pk=self.issue.pk).update(lead=self.last)
        self.page = keep_page(page_source(PAGE), by=author(), week=Week.parse("2026-W49"))[0]
        self.items = as_json(read_kept(self.page))["items"]
        file_page(self.page, self.items[:1], by=author())
        self.proposed = Official.objects.filter(is_proposed=True).first()
        self.known = make_official(self.proposed.name)
        self.proposed_township = Township.objects.filter(is_proposed=True).first()
        # Two machines each: a session is saved at every request, and in real life after its transaction.
        users = (author(), first_reviewer(), second_reviewer(), editor())
        self.machines = [{user.username: as_(user) for user in users} for _machine in range(2)]
        self.here = local()

    def __getattr__(self, username: str) -> Client:
        if username.startswith("__") or username not in ("author", "first", "second", "editor"):
            raise AttributeError(username)
        return self.machines[getattr(self.here, "machine", 0)][username]


def opened(client: Client, address: str) -> SimpleNamespace:
    """The page, with its own context: the test client's would be mixed with that of another thread."""
    before = transaction.savepoint()
    answer = client.get(address)
    # A page that is only read holds nothing once it is there; who runs the path may hold a transaction around it.
    transaction.savepoint_rollback(before)
    transaction.savepoint_commit(before)
    return SimpleNamespace(status_code=answer.status_code, context=getattr(answer, "context_data", None))


# The verbs, as their own pages take them


def step(world: World, who: str, story: Article, verb: Verb, **said):
    address = step_address(story, verb)
    client = getattr(world, who)
    page = opened(client, address)
    if page.status_code == 200:
        said = {name: value for name, value in filled_step(page).items() if value is not None} | said
    return client.post(address, said)


def filled_step(page) -> dict:
    form = page.context["form"]
    seen = [f"{story.pk}:{content_digest}" for story, _state, _missing, content_digest in page.context["stories"]]
    return {name: "理由" if name == "reason" else form[name].value() for name in form.fields} | {"seen": seen}


@path
def submits(world):
    step(world, "author", world.draft, Verb.SUBMIT)


@path
def passes(world):
    step(world, "first", world.submitted, Verb.PASS)


@path
def signs(world):
    step(world, "editor", world.last, Verb.SIGN)


@path
def signs_a_correction(world):
    step(world, "editor", world.copy, Verb.SIGN)


@path
def sends_back(world):
    step(world, "editor", world.last, Verb.SEND_BACK, reason="理由")


@path
def rejects(world):
    step(world, "editor", world.last, Verb.REJECT, reason="理由")


@path
def holds(world):
    step(world, "editor", world.last, Verb.HOLD, reason="理由")


@path
def resumes(world):
    step(world, "editor", world.held, Verb.RESUME)


@path
def recalls(world):
    step(world, "editor", world.scheduled, Verb.RECALL, reason="理由")


@path
def withdraws(world):
    step(world, "editor", world.public, Verb.WITHDRAW, reason="理由")


@path
def takes_offline_and_restores(world):
    for verb in (Verb.TAKE_OFFLINE, Verb.EXPLAIN, Verb.RESTORE):
        step(world, "editor", world.public, verb, reason="" if verb == Verb.TAKE_OFFLINE else "理由")


@path
def opens_a_correction(world):
    step(world, "editor", world.other, Verb.CORRECT)


@path
def edits_and_decides_on_the_review_page(world):
    address = reverse("admin:articles_article_review", args=[world.copy.pk])
    page = opened(world.editor, address)
    sent = {}
    for form in filter(None, (page.context["form"], page.context["text"])):
        for field in form:
            sent[field.html_name] = field.value() or ""
            sent[field.html_initial_name] = field.value() or ""
    seen = page.context["form"]["seen"].value()
    world.editor.post(address, sent | {"verb": "sign", "seen": seen, "reason": "理由"})


# The forms


def save(client, address: str, **fields):
    sent = filled(opened(client, address), **fields)
    return client.post(address, {name: value for name, value in sent.items() if value is not None})


def form_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


@path
def moves_a_story_to_another_page(world):
    save(world.editor, form_of(world.submitted), issue=world.later, kicker="引题")


@path
def edits_a_correction(world):
    save(world.editor, form_of(world.copy), kicker="又一个引题")


@path
def edits_a_page(world):
    page = opened(world.editor, form_of(world.issue))
    rows = page.context["inline_admin_formsets"][0].formset
    places = {f"{form.prefix}-page_order": place for place, form in enumerate(reversed(rows.forms), start=1)}
    world.editor.post(form_of(world.issue), filled(page, editors_note="编者按", **places))


@path
def describes_a_picture(world):
    save(world.editor, form_of(world.unsigned), alt_text="另一句话。")


@path
def moves_the_focal_point_of_a_picture(world):
    save(world.editor, form_of(world.photo), focal_x=10)


@path
def merges_officials(world):
    save(world.editor, form_of(world.same), merged_into=world.official)


@path
def takes_an_official_off_display(world):
    save(world.editor, form_of(world.same), is_on_display=False)


@path
def saves_every_form_of_the_registers(world):
    for model in admin.site._registry:
        row = model._default_manager.order_by("pk").first()
        if row is None or model in (Article, Issue, Photo):
            continue
        page = opened(world.editor, form_of(row))
        if page.status_code == 200 and "adminform" in (page.context or {}):
            save(world.editor, form_of(row))


@path
def deletes_a_place(world):
    Village.objects.get(pk=world.hamlet.pk).delete()


# Several at once


@path
def closes_an_issue(world):
    world.editor.post(reverse("admin:articles_issue_turn", args=[world.issue.pk, "close"]), {"unsigned": "next"})


@path
def closes_the_other_issue(world):
    world.editor.post(reverse("admin:articles_issue_turn", args=[world.later.pk, "close"]), {"unsigned": "next"})


@path
def opens_an_issue_again(world):
    world.editor.post(reverse("admin:articles_issue_turn", args=[world.closed.pk, "reopen"]), {"reason": "理由"})


@path
def names_who_made_the_page(world):
    PageCredit.objects.create(issue=world.issue, role="layout", name="田小禾")


@path
def files_a_page(world):
    file_page(world.page, world.items, by=author())


@path
def settles_names(world):
    page = opened(world.editor, reverse("admin:articles_names"))
    rows = [row for _register, listed in page.context["groups"] for row in listed]
    world.editor.post(reverse("admin:articles_names"), {rows[0].form["choice"].html_name: "nobody"})


@path
def merges_a_proposal(world):
    choice = f"official{world.proposed.pk}-choice"
    world.editor.post(reverse("admin:articles_names"), {choice: f"same:{world.known.pk}"})


@path
def confirms_names(world):
    page = opened(world.editor, reverse("admin:articles_names"))
    rows = [row for _register, listed in page.context["groups"] for row in listed]
    world.editor.post(reverse("admin:articles_names"), {rows[0].form["choice"].html_name: "new"})


@path
def reads_notices(world):
    for user in (author(), editor()):
        Notice.objects.told_to(user).read()


@path
def files_a_story_by_hand(world):
    page = opened(world.author, reverse("admin:articles_article_add"))
    world.author.post(
        reverse("admin:articles_article_add"), filled(page, headline="题", body="文", happened_on="2026-12-01")
    )


@path
def changes_credits_one_by_one(world):
    for row in (*world.draft.credits.all(), *world.draft.attendances.all(), *world.draft.placements.all()):
        row.order += 1
        row.save()
    Reporter.objects.order_by("-pk").first().save()
    Meeting.objects.create(name="会", day="2026-12-01").save()
