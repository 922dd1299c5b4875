"""Paragraphs of a page to its stories and photos: where each begins, ends, and what is left over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import bylines, captions, headlines, openings
from .bylines import Byline
from .captions import PhotoCredit
from .headlines import Titles
from .layout import STORY_START, Paragraph
from .text import TRAILING_CODE, Line, squeeze

LONGEST_CAPTION = 360
LONGEST_SUBHEAD = 18
# Of the pairs of characters of a caption, how many its own story would say too.
LEAST_SHARED = 0.3


@dataclass
class Draft:
    """One item before its fields are read."""

    kind: str  # story, photo
    paragraphs: list[Paragraph] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    written: list[str] = field(default_factory=list)  # bylines as printed
    byline: list[Byline] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    titles: Titles = Titles()
    credit: PhotoCredit | None = None
    under_title: bool = False  # the byline stands alone between title and text
    closed: bool = False
    subheads: int = 0

    def take(self, paragraph: Paragraph, text: str | None = None) -> None:
        self.paragraphs.append(paragraph)
        self.lines += paragraph.lines
        told = TRAILING_CODE.sub("", (paragraph.text if text is None else text).strip()).strip("：: ")
        if told:
            self.texts.append(told)

    def sign(self, written: str, byline: Byline | None) -> None:
        self.written.append(written)
        if byline:
            self.byline.append(byline)


def drafts_of(paragraphs: Sequence[Paragraph]) -> tuple[list[Draft], list[Line]]:
    """The items in page order, and the lines that found no place."""
    photos = _photos(paragraphs)
    drafts: list[Draft] = []
    gaps: list[list[Paragraph]] = [[]]
    left: list[Line] = []
    for number, paragraph in enumerate(paragraphs):
        if number in photos:
            start, credit = photos[number]
            if start == number:
                drafts.append(Draft("photo", credit=credit))
                gaps.append([])
            photo = drafts[-1]
            photo.lines += paragraph.lines
            photo.paragraphs.append(paragraph)
            continue
        _place(number, paragraph, paragraphs, drafts, gaps, left, photos)
    left += _give_titles(drafts, gaps)
    for draft in drafts:
        if _is_untitled_caption(draft):
            draft.kind = "photo"
    return drafts, left


def _is_untitled_caption(draft: Draft) -> bool:
    bare = draft.kind == "story" and not draft.titles.headline and not draft.written and len(draft.texts) == 1
    return bare and captions.may_be_caption(draft.texts[0])


# Photos

Photos = dict[int, tuple[int, PhotoCredit | None]]


def _photos(paragraphs: Sequence[Paragraph]) -> Photos:
    """Paragraphs of captions, each with the first of its photo and the credit; signed ones first."""
    found: Photos = {}
    for number, paragraph in enumerate(paragraphs):
        if paragraph.opening or paragraph.kind not in ("body", "credit", "title", "byline"):
            continue
        if paragraph.kind == "byline" and not _ends_caption(paragraphs, number):
            continue
        if credit := captions.split_credit(paragraph.raw):
            start = _signed_from(paragraphs, number, credit, found)
            if start is not None:
                found.update(dict.fromkeys(range(start, number + 1), (start, credit)))
    for number, paragraph in enumerate(paragraphs):
        if number in found or paragraph.opening or paragraph.kind != "body" or not captions.is_caption(paragraph.text):
            continue
        start = _caption_start(paragraphs, number, found)
        credit = captions.split_credit(paragraph.raw)
        found.update(dict.fromkeys(range(start, number + 1), (start, credit)))
    for number in range(1, len(paragraphs)):
        if number not in found and _is_loose_caption(paragraphs, number, found):
            found[number] = (number, captions.split_credit(paragraphs[number].raw))
    return found


def _is_loose_caption(paragraphs: Sequence[Paragraph], number: int, found: Photos) -> bool:
    """A sentence or two with a day of their own, alone behind a story of which they do not speak."""
    paragraph = paragraphs[number]
    alone = paragraph.kind == "body" and not paragraph.opening and not _shares_block(paragraphs, number)
    if not alone or not captions.may_be_caption(paragraph.text):
        return False
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
    if following is not None and following.kind == "body" and not following.opening and number + 1 not in found:
        return False
    before = [p for n, p in enumerate(paragraphs[max(0, number - 12) : number], max(0, number - 12)) if n not in found]
    if not before or before[-1].kind != "body":
        return False
    told = "".join(p.text for p in before)
    return headlines.fit([paragraph.text], told) < LEAST_SHARED


def _shares_block(paragraphs: Sequence[Paragraph], number: int) -> bool:
    near = [paragraphs[at] for at in (number - 1, number + 1) if 0 <= at < len(paragraphs)]
    return any(other.block == paragraphs[number].block for other in near)


def _signed_from(paragraphs: Sequence[Paragraph], number: int, credit: PhotoCredit, found: Photos) -> int | None:
    """The first paragraph of the caption that this credit signs; None when it signs a story."""
    paragraph = paragraphs[number]
    if paragraph.kind != "credit":
        if len(paragraph.text) > LONGEST_CAPTION or _signs_story(paragraphs, number, credit):
            return None
        return _caption_start(paragraphs, number, found)
    if number and _may_be_caption(paragraphs[number - 1], found, number - 1):
        return _caption_start(paragraphs, number - 1, found)
    return None if number == 0 or paragraphs[number - 1].kind == "body" else number


def _ends_caption(paragraphs: Sequence[Paragraph], number: int) -> bool:
    """甲 摄影报道 behind the only paragraph of its block, which has no title above it."""
    if number == 0 or paragraphs[number - 1].kind != "body" or paragraphs[number - 1].opening:
        return False
    if number == 1:
        return True
    above = paragraphs[number - 2]
    return above.block != paragraphs[number - 1].block and above.kind not in ("title", "byline")


def _may_be_caption(paragraph: Paragraph, found: Photos, number: int) -> bool:
    short = len(paragraph.text) <= LONGEST_CAPTION
    return paragraph.kind in ("body", "title") and not paragraph.opening and number not in found and short


def _caption_start(paragraphs: Sequence[Paragraph], start: int, found: Photos) -> int:
    """Back to the first paragraph of the block, so long as nothing else opens in it."""
    first, block = start, paragraphs[start].block
    while first and paragraphs[first - 1].block == block and _may_be_caption(paragraphs[first - 1], found, first - 1):
        first -= 1
    if first < start and paragraphs[first].kind == "title":
        first += 1
    before = paragraphs[first - 1] if first else None
    if before is not None and before.block == block and before.opening:
        return start
    total = sum(len(paragraph.text) for paragraph in paragraphs[first : start + 1])
    return first if total <= LONGEST_CAPTION and start - first <= 2 else start


def _signs_story(paragraphs: Sequence[Paragraph], number: int, credit: PhotoCredit) -> bool:
    """甲 文/图 behind the last of several paragraphs signs a story, not a photo."""
    if not (credit.reporters or credit.correspondents):
        return False
    run = 0
    while number - run >= 0 and paragraphs[number - run].kind == "body":
        run += 1
        if paragraphs[number - run + 1].opening:
            return True
    titled = number >= run and paragraphs[number - run].kind in ("title", "byline")
    # 摄影报道 mostly signs pictures; 文/图 under a title signs a text.
    return run >= 3 or (titled and "文" in (credit.written or ""))


# Stories


def _place(
    number: int,
    paragraph: Paragraph,
    paragraphs: Sequence[Paragraph],
    drafts: list[Draft],
    gaps: list[list[Paragraph]],
    left: list[Line],
    photos: Photos,
) -> None:
    story = _current(drafts)
    if paragraph.kind in ("furniture", "empty"):
        left += paragraph.lines
    elif paragraph.kind == "title":
        if story and not gaps[-1] and _is_subhead(number, paragraphs, photos, story, drafts):
            story.take(paragraph, f"## {paragraph.text}")
            story.subheads += 1
        else:
            gaps[-1].append(paragraph)
    elif paragraph.kind == "byline":
        _sign(number, paragraph, paragraphs, drafts, gaps, photos)
    elif paragraph.kind == "credit":
        _credit_story(paragraph, story, left)
    elif paragraph.opening:
        story = drafts[-1] if _awaits_text(drafts, gaps) else _new(drafts, gaps)
        story.sign(paragraph.opening.written, paragraph.opening.byline)
        _take_body(story, paragraph)
    else:
        if story is None or gaps[-1] or story.closed or _is_titled_behind(drafts, gaps):
            story = drafts[-1] if _awaits_text(drafts, gaps) else _new(drafts, gaps)
        _take_body(story, paragraph)


def _awaits_text(drafts: list[Draft], gaps: list[list[Paragraph]]) -> bool:
    """Whether the last lines were a title and a byline."""
    return bool(drafts) and drafts[-1].under_title and not drafts[-1].texts and not gaps[-1]


def _is_titled_behind(drafts: list[Draft], gaps: list[list[Paragraph]]) -> bool:
    """Whether titles stand between the last story and a photo behind it."""
    number = next(number for number in reversed(range(len(drafts))) if drafts[number].kind == "story")
    return number < len(drafts) - 1 and any(gaps[number + 1 :])


def _current(drafts: list[Draft]) -> Draft | None:
    return next((draft for draft in reversed(drafts) if draft.kind == "story"), None)


def _new(drafts: list[Draft], gaps: list[list[Paragraph]]) -> Draft:
    drafts.append(Draft("story"))
    gaps.append([])
    return drafts[-1]


def _take_body(story: Draft, paragraph: Paragraph) -> None:
    """The paragraph, less the byline that may close it."""
    if closing := openings.closing(paragraph.raw):
        text, written, byline = closing
        story.take(paragraph, squeeze(text))
        story.sign(openings.written(written), byline)
        story.closed = True
        return
    credit = captions.split_credit(paragraph.raw)
    if credit and (credit.reporters or credit.correspondents) and credit.written:
        signed = bylines.parse(credit.written.strip("（）()"))
        if signed:
            story.take(paragraph, squeeze(credit.text))
            story.sign(credit.written, signed)
            story.closed = True
            return
    story.take(paragraph)


def _credit_story(paragraph: Paragraph, story: Draft | None, left: list[Line]) -> None:
    """A credit on its own line behind a story: its author photographed too."""
    byline = openings.parse_line(paragraph.raw)
    if story is None or byline is None:
        left += paragraph.lines
        return
    story.lines += paragraph.lines
    story.paragraphs.append(paragraph)
    story.sign(openings.written(paragraph.raw), byline)
    story.closed = True


def _sign(
    number: int,
    paragraph: Paragraph,
    paragraphs: Sequence[Paragraph],
    drafts: list[Draft],
    gaps: list[list[Paragraph]],
    photos: Photos,
) -> None:
    """A byline on its own line opens the text below it, or closes the one above."""
    story = _current(drafts)
    following = next((paragraphs[n] for n in range(number + 1, len(paragraphs)) if n not in photos), None)
    opens = following is not None and following.kind == "body" and (not following.opening or bool(gaps[-1]))
    if opens and story and not gaps[-1] and not story.closed and not story.written and story.texts:
        opens = False
    if story is not None and not gaps[-1] and story.under_title and not story.texts:
        opens, draft = False, story
    elif opens or story is None:
        draft = _new(drafts, gaps)
        draft.under_title = True
    else:
        draft = story
    draft.lines += paragraph.lines
    draft.paragraphs.append(paragraph)
    byline = openings.parse_line(paragraph.raw) or openings.bare_names(paragraph.raw)
    draft.sign(openings.written(paragraph.raw), byline)
    if not draft.under_title:
        draft.closed = True


def _is_subhead(
    number: int, paragraphs: Sequence[Paragraph], photos: Photos, story: Draft, drafts: list[Draft]
) -> bool:
    """A short line between a story's paragraphs, unless a story of its own follows it."""
    paragraph = paragraphs[number]
    if story.closed or not story.texts or len(paragraph.lines) > 1 or len(paragraph.text) > LONGEST_SUBHEAD:
        return False
    run = [p for n, p in enumerate(paragraphs[number + 1 : number + 40], number + 1) if n not in photos]
    if not run or run[0].kind != "body" or run[0].opening or number + 1 in photos:
        return False
    if STORY_START.match(run[0].text) and not story.subheads:
        return False
    for later in run:
        if later.kind in ("title", "furniture") or later.opening:
            break
        if later.kind == "byline" or openings.closing(later.raw):
            return not story.written
    return True


# Titles


def _give_titles(drafts: list[Draft], gaps: list[list[Paragraph]]) -> list[Line]:
    if not drafts:
        return [line for gap in gaps for title in gap for line in title.lines]
    texts = ["".join(draft.texts) or "".join(p.text for p in draft.paragraphs) for draft in drafts]
    cuts = headlines.assign(
        [[title.text for title in gap] for gap in gaps],
        texts,
        bylined=[draft.under_title for draft in drafts],
        photos=[draft.kind == "photo" for draft in drafts],
    )
    left: list[Line] = []
    for number, draft in enumerate(drafts):
        given = gaps[number][cuts[number] :] + gaps[number + 1][: cuts[number + 1]]
        draft.titles = headlines.titles_of(
            [title.written for title in given], texts[number], wrapped=any(len(p.lines) > 1 for p in draft.paragraphs)
        )
        draft.lines += [line for title in given for line in title.lines]
    left += [line for title in gaps[0][: cuts[0]] for line in title.lines]
    left += [line for title in gaps[-1][cuts[-1] :] for line in title.lines]
    return left
