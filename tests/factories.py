"""What tests need, made plainly: each default is sound, every name is invented, and two people are always there."""

import io
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import count

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.models import (
    Article,
    Attendance,
    Credit,
    Flag,
    FlagRound,
    Issue,
    Meeting,
    Photo,
    Placement,
    Topic,
)
from articles.review import clock
from articles.review.rights import Role
from articles.review.workflow import STEPS, ReviewStep
from articles.values.bylines import CreditRole
from articles.values.weeks import Week
from people.models import Appointment, Body, Official, Reporter, Township, User, Village

PASSWORD = "wheat-and-willow"
WEEK = "2026-W47"
DAY = date(2026, 11, 18)  # the Wednesday of that week
BODY = "11月18日上午，柳溪区召开冬季农田管护现场会。\n会议要求，各乡镇要抓好越冬管护，落实到田间地头。"

_number = count(1)
_ACCOUNT_NAMES = ("陶知秋", "谷平安", "穆春雷", "纪大海", "祁若水", "桑榆", "冉星河")
_NAMES = ("田小禾", "蒋大川", "葛春生", "苗晓澜", "柴新月", "阮清如", "岳朗", "丁一舟", "甄禾", "水云生")
_KINDS = {
    "街道": (Township.Kind.SUBDISTRICT, 1),
    "镇": (Township.Kind.TOWN, 100),
    "乡": (Township.Kind.TOWNSHIP, 200),
}


# People with accounts


def make_user(role: str | None = None, **fields) -> User:
    """An account; with a role also staff and in that role's group."""
    number = next(_number)
    user = User.objects.create_user(
        **{
            "username": f"user{number}",
            "name": _ACCOUNT_NAMES[number % len(_ACCOUNT_NAMES)],
            "password": PASSWORD,
            "is_staff": role is not None,
            **fields,
        }
    )
    if role is not None:
        # As somebody who always had it: nobody is told.
        group = Group.objects.get_or_create(name=Role(role).value)[0]
        User.groups.through.objects.create(user=user, group=group)
    return user


def author() -> User:
    """The standing reporter, with an entry in the register of reporters."""
    return User.objects.filter(username="author").first() or _person_in_print("author", "reporter", "程墨言")


def first_reviewer() -> User:
    return _standing("first", "first_reviewer", "罗雨棠")


def second_reviewer() -> User:
    return _standing("second", "second_reviewer", "白青舟")


def editor() -> User:
    """The standing chief editor, who writes nothing and signs."""
    return _standing("editor", "chief_editor", "骆远山")


def _standing(username: str, role: str, name: str) -> User:
    return User.objects.filter(username=username).first() or make_user(role, username=username, name=name)


def _person_in_print(username: str, role: str, name: str) -> User:
    user = make_user(role, username=username, name=name)
    make_reporter(name, user=user)
    return user


# Registers


def make_reporter(name: str | None = None, **fields) -> Reporter:
    return Reporter.objects.create(name=name or _invented_name(next(_number)), **fields)


def make_body(name: str = "党工委", **fields) -> Body:
    """The body of that name; the same one again when it is there."""
    return Body.objects.get_or_create(name=name, defaults=fields)[0]


def make_official(
    name: str | None = None,
    posts: Iterable[tuple[str, str, int]] = (("党工委", "书记", 1),),
    *,
    from_day: date = date(2020, 1, 1),
    to_day: date | None = None,
    **fields,
) -> Official:
    """A leader who holds each of the posts, given as body, post and protocol order, between the days."""
    official = Official.objects.create(name=name or _invented_name(next(_number)), **fields)
    for body, post, protocol_order in posts:
        Appointment.objects.create(
            official=official,
            body=make_body(body),
            post=post,
            protocol_order=protocol_order,
            from_day=from_day,
            to_day=to_day,
        )
    return official


def make_township(name: str = "柳溪镇", **fields) -> Township:
    """Kind and code follow from the end of the name: 街道, 镇 or 乡."""
    kind, first_code = next(known for ending, known in _KINDS.items() if name.endswith(ending))
    code = first_code + Township.objects.filter(kind=kind).count()
    return Township.objects.create(**{"name": name, "kind": kind, "code": f"419901{code:03}", **fields})


def make_village(name: str = "东柳村", township: Township | None = None, **fields) -> Village:
    kind = Village.Kind.COMMUNITY if name.endswith("社区") else Village.Kind.VILLAGE
    return Village.objects.create(
        **{"name": name, "township": township or _some(Township, make_township), "kind": kind, **fields}
    )


def make_topic(name: str = "乡村振兴", **fields) -> Topic:
    """The topic of that name; the same one again when it is there."""
    return Topic.objects.get_or_create(name=name, defaults=fields)[0]


def make_meeting(name: str = "冬季农田管护现场会", **fields) -> Meeting:
    return Meeting.objects.create(**{"name": name, "day": DAY, **fields})


# The page


def make_issue(week: str = WEEK, **fields) -> Issue:
    days = Week.parse(week)
    return Issue.objects.create(
        **{"week": week, "first_day": days.first_day, "last_day": days.last_day, "number": None, **fields}
    )


# Pictures


def jpeg(size: tuple[int, int] = (64, 48), colour: str | tuple[int, int, int] = "olive", **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **options)
    return out.getvalue()


