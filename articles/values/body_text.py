"""A story's body: plain text, one paragraph a line; a line that starts with ## is a subhead. Plain values only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from people.names import without_marks

from ..reading.decisions import decisions

SUBHEAD = "## "
# Word, web pages and typewriter habits indent with these; layout indents, text does not.
INDENT = " \t\u00a0\u3000"
SENTENCE = re.compile(r"[^。！？]*[。！？]*[”’」』）]*")

# With the units that make 11月15日上午9时 one thing.
NUMBER = re.compile("[0-9０-９](?:[0-9０-９.．:：%％年月日时分点—至-]|上午|下午)*")

# 11月15日, 2026年11月 and 三河口镇: no line ends within them. Some letters more before a place do no harm.
WHOLE = re.compile(
    "((?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}年(?:[0-9]{1,2}月)?|[\u4e00-\u9fff]{1,4}(?:街道|社区|新区|[镇乡村市县]))"
)

# What no page shows and XML cannot hold; Word and old typesetting machines leave such characters in a paste.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# 区领导甲、乙参加督导 at the end of a sentence says who came, not what happened.
LEADERS = re.compile(r"[，；]区领导[^。]*。$")
LONGEST_FACT = 120  # characters
LEAST_FACT = 8  # characters: a shorter sentence says nothing
LEAST_REST = 12  # characters: nor does a shorter rest of one
LEAST_HEADLINE = 6  # characters: any sentence may hold a shorter headline
MOST_LOOKED_AT = 8  # sentences, from the beginning
TOLD = 0.6  # of the words' pairs of characters
REPEATED = 0.7  # of the headline's
FLAGS = re.compile("(?:获|授予|颁发|评为|给予)[^，。；]{0,16}[红蓝]旗|[红蓝]旗(?:乡镇|街道|单位|村)")
DAY = re.compile(
    r"(?:[0-9]{1,2}月[0-9]{1,2}日(?:至(?:[0-9]{1,2}月)?[0-9]{1,2}日)?(?:上午|下午|晚上|晚|中午|清晨)?|近日|日前|连日来|当天)[，、]?"
)
# 谌樵出席会议并讲话，柴新月主持会议: who came.
ATTENDING = re.compile(
    "(?:出席|主持|参加|列席|陪同)(?:了|本次|此次)?(?:会议|大会|活动|座谈|调研|督导|检查|仪式|并讲话|[。，；]|$)"
)
# 会议指出，……: what was said follows.
LEAD_IN = re.compile("^(?:会议|大会|会上|[^，。]{0,20}?)(?:指出|强调|要求|认为|提出|表示|听取了[^，]*)[，：]")
# What is left of a sentence that only named who was there.
POSTS = "(?:书记|主任|[区市县镇乡局校院]长|主席|部长|秘书长|董事长|经理|常委|委员|区领导)"
ONLY_A_NAME = re.compile(f"[^，。]*{POSTS}[^，。]{{2,4}}。?")
# That a meeting was held or a leader came, of which the headline or the byline of the day tells enough.
OCCASION = re.compile(
    f"[^，。]*(?:召开|举行)[^，。]*会议?[，。]|[^，。]*{POSTS}[^，。]{{2,6}}?(?:率队)?(?:到|赴|督导|检查|调研|走访)[^，。]*[，。]"
)
# 检查入河排污口整治情况: what the visit was for.
PURPOSE = re.compile(
    "(?:检查|督导|调研|察看|查看|了解|听取|研究|部署)[^，。；]{0,24}(?:情况|工作|进展|建设|汇报|落实|任务)[，。；]?"
)
JOINING = re.compile("^(?:并|并且|而且|且|同时|还|也|对此|为此)?[，]?(?:要求|强调|指出)?[，：]?")
SAYS_LITTLE = (ATTENDING.search, DAY.fullmatch, OCCASION.fullmatch, PURPOSE.fullmatch)
# 柳溪镇、宁河镇、三河口镇: a list of names.
LIST = re.compile("(?:[^，。、；]{2,8}(?:、|和))+[^，。、；]{2,8}[。！？]?")
BROKEN = ("：", "，", "、", "；", "。", ":", ",")  # begin no sentence, and all but the full stop end none
OPENING, CLOSING = "“‘（《〈「『【", "”’）》〉」』】"
LONGEST_BODY = 60_000  # characters, as many as are read of a page; a story has some thousands


@dataclass(frozen=True)
class Paragraph:
    number: int  # 1 for the first; subheads are not counted
    text: str
    is_subhead: bool = False


def tidy(body: str) -> str:
    """The body as it is stored: no indents, no empty lines, no marks that nobody sees, Unix line ends."""
    lines = (line.strip(INDENT) for line in without_marks(body).replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    return "\n".join(line for line in lines if line)


def printable(text: str) -> str:
    return CONTROL.sub("", text)


def wholes(words: str) -> Iterator[tuple[str, bool]]:
    """The words in pieces, each with whether it is a day or a place, which is not broken."""
    for place, piece in enumerate(WHOLE.split(words)):
        if piece:
            yield piece, place % 2 == 1


def paragraphs(body: str) -> Iterator[Paragraph]:
    number = 0
    for line in filter(None, body.split("\n")):
        if line.startswith(SUBHEAD):
            yield Paragraph(number, line.removeprefix(SUBHEAD).strip(), is_subhead=True)
        else:
            number += 1
            yield Paragraph(number, line)


def fact(body: str, headline: str = "") -> str:
    """What a list says under the headline: flags, a decision, or the first sentence that the headline has not told.

    Without day, without lists of leaders, without what introduces a speech; whole clauses of the text as it is printed,
    no longer than a list can carry. Empty where the text tells no more than the headline.
    """
    sentences = [found for line in paragraphs(body) if not line.is_subhead for found in _sentences(line.text)]
    telling = [sentence for sentence in sentences if FLAGS.search(sentence)] + decisions(body)
    candidates = (_untold(LEADERS.sub("。", one), headline) for one in [*telling, *sentences[:MOST_LOOKED_AT]])
    return next(filter(None, candidates), "")


def _sentences(paragraph: str) -> list[str]:
    """A full stop within a quotation ends no sentence of the story's."""
    found, begun = [], ""
    for part in SENTENCE.finditer(paragraph):
        begun += part[0]
        if _is_whole(begun):
            found.append(begun.strip())
            begun = ""
    return [sentence for sentence in (*found, begun.strip()) if sentence]


