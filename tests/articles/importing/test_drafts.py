"""A page read in becomes drafts, and proposes what the registers do not plainly hold."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError

from articles.importing.drafts import file_page
from articles.importing.pages import keep_page, read_kept
from articles.models import Article, ImportedPage, Meeting
from articles.reading.page import as_json
from articles.reading.sources import Picture
from articles.review.workflow import StepRefused, Verb
from articles.values.weeks import Week
from people import proposals
from people.models import Official, Reporter, Township
from tests import factories
from tests.articles.pages import PAGE, page_source

pytestmark = pytest.mark.django_db


def file(text: str = PAGE, **kept) -> tuple[ImportedPage, list[Article]]:
    page, _new = keep_page(page_source(text), by=factories.author(), **{"week": Week.parse("2026-W46"), **kept})
    return page, file_page(page, as_json(read_kept(page))["items"], by=factories.author())


def proposed(register) -> list[str]:
    return [entry.name for entry in register.objects.filter(is_proposed=True)]


def test_each_story_of_the_page_is_a_draft_that_points_at_its_place():
    page, drafts = file()

    assert [draft.joined_headline for draft in drafts[:2]] == ["柳溪镇召开冬管现场会", "柳溪镇夜市开街"]
    assert all(draft.imported_page == page and draft.state == "draft" for draft in drafts)
    passage = "".join(page.text[start:end] for start, end in drafts[0].page_spans)
    assert "".join(passage.split()).startswith("柳溪镇召开冬管现场会本报讯（记者魏青岚通讯员白苇）11月18日")


def test_the_same_page_is_kept_once_however_its_lines_are_broken():
    page, drafts = file()
    again, is_new = keep_page(page_source(PAGE.replace("\n", "\r\n  ")), by=factories.author())

    assert (again, is_new) == (page, False)
    assert file_page(page, as_json(read_kept(page))["items"], by=factories.author()) == []
    assert Article.objects.count() == len(drafts)


def test_entries_of_the_registers_are_linked():
    township = factories.make_township("柳溪镇")
    reporter = factories.make_reporter("魏青岚")
    official = factories.make_official("鲍喆", [("党工委", "书记", 1)], from_day=date(2020, 1, 1))

    _page, drafts = file()

    assert list(drafts[0].townships.all()) == [township]
    assert [credit.reporter for credit in drafts[0].credits.all()][0] == reporter
    assert drafts[0].attendances.first().official == official
    assert drafts[0].attendances.first().post == "云亭新区党工委书记"


def test_unknown_names_are_proposed_once_a_page():
    _page, drafts = file()

    assert proposed(Township) == ["柳溪镇"]
    assert sorted(proposed(Reporter)) == sorted(["魏青岚", "白苇", "苗青禾"])
    assert proposed(Official) == ["鲍喆"]
    assert proposed(Meeting) == ["冬季麦田管护现场会"]


def test_a_name_alone_merges_nobody():
    """A correspondent is not the colleague of that name, nor a guest's namesake the leader; of two, neither."""
    factories.make_reporter("白苇", kind="staff")
    factories.make_reporter("魏青岚")
    factories.make_reporter("魏青岚", unit="柳溪站")
    factories.make_official("鲍喆", [("人大", "副主任", 3)])

    file()

    assert {"白苇", "魏青岚"} <= set(proposed(Reporter))
    assert proposed(Official) == ["鲍喆"]


def test_a_story_waits_until_its_names_are_confirmed():
    _page, drafts = file()
    story = drafts[0]
    story.main_topic = factories.make_topic("乡村振兴")
    story.save()

    with pytest.raises(StepRefused, match="柳溪镇"):
        story.submit(by=factories.author())
    for entry in story.proposed_entries():
        proposals.confirm(entry)
    story.submit(by=factories.author())

    assert story.state == "submitted"


def test_a_proposal_turns_out_to_be_somebody_who_was_there():
    known = factories.make_reporter("白苇", kind="correspondent", unit="柳溪站")
    factories.make_reporter("白苇", kind="correspondent", unit="县医院")
    _page, drafts = file()
    proposal = Reporter.objects.get(name="白苇", is_proposed=True)

    proposals.merge(proposal, known)

    assert known in [credit.reporter for credit in drafts[0].credits.all()]
    assert not Reporter.objects.filter(pk=proposal.pk).exists()


def test_a_merged_township_takes_stories_and_flags_along():
    _page, drafts = file()
    known = factories.make_township("新柳溪镇")

    proposals.merge(Township.objects.get(name="柳溪镇"), known)

    assert list(drafts[0].townships.all()) == [known]


def test_a_dismissed_proposal_leaves_the_printed_words():
    _page, drafts = file()

    proposals.dismiss(Official.objects.get(name="鲍喆"))
    proposals.dismiss(Meeting.objects.get(name="冬季麦田管护现场会"))

    drafts[0].refresh_from_db()
    assert drafts[0].meeting is None
    assert [(row.name, row.official) for row in drafts[0].attendances.all()] == [("鲍喆", None)]