def make_photo(*, size: tuple[int, int] = (640, 480), photographers: Iterable | None = None, **fields) -> Photo:
    """A real small JPEG, different each time, with alt text; photographers are reporters or names, None the author."""
    number = next(_number)
    content = jpeg(size, (number * 37 % 256, number * 11 % 256, number // 256 % 256))
    photo = Photo.objects.create(
        **{
            "image": ContentFile(content, name=f"photo{number}.jpg"),
            "alt_text": "麦田里，几位村民正在查看苗情。",
            "uploaded_by": author(),
            **fields,
        }
    )
    photographers = [author().reporter] if photographers is None else photographers
    _credit(photographers, CreditRole.PHOTOGRAPHER, photo=photo)
    return photo


# Stories


def make_article(
    *,
    reporters: Iterable | None = None,
    officials: Iterable = (),
    topics: Iterable = (),
    townships: Iterable[Township] = (),
    villages: Iterable[Village] = (),
    placements: Iterable = (),
    **fields,
) -> Article:
    """A sound story in draft, filed by the author.

    reporters: reporters, names, or (reporter or name, role); None credits whoever files it, or else the author.
    officials: officials, or (official, post, verbs). placements: photos, or (photo, caption).
    topics: further topics, as topics or names.
    """
    created_by = fields.pop("created_by", None) or author()
    article = Article.objects.create(
        **{
            "headline": _headline(),
            "body": BODY,
            "happened_on": DAY,
            "created_by": created_by,
            **fields,
            "main_topic": fields["main_topic"] if "main_topic" in fields else make_topic(),
        }
    )
    if reporters is None:
        reporters = [Reporter.objects.filter(user=created_by).first() or author().reporter]
    _credit(reporters, CreditRole.REPORTER, article=article)
    for order, present in enumerate(officials):
        official, post, verbs = present if isinstance(present, tuple) else (present, "", "出席会议")
        Attendance.objects.create(article=article, official=official, post=post, verbs=verbs, order=order)
    for topic in topics:
        article.topics.add(make_topic(topic) if isinstance(topic, str) else topic)
    article.townships.set(townships)
    article.villages.set(villages)
    for order, placed in enumerate(placements):
        photo, caption = placed if isinstance(placed, tuple) else (placed, "图为现场一景。")
        Placement.objects.create(article=article, photo=photo, caption=caption, order=order)
    return article


def make_flag_round(
    article: Article,
    *,
    red: Iterable[Township] = (),
    blue: Iterable[Township] = (),
    subject: str = "人居环境整治评比",
    **fields,
) -> FlagRound:
    flag_round = FlagRound.objects.create(article=article, subject=subject, **fields)
    for colour, townships in ((Flag.Colour.RED, red), (Flag.Colour.BLUE, blue)):
        for order, township in enumerate(townships):
            Flag.objects.create(round=flag_round, township=township, colour=colour, order=order)
    return flag_round


def make_submitted_article(**fields) -> Article:
    return _submitted(make_article(**fields))


def _submitted(article: Article) -> Article:
    article.submit(by=article.created_by, answered=answers(article))
    return article


def answers(article: Article) -> set[str]:
    """Says of everything that is asked that it is right."""
    return {question.key for question in Article.objects.get(pk=article.pk).questions()}


def pass_reviews(story: Article) -> Article:
    """All reviews but the last, each by its standing reviewer."""
    for step in STEPS[story.number_of_steps][:-1]:
        story.pass_review(by=first_reviewer() if step == ReviewStep.FIRST else second_reviewer())
    return story


def make_passed_article(**fields) -> Article:
    """A story that waits for the chief editor."""
    return pass_reviews(make_submitted_article(**fields))


def make_signed_article(
    *, published_at: datetime | None = None, signed_by: User | None = None, flags: dict | None = None, **fields
) -> Article:
    """A story that went through the verbs, submitted by who filed it and signed by the editor.

    published_at: None is now; a moment to come is an embargo; a past one is laid down as recorded then.
    flags: red= and blue= for make_flag_round.
    """
    article = make_article(**fields)
    if flags:
        make_flag_round(article, **flags)
    signed_by = signed_by or editor()
    if published_at is not None and published_at < timezone.now():
        with clock.replaying(published_at - timedelta(hours=1)):
            pass_reviews(_submitted(article))
        with clock.replaying(published_at):
            article.sign(by=signed_by, answered=answers(article))
    else:
        pass_reviews(_submitted(article))
        article.sign(by=signed_by, at=published_at, answered=answers(article))
    return article


def make_withdrawn_article(*, reason: str = "内容有误，已撤下核实。", **fields) -> Article:
    article = make_signed_article(**fields)
    article.withdraw(by=editor(), reason=reason)
    return article


def _headline() -> str:
    """The usual one once, so that no default story looks like one that was filed twice."""
    usual = "柳溪区召开冬季农田管护现场会"
    there = Article.objects.filter(headline__startswith=usual, corrects=None).count()
    return f"{usual}（{there + 1}）" if there else usual


def _credit(people: Iterable, usual_role: CreditRole, **target) -> None:
    for order, person in enumerate(people):
        reporter, role = person if isinstance(person, tuple) else (person, usual_role)
        if isinstance(reporter, str):
            reporter = make_reporter(reporter)
        Credit.objects.create(reporter=reporter, role=role, order=order, **target)


def _some(model, make):
    return model.objects.first() or make()


def _invented_name(number: int) -> str:
    return _NAMES[number % len(_NAMES)]
