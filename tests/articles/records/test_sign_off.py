"""发稿单: what the sheet of a story says."""

import pytest

from articles.models import Article, Correction, Revision
from articles.records.sign_off import sheet_of, sheets_of
from articles.review.workflow import ReviewStep, Verb
from tests.factories import (
    author,
    editor,
    first_reviewer,
    make_article,
    make_flag_round,
    make_meeting,
    make_official,
    make_photo,
    make_signed_article,
    make_submitted_article,
    make_township,
    make_user,
    make_withdrawn_article,
    pass_reviews,
    second_reviewer,
)

pytestmark = pytest.mark.django_db


def sheet(story):
    return sheet_of(Article.objects.with_sheets().get(pk=story.pk))


def mended(story, by, **columns):
    for name, value in columns.items():
        setattr(story, name, value)
    story.save()
    story.record_edit(by=by)


def people(seats):
    return [seat.record.by if seat.record else None for seat in seats]


def test_each_review_names_who_took_it_and_which_text_they_read():
    story = make_signed_article()

    reviews = sheet(story).reviews

    assert people(reviews) == [first_reviewer(), second_reviewer(), editor()]
    assert [seat.record.step for seat in reviews] == list(ReviewStep)
    assert {seat.record.revision for seat in reviews} == {Revision.objects.get(article=story)}
    assert not any(seat.is_edited for seat in reviews)


def test_a_review_that_nobody_took_yet_stands_open():
    assert people(sheet(pass_reviews_once(make_submitted_article())).reviews) == [first_reviewer(), None, None]


def pass_reviews_once(story):
    story.pass_review(by=first_reviewer())
    return story


def test_a_text_that_the_reviewer_mended_is_passed_with_changes():
    story = make_submitted_article()
    mended(story, first_reviewer(), headline="柳溪区召开农田管护现场会")
    pass_reviews(story)
    mended(story, editor(), kicker="冬季农田")
    story.sign(by=editor())

    taken = sheet(story)

    assert [seat.is_edited for seat in taken.reviews] == [True, False, True]
    assert [(r.before.verb, r.after.verb) for r in taken.redlines] == [(Verb.SUBMIT, Verb.PASS), (Verb.PASS, Verb.SIGN)]
    assert [[change.name for change in r.changes] for r in taken.redlines] == [["headline"], ["kicker"]]


def test_what_was_sent_back_stays_on_the_sheet_with_its_reason():
    story = make_submitted_article()
    story.send_back(by=first_reviewer(), reason="数字请核对。")
    story.body = "改过的正文。"
    story.save()
    story.submit(by=author())
    pass_reviews(story).sign(by=editor())

    taken = sheet(story)

    assert [record.reason for record in taken.turned_down] == ["数字请核对。"]
    assert people(taken.reviews) == [first_reviewer(), second_reviewer(), editor()]
    assert [(r.before.round, r.after.round) for r in taken.redlines] == [(1, 2)]


def test_proof_passes_have_their_places(settings):
    settings.PROOF_PASSES = 3
    story = make_submitted_article()
    reader = make_user("proofreader")
    story.pass_proof(by=reader)

    assert people(sheet(story).proofs) == [reader, None, None]


def test_a_newsroom_without_proof_passes_has_no_places_for_them():
    assert sheet(make_signed_article()).proofs == []


def test_an_urgent_correction_names_both_of_the_two():
    story = make_signed_article()
    copy = story.correct(by=first_reviewer())
    mended(copy, first_reviewer(), kicker="更正后的引题")
    Correction.objects.create(article=copy, text="引题已更正。")
    copy.ask_urgent(by=first_reviewer(), reason="区里来电。")
    copy.sign(by=editor())

    assert people(sheet(copy).reviews) == [first_reviewer(), editor()]
    assert sheet(story).reviews[-1].record.verb == Verb.REPLACE
    for told in (sheet(story), sheet(copy)):
        [(note, at)] = told.notes
        assert note.text == "引题已更正。" and at is not None
    assert [c.pk for c in sheet(story).story.working_copies.all()] == [copy.pk]


def test_the_text_is_that_of_the_record_and_not_what_stands_there_today():
    story = make_signed_article(body="签过的正文。")
    Article.objects.filter(pk=story.pk).update(body="没有人签过的正文。")

    taken = sheet(story)

    assert [paragraph.text for paragraph in taken.text.paragraphs] == ["签过的正文。"]
    assert taken.text.length == 6
    assert taken.verdict.faults


def test_everything_that_is_signed_is_told():
    township = make_township("柳溪镇")
    story = make_signed_article(
        reporters=["王小满"],
        kicker="引题",
        deck="副题",
        standfirst="提要在此。",
        meeting=make_meeting("麦田管护会"),
        townships=[township],
        officials=[(make_official("蓝海青"), "党工委书记", "出席会议并讲话")],
        placements=[(make_photo(photographers=["骆远"]), "图为麦田。")],
        flags={"red": [township]},
    )

    text = sheet(story).text

    assert (text.kicker, text.deck) == ("引题", "副题")
    assert "王小满" in text.byline
    assert text.present == ["蓝海青 党工委书记 出席会议并讲话"]
    assert [(picture.caption, "骆远" in picture.credit) for picture in text.pictures] == [("图为麦田。", True)]
    told = " ".join(words for _label, words in text.facts)
    assert all(words in told for words in ("提要在此。", "麦田管护会", "柳溪镇", "乡村振兴"))


def test_a_draft_shows_what_stands_there():
    taken = sheet(make_article(body="还没交的正文。"))

    assert not taken.is_on_record
    assert taken.text.paragraphs[0].text == "还没交的正文。"
    assert list(taken.redlines) == []


def test_a_text_that_the_law_has_erased_is_said_to_be_gone():
    story = make_withdrawn_article()
    Revision.objects.filter(article=story).update(content={})

    assert sheet(story).text.is_erased


def test_many_sheets_cost_no_more_queries_than_few(django_assert_max_num_queries):
    for number in range(12):
        story = make_submitted_article(townships=[make_township(f"第{number}镇")], placements=[make_photo()])
        mended(story, first_reviewer(), headline=f"第{number}次现场会")
        pass_reviews(story).sign(by=editor())
    make_flag_round(make_article(), red=[make_township("尾镇")])

    with django_assert_max_num_queries(35):
        sheets = list(sheets_of(Article.objects.all()))
        for taken in sheets:
            assert taken.reviews and (not taken.is_on_record or list(taken.redlines))
            assert list(taken.text.facts) and taken.text.present == [] and not taken.verdict.faults

    assert len(sheets) == 13
