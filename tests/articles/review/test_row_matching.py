from articles.review.row_matching import Facts, same_rows


def leader(key, name="田小禾", **values):
    return Facts({"official": key}, {"name": name}, values)


def guest(name, organisation="青禾公司", **values):
    return Facts({}, {"name": name, "organisation": organisation}, values)


def test_rows_that_say_the_same_stayed_wherever_they_stand():
    assert same_rows([leader(1), leader(2), guest("宁致远")], [guest("宁致远"), leader(1), leader(2)]) == [
        (0, 1),
        (1, 2),
        (2, 0),
    ]


def test_the_same_person_stayed_whatever_else_is_said_of_them():
    before = [leader(1, "田小禾", verbs="出席会议", group="principal")]
    after = [leader(2), leader(1, "田晓禾", verbs="主持会议并讲话", group="district_leaders")]

    assert same_rows(before, after) == [(0, 1)]


def test_two_people_are_two_rows_however_alike_their_posts():
    assert same_rows([leader(1, post="书记", group="principal")], [leader(2, post="书记", group="principal")]) == []


def test_a_guest_whose_name_was_mended_stayed():
    assert same_rows(
        [guest("宁致远"), guest("程大年", "驰远公司")], [guest("程大年", "驰远公司"), guest("宁志远")]
    ) == [
        (0, 1),
        (1, 0),
    ]


def test_a_guest_who_turns_out_to_be_in_the_register_stayed():
    assert same_rows([Facts({}, {"name": "田小禾"}, {"group": "guest"})], [leader(3, group="guest")]) == [(0, 0)]


def test_guests_of_different_names_and_houses_are_two():
    assert same_rows([guest("宁致远")], [guest("裴某", "驰骋汽车零部件有限责任公司")]) == []


def test_the_same_words_twice_are_two_rows():
    assert same_rows([guest("宁致远"), guest("宁致远")], [guest("宁致远")] * 3) == [(0, 0), (1, 1)]


def test_rows_with_most_of_their_own_rows_stayed():
    before = Facts({}, {"subject": "人居环境评比"}, {"flags": ["a", "b", "c"]})
    after = Facts({}, {"subject": "人居环境整治评比"}, {"flags": ["a", "c", "d"]})

    assert same_rows([before], [after]) == [(0, 0)]
    assert same_rows([], [after]) == same_rows([before], []) == []
