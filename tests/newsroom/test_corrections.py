"""What readers are told of a story that changed, or is gone."""

import pytest

from articles.models import Article, Correction
from articles.review.workflow import State
from tests.factories import author, editor, first_reviewer, make_signed_article, pass_reviews

pytestmark = pytest.mark.django_db


def correct(story, *, note="文中“三十亩”应为“三百亩”。", after_paragraph=1):
    copy = story.correct(by=author())
    copy.body = copy.body.replace("落实到", "细化到")
    copy.save()
    if note:
        Correction.objects.create(article=copy, text=note, after_paragraph=after_paragraph)
    copy.submit(by=author())
    pass_reviews(copy).sign(by=editor())
    return copy


def test_a_note_stands_where_the_change_is_and_among_the_corrections(client):
    story = make_signed_article()
    correct(story)

    page = client.get(story.get_absolute_url()).content.decode()
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
