"""Text as the newsroom and its database keep it: ordinary characters, one kind of line end, nothing unseen."""

import re
import unicodedata

# What PDFs made by browsers give for a character drawn like a radical. Unicode names an equivalent for the 214 of
# Kangxi; for the supplement these are whole characters in use. Nothing else: full NFKC would turn ，（） into ASCII.
SUPPLEMENT = dict(
    zip(
        "⺒⺝⺠⺧⺩⺫⺬⺮⺶⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "巳月民牛王目示竹羊臼虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
RADICALS = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in [*range(0x2F00, 0x2FD6), 0x2E9F, 0x2EF3]}
# 方正's typesetting writes its full-width space as A3A0, which GB18030 knows only as a private character.
ORDINARY = str.maketrans({**RADICALS, **SUPPLEMENT, "\ue5e5": "\u3000"})
LINE_ENDS = re.compile(r"\r\n|[\r\f\v\x1c-\x1e\x85\u2028\u2029]")
# PostgreSQL takes no NUL, UTF-8 no lone surrogate.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    return UNSEEN.sub("", LINE_ENDS.sub("\n", text)).translate(ORDINARY)
