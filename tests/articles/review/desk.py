"""A newsroom at work by chance: anybody presses anything, edits, and writes past the review; all from one seed."""

import random
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from articles.models import Article
from articles.models.revision import RecordError
from articles.models.signed_guard import SealedContentError
from articles.records.verifying import verify
from articles.review.rights import Role
from articles.review.workflow import StepRefused, Verb
from people.models import User
from tests.factories import make_article, make_reporter, make_user

from .ledger import assert_all_is_explained

REFUSALS = (StepRefused, SealedContentError, RecordError)
ROLES = (
    (Role.REPORTER,),
    (Role.REPORTER,),
    (Role.FIRST_REVIEWER,),
    (Role.FIRST_REVIEWER, Role.REPORTER),
    (Role.SECOND_REVIEWER,),
    (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER),
    (Role.CHIEF_EDITOR,),
    (Role.CHIEF_EDITOR, Role.SECOND_REVIEWER),
    (Role.FIRST_REVIEWER, Role.SECOND_REVIEWER, Role.CHIEF_EDITOR),
    (Role.PROOFREADER, Role.REPORTER),
)
# What brings a story on its way; pressed oftener than the rest, so that many come before readers.
FORWARD = frozenset(
    {Verb.SUBMIT, Verb.PASS, Verb.SIGN, Verb.RESUME, Verb.CORRECT, Verb.URGENT, Verb.EXPLAIN, Verb.RESTORE}
)


def hire(make=make_user) -> list[User]:
    people = []
    for roles in ROLES:
        user = make(roles[0])
        for role in roles[1:]:
            user.groups.add(make(role).groups.get())
        make_reporter(user=user)
        people.append(user)
    return people


def file_stories(people: list[User], number: int) -> list[Article]:
    """By reporters and by editors, some of them typed in for somebody else."""
    stories = []
    for place in range(number):
        writer, typist = people[place % 4], people[(place + 1) % 4]
        typed = place % 3 == 1
        stories.append(
            make_article(created_by=typist if typed else writer, typed_in=typed, reporters=[writer.reporter])
        )
    return stories


class Chance:
    """One person's presses."""

    def __init__(self, seed: str, people: list[User]):
        self.random = random.Random(seed)
        self.people = [User.objects.get(pk=person.pk) for person in people]

    def story(self) -> Article:
        return self.random.choice(list(Article.objects.order_by("pk")))

    def press(self) -> tuple[int, str, int]:
        """What was done: story, verb, person. Raises one of REFUSALS."""
        story, by = self.story(), self.random.choice(self.people)
        verb = self.random.choice(list(Verb))
        chance = self.random.random()
        if chance < 0.9:
            by, verb = self._somebody_who_may(story, FORWARD if chance < 0.7 else frozenset(Verb)) or (by, verb)
        if verb in (Verb.EDIT, Verb.REPLACE):
            return self.edit(story, by)
        if story.corrects_id and verb in (Verb.SUBMIT, Verb.URGENT) and not (story.has_changes and story.untold_reason):
            story.kicker = story.kicker if story.has_changes else "更正后的引题"
            story.untold_reason = "只改引题。"
            story.save()
        story.take_step(verb, by=by, **self._said(verb, story))
        return story.pk, str(verb), by.pk

    def edit(self, story: Article, by: User) -> tuple[int, str, int]:
        """As the form does it: saved and recorded together."""
        with transaction.atomic():
            story.body += self.random.choice("。麦田里的村民")
            story.save()
            if story.corrects_id and not story.has_changes:
                story.kicker = "更正"
                story.save()
            story.record_edit(by=by)
        return story.pk, "edit", by.pk

    def credit(self, story: Article, by: User) -> None:
        """The byline gains the name of a colleague, or loses its last one."""
        with transaction.atomic():
            if story.credits.count() > 1:
                story.credits.last().delete()
            else:
                new = self.random.choice(self.people[:4]).reporter
                story.credits.get_or_create(reporter=new, role="reporter", defaults={"order": 2})
            story.record_edit(by=by)

    def _somebody_who_may(self, story: Article, verbs: frozenset[Verb]) -> tuple[User, Verb] | None:
        for by in self.random.sample(self.people, len(self.people)):
            if offered := [verb for verb in story.steps_for(by) if verb in verbs]:
                return by, self.random.choice(offered)
        return None

    def _said(self, verb: Verb, story: Article) -> dict:
        if verb == Verb.SUBMIT:
            return {}
        said: dict = {"reason": "请再核实。"}
        if verb == Verb.OVERRIDE:
            said["person"] = self.random.choice(self.people)
        if verb == Verb.SIGN and not story.corrects_id and self.random.random() < 0.2:
            said["at"] = timezone.now() + timedelta(hours=1)
        return said


class Walk:
    """A sequence of presses and edits, one after another; after each of them all must hold."""

    def __init__(self, seed: str, *, stories: int = 2):
        self.taken = self.signed = 0
        self.chance = Chance(seed, hire())
        file_stories(self.chance.people, stories)

    def go(self, steps: int) -> None:
        for step in range(steps):
            if step % 50 == 49:
                file_stories(self.chance.people, 1)
            try:
                self._step()
                self.taken += 1
            except REFUSALS:
                pass
            assert_all_is_explained()

    def _step(self) -> None:
        chance, what = self.chance, self.chance.random.random()
        if what < 0.88:
            _story, verb, _by = chance.press()
            self.signed += verb == Verb.SIGN
        elif what < 0.93:
            chance.edit(chance.story(), chance.random.choice(chance.people))
        elif what < 0.95:
            chance.credit(chance.story(), chance.random.choice(chance.people))
        elif what < 0.98:
            self._write_past_the_review(chance.story())
        else:
            settings.REVIEW_STEPS = chance.random.choice((1, 2, 3))  # the newsroom changes its rule midway

    def _write_past_the_review(self, story: Article) -> None:
        """With SQL that no verb sees. On a signed text it is found at once, and put right again."""
        stories = Article.objects.filter(pk=story.pk)
        stories.update(body=story.body + "夹带的话。")
        if story.state in ("signed", "withdrawn", "applied"):
            assert story.pk in {fault.article for fault in verify(Article.objects.all())}
            stories.update(body=story.body)
