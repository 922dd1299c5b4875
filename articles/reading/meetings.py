"""The meeting a story reports: its name as the opening sentence gives it."""

import re

from .text import sentences

KIND = r"(?:会议|大会|座谈会|会|论坛|仪式|擂台赛)"
HELD = r"(?:组织召开|主持召开|联合召开|召开|联合举行|隆重举行|举行|联合举办|举办|召集|开)"
AFTER_VERB = re.compile(
    rf"(?:组织|主持|联合)?(?:召开|举行|举办|召集)(?:了)?(?P<name>[^，。；：！？]{{2,70}}?{KIND})(?=[，。；：、！？]|$|并|暨?，|[，]|上|，)"
)
GREEDY = re.compile(rf"(?:召开|举行|举办|召集)了?(?P<name>[^，。；：！？]{{2,70}}{KIND})(?=[，。；：！？]|$)")
BEFORE_VERB = re.compile(
    rf"(?:^|[，。])(?P<name>[^，。；：！？]{{3,70}}{KIND})(?:(?:在|于|以)[^，。；]{{2,30}}?)?(?:顺利|隆重|正式|圆满|如期)?(?:召开|举行|举办|开幕|启动|闭幕)"
)
ATTENDED = re.compile(rf"(?:出席|参加|列席)(?:了)?(?P<name>[^，。；：！？]{{4,60}}{KIND})(?=[，。；]|并|$)")
# Not meetings, though they end in 会.
NOT_ONE = re.compile(
    r"(?:委员会|管委会|村委会|居委会|协会|学会|商会|工会|联合会|理事会|监事会|董事会|基金会|研究会|社会|机会|晚会|音乐会|运动会|"
    r"展览会|博览会|展会|庙会|灯会|茶话会|演唱会|招聘会|推介会现场|游园会|赛会|改委|人代会代表|联谊会|体会|将会|都会|不会|也会|才会|就会)$"
)
EMPTY = re.compile(
    r"^(?:会议|大会|座谈会|专题会议|会|此次会议|本次会议|这次会议|一次会议|该会议|专题会|工作会议|推进会)$"
)
LEAD = re.compile(
    r"^(?:20\d\d年)?(?:\d{1,2}月)?\d{1,2}日(?:[至到\-—]\d{1,2}日)?(?:凌晨|清晨|上午|中午|下午|傍晚|晚上|晚间|晚)?，?"
)


def meeting_name(paragraphs: tuple[str, ...] | list[str], headline: str | None = None) -> str | None:
    opening = list(sentences(paragraphs[0]))[:2] if paragraphs else []
    for sentence in opening[:1]:
        for form in (GREEDY, AFTER_VERB, BEFORE_VERB):
            if (match := form.search(sentence)) and (name := _name(match["name"])):
                return name
    for text in [*(s for s in [headline or ""] if s)]:
        if (match := GREEDY.search(text)) and (name := _name(match["name"])) and opening and _told(name, opening):
            return name
    return None


def _told(name: str, opening: list[str]) -> bool:
    return any("会" in sentence for sentence in opening) and len(name) >= 4


def _name(text: str) -> str | None:
    name = LEAD.sub("", text).removeprefix("了")
    if "召开" in name:
        name = name.rsplit("召开", 1)[1].removeprefix("了")
    if NOT_ONE.search(name) or EMPTY.match(name) or len(name) < 3:
        return None
    return name
