"""One step on a story, in a process that dies at a point of it: `python -m tests.soak.killed STEP STORY POINT`.

Only this process knows the points; the newsroom itself has none.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from articles.models import Article, Review, outbox  # noqa: E402 (the models need the settings first)
from articles.pictures import gate  # noqa: E402
from tests.factories import answers, author, editor, pass_reviews  # noqa: E402


def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


def after(function: Callable) -> Callable:
    def dying(*args, **kwargs):
        function(*args, **kwargs)
        die()

    return dying


def half_purged(photo: int) -> None:
    next(gate.public_path(photo, "x").parent.iterdir()).unlink()
    die()


def withdraw(story: Article) -> None:
    story.withdraw(by=editor(), reason="依法撤下。", notice="")


def take_offline(story: Article) -> None:
    story.take_offline(by=editor(), reason="待核实。")


def correct(story: Article) -> None:
    """Takes the picture out, and the words that were wrong."""
    copy = Article.objects.get(corrects=story)
    copy.sign(by=editor(), answered=answers(copy))


def prepare_correction(story: Article) -> None:
    """Up to the signature; nothing that readers see."""
    copy = story.correct(by=author())
    copy.placements.get().delete()
    copy.headline, copy.body = "更正后的标题", "更正后的正文。"
    copy.save()
    copy.corrections.create(kind="correction", text="标题与正文有误，现予更正。")
    copy.submit(by=author(), answered=answers(copy))
    pass_reviews(copy)


STEPS: dict[str, Callable[[Article], None]] = {
    "withdraw": withdraw,
    "take_offline": take_offline,
    "correct": correct,
}
# Where it dies: what is put in the place of which function.
POINTS: dict[str, Callable[[], None]] = {
    "before the record": lambda: setattr(Review.objects.__class__, "append", die),
    "before the task": lambda: setattr(outbox.OutboxQuerySet, "create", die),
    "with the task, before the commit": lambda: setattr(
        outbox.OutboxQuerySet, "create", after(outbox.OutboxQuerySet.create)
    ),
    "after the commit": lambda: setattr(outbox, "do_open", die),
    "with the task taken": lambda: setattr(outbox.OutboxTask, "do", die),
    "with the picture half gone": lambda: setattr(gate, "purge", half_purged),
    "with the picture gone": lambda: setattr(outbox.OutboxTask, "do", after(outbox.OutboxTask.do)),
    "at any time": lambda: None,
    "while a picture is laid": lambda: None,
}


def lay(story: Article) -> None:
    """Somebody asks for the picture, is told yes, and dies between the file and the second question."""
    photo = story.placements.get().photo
    story.withdraw(by=editor(), reason="依法撤下。", notice="")
    answers = iter([True])
    name = photo.renditions[0].name
    gate.publish(photo.pk, name, b"picture", is_public=lambda: next(answers, None) or die())


def main() -> None:
    step, key, point = sys.argv[1:]
    story = Article.objects.get(pk=key)
    POINTS[point]()
    Path(os.environ["BEGUN"]).touch()
    (lay if point == "while a picture is laid" else STEPS[step])(story)


if __name__ == "__main__":
    main()
