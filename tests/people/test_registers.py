import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from articles.models import Topic
from people.models import Official, Reporter, Township, User, Village
from tests.factories import (
    make_article,
    make_official,
    make_reporter,
    make_topic,
    make_township,
    make_user,
    make_village,
)

pytestmark = pytest.mark.django_db


# Names


@pytest.mark.parametrize("typed", ["周健", "周\u3000健", " 周 健 "])
def test_a_name_is_found_however_it_is_padded(typed):
    official = make_official("周\u3000健")

    assert official.name == "周健"
    assert Official.objects.get(name=typed) == official
    assert Official.objects.get(name__in=[typed, "别人"]) == official
    for lookup in ("iexact", "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith"):
        assert Official.objects.get(**{f"name__{lookup}": typed}) == official
    assert not Official.objects.exclude(name=typed).exists()
    assert Official.objects.get_or_create(name=typed) == (official, False)


def test_bulk_writing_takes_the_padding_away_too():
    Reporter.objects.bulk_create([Reporter(name="周\u3000健")])
    assert Reporter.objects.get().name == "周健"

    Reporter.objects.update(name="白\u3000描")
    assert Reporter.objects.get().name == "白描"


def test_a_padded_name_does_not_pass_as_a_second_township():
    make_township("柳溪镇")

    with pytest.raises(ValidationError):
        Township(name="柳 溪镇", kind="town").full_clean()


def test_a_padded_topic_is_the_one_in_the_register():
    story = make_article(topics=["安全生产"])

    story.topics.add("安全\u3000生产")

    assert [topic.name for topic in story.topics.all()] == ["安全生产"]


def test_a_name_of_nothing_but_padding_is_no_name():
    with pytest.raises(ValidationError):
        Reporter(name="\u3000 ").full_clean()


def test_two_people_may_share_a_name_and_editors_tell_them_apart():
    first, second = make_official("李单", note="区委"), make_official("李单", note="柳溪镇")

    assert first != second
    assert str(first) != str(second)
    assert make_reporter("李单") != make_reporter("李 单")


def test_initials_follow_the_name():
    reporter = make_reporter("周健")
    reporter.name = "李单"

    reporter.save(update_fields=["name"])

    assert Reporter.objects.get().pinyin_initials == "lc ld ls"


def test_an_account_is_called_by_its_name_or_else_its_username():
    assert str(make_user(name="周\u3000健")) == "周健"
    assert str(make_user(username="desk", name="")) == "desk"
    assert User.objects.get(name="周健").get_full_name() == "周健"


# Addresses


def test_a_township_keeps_its_address_when_it_is_renamed():
    township = make_township("柳溪镇")
    township.name = "柳溪街道"

    township.save()

    assert Township.objects.get().slug == "liuxizhen"


def test_townships_that_sound_alike_have_addresses_of_their_own():
    slugs = [make_township(name).slug for name in ("文苑街道", "文园街道", "文院街道")]

    assert slugs == ["wenyuanjiedao", "wenyuanjiedao-2", "wenyuanjiedao-3"]


def test_an_address_that_only_begins_alike_is_not_in_the_way():
    make_township("文苑街道", slug="wenyuanjiedao-2")

    assert make_township("文园街道").slug == "wenyuanjiedao"


def test_topics_that_sound_alike_have_addresses_of_their_own():
    assert make_topic("文旅").slug != make_topic("文履").slug


@pytest.mark.parametrize("make", [make_topic, make_township])
def test_the_longest_name_has_an_address_that_fits(make):
    name = "庄" * 39 + "镇"

    entries = [make(name), make("装" * 39 + "镇")]

    for entry in entries:
        entry.refresh_from_db()
        entry.full_clean()
    assert entries[0].slug != entries[1].slug


def test_a_name_without_letters_has_an_address_all_the_same():
    assert make_topic("！！").slug
    assert make_township("·镇").slug


# Places


def test_a_village_is_named_with_its_township_and_its_name_may_repeat():
    one, other = make_township("柳溪镇"), make_township("文昌街道")

    assert str(make_village("东村", one)) == "柳溪镇东村"
    make_village("东村", other)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_village("东 村", one)
    assert Village.objects.count() == 2


def test_a_code_stands_once_and_may_be_missing_often():
    make_township("柳溪镇", code="")
    make_township("文昌街道", code="")
    make_township("青禾乡", code="419901200")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_township("稻香乡", code="419901200")


@pytest.mark.parametrize("code", ["41990120", "4199012000", "41990120x", "４１９９０１２００", "419901200\n"])
def test_a_code_has_nine_digits(code):
    with pytest.raises(ValidationError) as refusal:
        Township(name="青禾乡", kind="township", code=code).full_clean()

    assert "code" in refusal.value.message_dict


def test_a_township_with_villages_is_not_deleted():
    make_village()

    with pytest.raises(ProtectedError):
        Township.objects.get().delete()


# Reporters


def test_a_correspondent_has_no_press_card():
    with pytest.raises(ValidationError):
        Reporter(name="甘露", kind="correspondent", press_card_number="K1").clean()

    Reporter(name="甘露", kind="staff", press_card_number="K1").clean()


def test_an_account_that_goes_leaves_its_reporter_in_the_register():
    reporter = make_reporter(user=make_user())

    reporter.user.delete()

    reporter.refresh_from_db()
    assert reporter.user is None


def test_the_register_remembers_former_names():
    topic = make_topic("乡村振兴")
    topic.name = "和美乡村"
    topic.save()

    assert [entry.name for entry in Topic.history.all()] == ["和美乡村", "乡村振兴"]