def _is_whole(words: str) -> bool:
    """Whether every quotation and bracket that begins in the words ends in them."""
    depth = 0
    for mark in words:
        depth += (mark in OPENING) - (mark in CLOSING)
        if depth < 0:
            return False
    return depth == 0 and words.count('"') % 2 == 0


def _untold(sentence: str, headline: str) -> str:
    """The sentence from the first clause on that says more than the headline, the day, who came or who spoke."""
    clauses = _clauses(LEAD_IN.sub("", sentence))
    if clauses and DAY.fullmatch(clauses[0]):
        del clauses[0]
    number = len(clauses)
    while clauses and (any(found(clauses[0]) for found in SAYS_LITTLE) or _is_told(clauses[0], headline)):
        del clauses[0]
    said = _fitting([JOINING.sub("", clauses[0]), *clauses[1:]]) if clauses else ""
    said = LEAD_IN.sub("", said)
    least = LEAST_FACT if len(clauses) == number else LEAST_REST
    return "" if len(said) < least or _says_nothing(said) or _is_told(said, headline) else said


def _fitting(clauses: list[str]) -> str:
    """As many whole clauses as a list can carry; the rest is told by dots."""
    said = "".join(clauses)
    while len(said) > LONGEST_FACT and clauses:
        clauses = clauses[:-1]
        said = "".join(clauses).rstrip("，；") + "…" if clauses else ""
    return said


def _says_nothing(said: str) -> bool:
    """A name, a list of names, speech of which nobody says who spoke, or words that are cut off."""
    only_speech = said.startswith(tuple(OPENING)) and said.endswith(tuple(CLOSING))
    return bool(
        only_speech
        or said.startswith(BROKEN)
        or said.removesuffix("。").endswith(BROKEN)
        or not _is_whole(said)
        or ONLY_A_NAME.fullmatch(said)
        or LIST.fullmatch(said)
    )


def _clauses(sentence: str) -> list[str]:
    """Cut after commas that stand in no quotation and no bracket, and after a colon that introduces no quotation."""
    found, depth, start = [], 0, 0
    for place, mark in enumerate(sentence):
        depth += (mark in OPENING) - (mark in CLOSING)
        if mark in "，；" and depth == 0:
            found.append(sentence[start : place + 1])
            start = place + 1
    return [*found, sentence[start:]] if start < len(sentence) else found


def _is_told(words: str, headline: str) -> bool:
    """Whether the words are mostly the headline's, or hold most of the headline."""
    known, pairs = _pairs(headline), _pairs(words)
    same = len(pairs & known)
    mostly = same >= TOLD * len(pairs) or (bool(known) and same >= REPEATED * len(known))
    title = _letters(headline)
    return bool(pairs) and (mostly or (len(title) >= LEAST_HEADLINE and title in _letters(words)))


def _letters(words: str) -> str:
    return "".join(letter for letter in words if letter.isalnum())


def _pairs(words: str) -> set[str]:
    letters = _letters(DAY.sub("", words))
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def first_sentence(body: str) -> str:
    for paragraph in paragraphs(body):
        if not paragraph.is_subhead:
            return next(SENTENCE.finditer(paragraph.text))[0]
    return ""