def test_who_is_in_the_register_is_neither_merged_nor_dismissed_as_a_proposal():
    township = factories.make_township("柳溪镇")

    for refused in (lambda: proposals.merge(township, township), lambda: proposals.dismiss(township)):
        with pytest.raises(ValueError, match="only a proposal"):
            refused()


def test_a_page_is_filed_whole_or_not_at_all(monkeypatch):
    """As when the connection dies in the middle."""
    calls = iter([None, None])
    create = Article.objects.create

    def dying(**columns):
        if next(calls, "dead") == "dead":
            raise IntegrityError("the connection is gone")
        return create(**columns)

    monkeypatch.setattr(Article.objects, "create", dying)
    page, _new = keep_page(page_source(), by=factories.author())
    with pytest.raises(IntegrityError):
        file_page(page, as_json(read_kept(page))["items"], by=factories.author())

    assert (Article.objects.count(), Township.objects.count(), Meeting.objects.count()) == (0, 0, 0)


def test_a_photo_without_its_picture_waits_for_one_with_its_caption():
    _page, drafts = file()

    photo = drafts[-1]
    assert photo.genre == "photo_news"
    assert "夜市灯火通明" in photo.body
    assert [(c.name_as_printed, c.role) for c in photo.credits.all()] == [("苗青禾", "photographer")]


def test_stories_of_an_old_paper_stand_in_no_issue():
    factories.make_issue("2026-W46")

    _page, drafts = file(week=None, paper="云亭报", printed_on=date(2015, 11, 20))

    assert {(draft.printed_in, draft.printed_on, draft.issue) for draft in drafts} == {
        ("云亭报", date(2015, 11, 20), None)
    }
    assert drafts[0].happened_on == date(2015, 11, 18)
    assert not Article.objects.current().exists()


def test_words_too_long_for_a_column_stay_in_the_text():
    long = "长" * 300
    page, _new = keep_page(page_source(), by=factories.author())
    item = {
        "kind": "story",
        "source_spans": [[0, 5]],
        "headline": "标题",
        "kicker": long,
        "meeting": long,
        "reporters": [long],
        "attendance": [{"name": long}, {"name": "鲍喆", "post": long, "verbs": [long], "organisation": long}],
        "townships": [long],
        "flags": [{"township": long, "colour": "red"}],
        "paragraphs": ["正文。"],
    }

    (story,) = file_page(page, [item], by=factories.author())

    assert story.body == f"{long}\n正文。"


def test_any_editor_mends_and_hands_in_what_was_read_in():
    _page, drafts = file()

    assert drafts[0].step_for(Verb.SUBMIT, factories.editor())


def test_villages_proposed_with_a_township_go_with_it_to_the_one_that_is_meant():
    township = factories.make_township("新柳溪镇")
    there = factories.make_village("东柳村", township)
    proposed = Township.objects.create(name="柳溪镇", kind="town", is_proposed=True)
    story = factories.make_article(
        villages=[
            factories.make_village("东柳村", proposed, is_proposed=True),
            factories.make_village("西柳村", proposed, is_proposed=True),
        ]
    )

    proposals.merge(proposed, township)

    assert there in story.villages.all()
    assert {(village.name, village.township) for village in story.villages.all()} == {
        ("东柳村", township),
        ("西柳村", township),
    }


def test_who_took_its_pictures_is_confirmed_too():
    photographer = factories.make_reporter("苗青禾", is_proposed=True)
    story = factories.make_article(placements=[factories.make_photo(photographers=[photographer])])

    assert story.proposed_entries() == [photographer]


@pytest.mark.parametrize(("content", "placed"), [(factories.jpeg(), 1), (b"GIF89a" + bytes(40), 0), (b"EMF", 0)])
def test_pictures_of_a_word_file_stand_in_their_draft_if_they_are_sound(content, placed):
    source = replace(page_source(), pictures=(Picture(content, "image1.png", PAGE.index("图为")),))
    page, _new = keep_page(source, by=factories.author())

    photo = file_page(page, as_json(read_kept(page))["items"], by=factories.author())[-1]

    assert photo.placements.count() == placed
    assert bool(photo.body) is not bool(placed)
    if placed:
        placement = photo.placements.get()
        assert placement.caption.startswith("图为柳溪镇夜市")
        assert [credit.name_as_printed for credit in placement.photo.credits.all()] == ["苗青禾"]


def test_a_page_files_a_ranking_under_the_name_that_the_story_gives_it():
    told = "向排名前两位的柳溪镇、宁河镇颁发红旗，向排名末位的杨湾乡颁发蓝旗。"
    body = f"11月18日上午，区里召开环境推进会，通报了三季度道路保洁评比情况，{told}"
    text = f"区里召开环境推进会\n\n本报讯（记者魏青岚）{body}\n"

    _page, (draft,) = file(text)

    ranking = draft.flag_rounds.get()
    assert (ranking.subject, ranking.reason) == ("三季度道路保洁评比", "排名前两位、排名末位")
    assert ranking.flags.count() == 3
