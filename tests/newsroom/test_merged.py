"""Entered twice: one entry stays, readers find the stories of both under it, and nothing that was signed changes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from articles.importing.registers import PlainEntries
from newsroom.roundup.grouping import Roundup
from people.models import Official
from tests import factories
from tests.newsroom.reading import every_public_address, links, visible_text

pytestmark = pytest.mark.django_db


def merge(entry, into):
    entry.merged_into = into
    entry.full_clean(exclude=["slug"])
    entry.save()


@pytest.fixture
def twice():
    """Each entry of the registers twice, with a public story each."""
    factories.make_issue()
    made = []
    for number, name in enumerate(("甲", "乙"), start=1):
        township = factories.make_township(f"柳溪{name}镇")
        made.append(
            {
                "official": factories.make_official("司空月", [("党工委", f"委员{name}", number)]),
                "reporter": factories.make_reporter("闻人雁"),
                "township": township,
                "meeting": factories.make_meeting(f"水利{name}会"),
                "village": factories.make_village("钟鸣村", township=township),
            }
        )
        thing = made[-1]
        thing["story"] = factories.make_signed_article(
            headline=f"清淤{name}篇",
            officials=[thing["official"]],
            reporters=[thing["reporter"]],
            townships=[township],
            villages=[thing["village"]],
            meeting=thing["meeting"],
            flags={"red": [township]},
            topics=["民生实事"],
            placements=[factories.make_photo(photographers=[thing["reporter"]])],
        )
    return made


KINDS = ("official", "reporter", "township", "meeting")


@pytest.mark.parametrize("kind", KINDS)
def test_the_old_address_leads_to_the_one_that_stayed_with_the_stories_of_both(client, twice, kind):
    gone, stayed = (thing[kind] for thing in twice)
    merge(gone, stayed)
    answer = client.get(gone.get_absolute_url())
    assert (answer.status_code, answer["Location"]) == (301, stayed.get_absolute_url())
    shown = visible_text(client.get(stayed.get_absolute_url()))
    assert "清淤甲篇" in shown
    assert "清淤乙篇" in shown


@pytest.mark.parametrize("kind", ["reporter", "township"])
def test_the_old_feed_leads_to_the_one_that_stayed(client, twice, kind):
    gone, stayed = (thing[kind] for thing in twice)
    merge(gone, stayed)
    answer = client.get(f"{gone.get_absolute_url()}feed/")
    assert (answer.status_code, answer["Location"]) == (301, f"{stayed.get_absolute_url()}feed/")
    assert client.get(answer["Location"]).content.decode().count("<entry>") == 2


def test_no_page_links_to_an_entry_that_was_merged(client, twice):
    for kind in (*KINDS, "village"):
        merge(twice[0][kind], twice[1][kind])
    gone = {twice[0][kind].get_absolute_url() for kind in KINDS}
    for address in every_public_address():
        answer = client.get(address)
        if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            assert not gone & {link.partition("#")[0] for link in links(answer)}, address


def test_nothing_that_was_signed_changes(twice):
    for kind in (*KINDS, "village"):
        merge(twice[0][kind], twice[1][kind])
    call_command("verify_records")


def test_the_week_names_a_reporter_once(twice):
    merge(twice[0]["reporter"], twice[1]["reporter"])
    (group,) = Roundup(twice[0]["story"].issue).by_reporter
    assert group.reporter == twice[1]["reporter"]
    assert len(group.stories) == 2


def test_a_merged_entry_is_offered_to_nobody_and_its_name_means_the_other(client, twice):
    gone, stayed = (thing["meeting"] for thing in twice)
    merge(gone, stayed)
    gone.day = stayed.day = date(2026, 11, 12)
    gone.save()
    assert PlainEntries().meeting(gone.name, gone.day) == stayed
    merge(twice[0]["official"], twice[1]["official"])
    assert list(Official.objects.standing()) == [twice[1]["official"]]
    assert "甲篇" in visible_text(client.get(f"/search/?q=清淤&official={twice[1]['official'].pk}"))


def test_there_are_no_chains_and_no_circles(twice):
    first, second = (thing["official"] for thing in twice)
    third = factories.make_official("司空月")
    merge(first, second)
    merge(second, third)
    first.refresh_from_db()
    assert first.merged_into == third
    with pytest.raises(ValidationError):
        merge(third, second)
    with pytest.raises(ValidationError):
        merge(third, third)
    with pytest.raises(ValidationError):
        merge(third, factories.make_official("司空月", is_proposed=True))


def test_parted_again_each_has_its_own_page(client, twice):
    gone, stayed = (thing["reporter"] for thing in twice)
    merge(gone, stayed)
    merge(gone, None)
    shown = visible_text(client.get(gone.get_absolute_url()))
    assert "清淤甲篇" in shown
    assert "清淤乙篇" not in shown


def test_an_official_off_display_is_off_display_under_every_entry(client, twice):
    gone, stayed = (thing["official"] for thing in twice)
    merge(gone, stayed)
    stayed.is_on_display = False
    stayed.save()
    for entry in (gone, stayed):
        assert client.get(entry.get_absolute_url()).status_code == 404
    for thing in twice:
        page = client.get(thing["story"].get_absolute_url())
        assert not [link for link in links(page) if "/officials/" in link.removeprefix("/officials/")]
    other = factories.make_official("司空月")
    merge(other, stayed)
    assert not Official.objects.get(pk=other.pk).is_on_display


def test_the_desk_merges_in_the_entrys_own_form_and_says_so_in_the_list(client, twice):
    gone, stayed = (thing["reporter"] for thing in twice)
    client.force_login(factories.first_reviewer())
    address = f"/admin/people/reporter/{gone.pk}/change/"
    page = client.get(address)
    assert 'name="merged_into"' in page.content.decode()
    form = page.context["adminform"].form
    typed = {name: form[name].value() or "" for name in form.fields if name != "is_active"}
    answer = client.post(address, typed | {"merged_into": stayed.pk, "is_active": "on", "_opening": ""})
    assert answer.status_code in (302, 200)
    gone.refresh_from_db()
    assert gone.merged_into == stayed
    assert "就是" in visible_text(client.get("/admin/people/reporter/"))


def test_an_official_off_display_leaves_a_list_of_stories_to_look_at(client, twice):
    gone, stayed = (thing["official"] for thing in twice)
    merge(gone, stayed)
    stayed.is_on_display = False
    stayed.save()
    factories.make_article(headline="没签的稿", officials=[stayed])
    client.force_login(factories.first_reviewer())
    page = client.get(f"/admin/people/official/{stayed.pk}/change/")
    shown = page.content.decode().split('class="to-look-at"')[1].split("</section>")[0]
    assert "清淤甲篇" in shown
    assert "清淤乙篇" in shown
    assert "没签的稿" not in shown
    other = factories.make_official("容与")
    assert "to-look-at" not in client.get(f"/admin/people/official/{other.pk}/change/").content.decode()


def test_every_relation_can_be_walked_both_ways(client, twice):
    for thing in twice:
        story = thing["story"]
        photo = story.placements.get().photo
        entries = [story.issue, photo, story.main_topic, *(thing[kind] for kind in KINDS)]
        there = {link.partition("#")[0] for link in links(client.get(story.get_absolute_url()))}
        for entry in entries:
            address = entry.get_absolute_url()
            assert address in there, entry
            assert story.get_absolute_url() in links(client.get(address)), entry
        assert thing["reporter"].get_absolute_url() in links(client.get(photo.get_absolute_url()))
        assert photo.get_absolute_url() in links(client.get(thing["reporter"].get_absolute_url()))
