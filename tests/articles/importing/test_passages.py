from articles.importing.passages import begins_at, passage_of, passages

TEXT = "报头\n\n　　甲一\n\n\n甲二\n乙一\n甲三\n\n页脚"


def at(*words: str) -> list[tuple[int, int]]:
    return [(TEXT.index(word), TEXT.index(word) + len(word)) for word in words]


def test_the_text_is_cut_where_items_begin_and_end():
    found = list(passages(TEXT, {1: at("甲一", "甲二", "甲三"), 2: at("乙一")}))

    assert [(passage.number, passage.is_first, passage.text) for passage in found] == [
        (None, False, "报头"),
        (1, True, "甲一\n\n\n甲二"),
        (2, True, "乙一"),
        (1, False, "甲三"),
        (None, False, "页脚"),
    ]


def test_a_text_without_items_is_left_over():
    assert [passage.number for passage in passages(TEXT, {})] == [None]
    assert list(passages(" \n\n", {})) == []


def test_the_passage_of_one_item_stands_alone():
    assert passage_of(TEXT, at("甲一", "甲三")) == "甲一\n甲三"
    assert passage_of(TEXT, []) == ""


def test_an_item_is_known_by_its_first_character():
    assert begins_at([(9, 12), (3, 5)]) == 3
    assert begins_at([]) is None
