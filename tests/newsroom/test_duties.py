"""What the law and good manners ask of a public site: the foot, large type, days of mourning, pages that help on."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from articles.models import Article
from newsroom.models import Newsroom
from tests import factories
from tests.newsroom.reading import visible_text

pytestmark = pytest.mark.django_db


def test_the_foot_shows_what_is_set_and_nothing_that_is_empty(client):
    bare = visible_text(client.get("/weeks/"))
    for label in ("总编辑", "举报电话", "标识", "ICP", "许可证", "主办单位"):
        assert label not in bare
    Newsroom.objects.create(
        masthead="柳溪新报",
        sponsor="柳溪区委",
        chief_editor="司空月",
        harmful_information_phone="0999-5550199",
        icp_number="柳ICP备0000号",
        news_licence_number="99120000",
        public_institution_id="ABC123",
    )
    page = client.get("/weeks/")
    shown = visible_text(page)
    for printed in (
        "主办单位：柳溪区委",
        "总编辑：司空月",
        "0999-5550199",
        "柳ICP备0000号",
        "99120000",
        "事业单位网站标识",
    ):
        assert printed in shown
    assert "bszs.conac.cn/sitename?method=show&amp;id=ABC123" in page.content.decode()


@pytest.mark.parametrize("size", ["18", "22", "26", "30"])
def test_large_type_is_remembered_and_leads_back_to_the_page(client, size):
    answer = client.post("/text-size/", {"size": size, "next": "/weeks/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/weeks/?x=1")
    page = client.get("/weeks/")
    assert f'class="large size-{size}"' in page.content.decode()
    assert "Cookie" in page["Vary"]
    client.post("/text-size/", {"size": "", "next": "/weeks/"})
    assert "large" not in client.get("/weeks/").content.decode().split("<head>")[0]


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "", "\\\\evil"]
)
def test_large_type_leads_nowhere_else(client, elsewhere):
    assert client.post("/text-size/", {"size": "22", "next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("odd", ["999", "22;x", "<b>", "-1"])
def test_an_odd_size_is_no_size(client, odd):
    client.cookies["text-size"] = odd
    assert "size-" not in client.get("/weeks/").content.decode().split("<head>")[0]
    assert client.post("/text-size/", {"size": odd}).status_code == 302


def test_large_type_has_a_page_of_its_own(client):
    assert "退出大字版" not in visible_text(client.get("/text-size/"))
    assert client.put("/text-size/").status_code == 405


@pytest.mark.parametrize(("first", "last", "is_grey"), [(0, 0, True), (-2, 1, True), (1, 2, False), (-3, -1, False)])
def test_on_days_of_mourning_the_site_is_grey(client, first, last, is_grey):
    today = timezone.localdate()
    days = {"mourning_from": today + timedelta(days=first), "mourning_to": today + timedelta(days=last)}
    Newsroom.objects.create(masthead="柳溪新报", **days)
    assert ("mourning" in client.get("/").content.decode().split("<head>")[0]) is is_grey


@pytest.mark.parametrize(
    "days", [(date(2026, 4, 4), None), (None, date(2026, 4, 4)), (date(2026, 4, 5), date(2026, 4, 4))]
)
def test_days_of_mourning_have_a_first_and_a_last(days):
    with pytest.raises(IntegrityError), transaction.atomic():
        Newsroom.objects.create(masthead="柳溪新报", mourning_from=days[0], mourning_to=days[1])


@pytest.mark.parametrize("address", ["/articles/999/", "/nothing/"])
def test_a_page_that_is_not_there_helps_on(client, address):
    Newsroom.objects.create(masthead="柳溪新报", hotline="0999-5550100")
    page = client.get(address)
    assert page.status_code == 404
    source = page.content.decode()
    assert 'role="search"' in source
    assert 'href="/weeks/"' in source
    assert "0999-5550100" in visible_text(page)


def test_a_withdrawn_story_helps_on(client):
    page = client.get(factories.make_withdrawn_article().get_absolute_url())
    assert page.status_code == 410
    assert 'role="search"' in page.content.decode()


def test_a_database_that_does_not_answer_is_said_to_be_back_soon(client, monkeypatch):
    def fail(*args):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(Article.objects, "public", fail)
    client.raise_request_exception = False
    page = client.get("/weeks/")
    assert (page.status_code, page["Retry-After"]) == (503, "60")
    assert "请稍等一分钟" in visible_text(page)
    monkeypatch.setattr(Article.objects, "public", lambda: 1 / 0)
    page = client.get("/weeks/")
    assert page.status_code == 500
    assert "再试一次" in visible_text(page)
