"""The sign-off sheet and the archive as a chief editor meets them: on the screen, on paper, and from a disk."""

import zipfile

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdfium2 import PdfDocument

from articles.models import Article
from tests.factories import PASSWORD, author, editor, first_reviewer, make_submitted_article, pass_reviews

pytestmark = pytest.mark.django_db(transaction=True)

A4 = (595, 842)


@pytest.fixture
def story():
    story = make_submitted_article(body="据统计，全区已办结47宗。\n会议要求，各乡镇要抓好越冬管护。")
    story.send_back(by=first_reviewer(), reason="数字请核对。")
    story.body = story.body.replace("47", "48")
    story.save()
    story.submit(by=author())
    pass_reviews(story)
    story.headline = "柳溪区召开农田管护现场会"
    story.save()
    story.record_edit(by=editor())
    story.sign(by=editor(), reason="同意签发。")
    return story


@pytest.fixture
def signed_in(window, story):
    window.goto("/admin/login/")
    window.fill("[name=username]", "editor")
    window.fill("[name=password]", PASSWORD)
    window.click("[type=submit]")
    window.wait_for_url("**/admin/")
    return window


def test_the_sheet_is_reached_from_the_story_and_printed_on_a4(signed_in, story, tmp_path):
    signed_in.goto(f"/admin/articles/article/{story.pk}/change/")
    signed_in.click("details.record >> summary")
    signed_in.click(f'a[href$="/article/{story.pk}/sheet/"]')

    expect(signed_in.locator(".sheet-reviews tbody tr")).to_have_count(3)
    expect(signed_in.locator(".sign-off del").first).to_be_visible()
    expect(signed_in.locator("button.print")).to_be_visible()

    signed_in.emulate_media(media="print")
    for frame in ("#header", ".breadcrumbs", "button.print"):
        expect(signed_in.locator(frame)).to_be_hidden()
    expect(signed_in.locator(".sheet-reviews .sheet-signature").first).to_be_visible()
    paper = PdfDocument(signed_in.pdf(path=tmp_path / "sheet.pdf", prefer_css_page_size=True))
    assert tuple(round(length) for length in paper[0].get_size()) == A4
    printed = paper[0].get_textpage().get_text_range()
    assert "同意签发。" in printed and "工作台" not in printed


def test_a_finding_is_told_and_leads_to_its_story(signed_in, story):
    Article.objects.filter(pk=story.pk).update(body="没有人签过的正文。")
    signed_in.goto("/admin/")
    signed_in.click('.records-ways a[href$="/verify-records/"]')
    signed_in.click(".count-form button[type=submit]")

    expect(signed_in.locator(".verdict.is-faulty")).to_be_visible()
    signed_in.click(f'.faults a[href$="/{story.pk}/sheet/"]')
    expect(signed_in.locator(".sheet-verdict.is-faulty")).to_be_visible()


def test_the_archive_opens_from_a_disk_without_a_network(signed_in, story, browser, tmp_path):
    signed_in.goto(f"/admin/articles/records/?month={timezone.localtime(story.published_at):%Y-%m}")
    with signed_in.expect_download() as download:
        signed_in.click('.files a[href*="file=zip"]')
    with zipfile.ZipFile(download.value.path()) as archive:
        archive.extractall(tmp_path)
    [index] = tmp_path.glob("*/index.html")

    offline = browser.new_context(offline=True)
    page = offline.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(index.as_uri())
    page.click(f'a[href="article-{story.pk}.html"]')
    expect(page.locator(".sheet-reviews tbody tr")).to_have_count(3)
    table = page.locator(".sign-off table").first
    assert table.evaluate("table => getComputedStyle(table).borderCollapse") == "collapse"  # its styles came along
    assert all(address.startswith("file:") for address in asked)
    offline.close()
