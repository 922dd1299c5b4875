"""What readers are told of a story that changed, or is gone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Article, Attendance, Correction, Credit
from articles.review import clock
from articles.review.workflow import State, StepRefused
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_issue,
    make_meeting,
    make_official,
    make_photo,
    make_reporter,
    make_signed_article,
    make_topic,
    make_township,
    pass_reviews,
    second_reviewer,
)

from .reading import every_public_address

pytestmark = pytest.mark.django_db


def correct(story, *, note="文中“三十亩”应为“三百亩”。", after_paragraph=1, change=lambda copy: None):
    copy = story.correct(by=author())
    copy.body = copy.body.replace("落实到", "细化到")
    copy.untold_reason = "" if note else "只改关联。"
    copy.save()
    change(copy)
    if note:
        Correction.objects.create(article=copy, text=note, after_paragraph=after_paragraph)
    copy.submit(by=author())
    pass_reviews(copy).sign(by=editor())
    return copy


def test_a_note_stands_where_the_change_is_and_among_the_corrections(client):
    story = make_signed_article()
    correct(story)

    page = client.get(story.get_absolute_url()).content.decode().partition("<h1")[2]
    assert page.index("召开冬季农田管护") < page.index("应为“三百亩”") < page.index("细化到")
    listed = client.get("/corrections/").content.decode()
    assert "应为“三百亩”" in listed
    assert story.get_absolute_url() in listed


def test_a_technical_fix_tells_nobody(client):
    story = make_signed_article()
    correct(story, note="")

    assert "细化到" in client.get(story.get_absolute_url()).content.decode()
    assert "目前没有更正" in client.get("/corrections/").content.decode()


def test_a_working_copy_has_no_address_of_its_own(client):
    story = make_signed_article()
    copy = story.correct(by=author())
    assert client.get(copy.get_absolute_url()).status_code == 404

    applied = Article.objects.get(pk=correct(make_signed_article()).pk)

    assert applied.state == State.APPLIED
    assert client.get(applied.get_absolute_url()).status_code == 404


def test_a_withdrawn_story_leaves_a_notice_and_not_its_title(client):
    story = make_signed_article(headline="要撤下的标题")
    story.withdraw(by=editor(), reason="来源不实。", notice="经核实，该稿件来源有误，已撤下。")

    answer = client.get(story.get_absolute_url())
    assert answer.status_code == 410
    assert "来源有误" in answer.content.decode()
    listed = client.get("/corrections/").content.decode()
    assert "来源有误" in listed
    assert "要撤下的标题" not in listed


def test_where_the_law_asks_for_nothing_there_is_nothing(client):
    story = make_signed_article()
    story.withdraw(by=editor(), reason="依法删除。", notice="")

    assert client.get(story.get_absolute_url()).status_code == 404
    assert "目前没有更正" in client.get("/corrections/").content.decode()


def test_an_offline_story_is_nowhere_until_it_is_restored(client):
    story = make_signed_article(headline="暂时下线的标题")
    correct(story)
    story = Article.objects.get(pk=story.pk)
    story.take_offline(by=first_reviewer())
    for address in ("/", "/corrections/"):
        assert "暂时下线的标题" not in client.get(address).content.decode()
    assert client.get(story.get_absolute_url()).status_code == 404

    story.restore(by=editor())

    assert client.get(story.get_absolute_url()).status_code == 200


def told_everywhere(client) -> dict[str, str]:
    """What every public address answers with, by address."""
    answers = {address: client.get(address) for address in every_public_address()}
    return {
        address: (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="ignore")
        for address, answer in answers.items()
    }


def test_a_wrong_name_or_post_that_was_corrected_stands_nowhere_unless_the_editor_writes_it(client):
    story = make_signed_article(
        headline="错名甲调研麦田",
        body="错名甲到柳溪镇调研。\n要求落实到田间。",
        officials=[(make_official("鲍喆"), "错职务", "调研")],
        reporters=[author().reporter, make_reporter("错署名")],
    )

    def mend(copy):
        copy.headline, copy.body = "鲍喆调研麦田", copy.body.replace("错名甲", "鲍喆")
        copy.save()
        attendance = Attendance.objects.get(article=copy)
        attendance.post = "副书记"
        attendance.save()
        credit = Credit.objects.get(article=copy, name_as_printed="错署名")
        credit.reporter, credit.name_as_printed = make_reporter("对署名"), "对署名"
        credit.save()

    correct(story, note="标题和正文中的姓名、职务现已更正。", change=mend)
    pages = told_everywhere(client)
    for wrong in ("错名甲", "错职务", "错署名"):
        assert [address for address, page in pages.items() if wrong in page] == []
    assert "姓名、职务现已更正" in pages["/corrections/"]
    assert "姓名、职务现已更正" in pages["/feed/"]

    correct(Article.objects.get(pk=story.pk), note="“错名甲”应为“鲍喆”。")

    assert "“错名甲”应为“鲍喆”" in client.get("/corrections/").content.decode()


def test_the_page_of_corrections_is_paged_newest_first_and_asks_little_of_the_database(client):
    def tell(number: int) -> None:
        story = make_signed_article(headline=f"稿件{number:02}", published_at=timezone.now() - timedelta(days=9))
        with clock.replaying(timezone.now() - timedelta(hours=100 - number)):
            correct(story, note=f"说明{number:02}")

    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    tell(1)
    few = queries("/corrections/")
    for number in range(2, 23):
        tell(number)
    assert queries("/corrections/") == few <= 4
    first, second = (client.get(f"/corrections/?page={page}").content.decode() for page in (1, 2))
    at = [first.index(f"说明{number:02}") for number in range(22, 2, -1)]
    assert at == sorted(at)
    assert "说明02" not in first and "说明02" in second and "说明01" in second
    assert Article.objects.get(headline="稿件02", corrects=None).get_absolute_url() in second


@pytest.mark.parametrize(("notice", "status"), [("该稿件来源有误，已撤下。", 410), ("", 404)])
def test_a_withdrawn_story_is_gone_from_every_address(
    client, notice, status, django_capture_on_commit_callbacks, settings
):
    photo = make_photo(alt_text="戊撤读屏", photographers=["戊撤摄影"])
    make_issue()
    story = make_signed_article(
        headline="戊撤标题",
        body="戊撤正文。",
        meeting=make_meeting("戊撤会议"),
        main_topic=make_topic("戊撤主题"),
        officials=[make_official("戊撤领导")],
        reporters=[author().reporter, make_reporter("戊撤记者")],
        townships=[make_township()],
        placements=[(photo, "戊撤图说")],
    )
    correct(story, note="戊撤前的更正。")
    picture = f"/pictures/{photo.pk}/{photo.renditions[0].name}"
    assert client.get(picture).status_code == 200
    assert any("戊撤标题" in page for page in told_everywhere(client).values())

    with django_capture_on_commit_callbacks(execute=True):
        Article.objects.get(pk=story.pk).withdraw(by=editor(), reason="戊撤理由。", notice=notice)

    pages = told_everywhere(client)
    assert [address for address, page in pages.items() if "戊撤" in page] == []
    assert [address for address, page in pages.items() if notice and notice in page] == (
        [story.get_absolute_url(), "/corrections/"] if notice else []
    )
    answer = client.get(story.get_absolute_url())
    assert (answer.status_code, answer["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert 'class="masthead"' in answer.content.decode()
    assert client.get(picture).status_code == 404
    assert not list(settings.PICTURES_PUBLIC_DIR.rglob("*.webp"))


def test_an_offline_story_answers_as_one_that_never_was(client):
    story = make_signed_article(headline="下线的标题")
    never = make_article()
    story.take_offline(by=first_reviewer(), reason="下线的理由")

    offline, unknown = (client.get(page.get_absolute_url()) for page in (story, never))

    assert offline.status_code == unknown.status_code == 404
    address, other = (page.get_absolute_url().encode() for page in (story, never))
    assert offline.content.replace(address, other) == unknown.content
    assert gettext("There is no such page") in offline.content.decode()
    assert [address for address, page in told_everywhere(client).items() if "下线的" in page] == []


def test_a_technical_fix_is_signed_by_as_many_as_any_other_change(client):
    story = make_signed_article()
    copy = story.correct(by=author())
    copy.townships.set([make_township("柳溪镇")])
    copy.untold_reason = "只改关联。"
    copy.save()
    copy.submit(by=author())
    assert "柳溪镇" not in client.get(story.get_absolute_url()).content.decode()
    before = client.get("/corrections/").content

    pass_reviews(copy).sign(by=editor())

    assert "柳溪镇" in client.get(story.get_absolute_url()).content.decode()
    assert client.get("/corrections/").content == before
    assert story.published_at == Article.objects.get(pk=story.pk).published_at
    assert {review.by for review in copy.approvals} == {first_reviewer(), second_reviewer(), editor()}


def test_head_and_place_of_a_note_lead_to_each_other_and_the_list_to_the_place(client):
    story = make_signed_article()
    correct(story)

    page = client.get(story.get_absolute_url()).content.decode()
    anchor = story.corrections.get().anchor
    head, body = page.split('class="body"')
    assert f'href="#{anchor}"' in head
    assert f'id="{anchor}"' in body
    assert 'href="#notes"' in body
    assert 'id="notes"' in head
    assert f"{story.get_absolute_url()}#{anchor}" in client.get("/corrections/").content.decode()

    correct(story, note="", change=lambda copy: Article.objects.filter(pk=copy.pk).update(kicker="又一处"))
    assert story.corrections.get().anchor == anchor


@pytest.mark.parametrize(("note", "reason"), [("", ""), ("应为三百亩。", "只改话题。")])
def test_a_correction_tells_readers_or_says_why_not_one_of_the_two(note, reason):
    copy = make_signed_article().correct(by=author())
    copy.kicker = "更正后的引题"
    copy.untold_reason = reason
    copy.save()
    if note:
        Correction.objects.create(article=copy, text=note)
    with pytest.raises(StepRefused):
        copy.submit(by=author())


def test_why_readers_are_not_told_is_on_record_and_no_later_correction_takes_it_over():
    story = make_signed_article()
    copy = correct(story, note="")
    assert "只改关联。" in copy.reviews.last().reason
    assert story.reviews.last().reason == "只改关联。"
    assert Article.objects.get(pk=story.pk).correct(by=author()).untold_reason == ""


def test_what_readers_are_told_stands_before_the_text_in_the_form(client):
    copy = make_signed_article().correct(by=author())
    client.force_login(author())
    page = client.get(f"/admin/articles/article/{copy.pk}/change/").content.decode()
    assert page.index('name="corrections-0-text"') < page.index('name="untold_reason"') < page.index('name="headline"')
    assert page.count('id="corrections-group"') == 1


def test_marks_that_nobody_sees_are_no_note_and_no_reason():
    copy = make_signed_article().correct(by=author())
    copy.body = copy.body.replace("落实到", "细化到")
    copy.untold_reason = "\u200b"
    copy.save()
    with pytest.raises(ValidationError):
        Correction(article=copy, text="\u200b").full_clean()
    Correction.objects.create(article=copy, text="\u200b")
    with pytest.raises(StepRefused):
        copy.submit(by=author())
