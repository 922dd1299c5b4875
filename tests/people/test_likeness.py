import pytest

from people.likeness import is_one_off, sounds_as


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("谌樵", "陈桥"),
        ("晏知遥", "宴之瑶"),
        ("单雄", "善雄"),
        ("单雄", "丹雄"),
        ("解元", "谢元"),
        ("仇亮", "求亮"),
        ("查理", "渣理"),
    ],
)
def test_names_of_one_sound_in_any_reading(one, other):
    assert sounds_as(one, other) and sounds_as(other, one)


@pytest.mark.parametrize(("one", "other"), [("谌樵", "谌望"), ("谌樵", "陈桥桥"), ("仇亮", "秋")])
def test_names_of_another_sound(one, other):
    assert not sounds_as(one, other) and not sounds_as(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("晏知遥", "晏知望"),  # replaced
        ("晏知遥", "晏遥"),  # dropped
        ("晏知遥", "晏遥知"),  # swapped
        ("晏知遥", "知晏遥"),
        ("王苇", "王芦"),
        ("王苇", "苇王"),
        ("王苇", "王苇苇"),
        ("王苇", "王小苇"),
        ("王苇", "小王苇"),
    ],
)
def test_names_one_character_apart(one, other):
    assert is_one_off(one, other) and is_one_off(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("晏知遥", "晏知遥"),
        ("晏知遥", "遥知晏"),
        ("晏知遥", "晏望远"),
        ("王", "王苇"),
        ("王", "李"),
        ("王苇", "王小芦"),
        ("王苇", ""),
    ],
)
def test_names_further_apart(one, other):
    assert not is_one_off(one, other) and not is_one_off(other, one)
