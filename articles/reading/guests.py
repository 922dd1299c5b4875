"""Guests: whose organisation stands before their post, told from the district's own people."""

import re
from collections.abc import Sequence

from .names import HAN
from .posts import TITLE_END

ORGANISATION = re.compile(
    r"^(?P<organisation>.{2,40}(?:有限责任公司|股份有限公司|有限公司|公司|集团|大学|学院|研究院|研究所|设计院|研究会|协会|商会|学会|中学|小学|学校|"
    r"医院|银行|支行|分行|合作社|基金会|联合会|俱乐部|中心|事务所|厂|酒店|电视台|报社|出版社|工作室|科技|控股|实业|传媒|农场))(?P<post>.{2,20})$"
)
OTHER_PLACE = re.compile(
    rf"^(?P<organisation>(?:[{HAN}]{{2,4}}(?:省|自治区))?(?:[{HAN}]{{2,5}}?[市州盟])?(?:[{HAN}]{{1,4}}[区县市旗])?)(?P<post>(?:[省市区县旗]|副|区委|党|人大|政协|委).{{1,20}})$"
)
# An office of the city or the province, or of a place that is named: not one of the district's own.
SUPERIOR = re.compile(
    rf"^(?P<organisation>(?:[国省市]|[{HAN}]{{2,4}}?[省市])[{HAN}（）]{{1,18}}?(?:(?<!县|区|市)委员会|党校|局|厅|办公室|支队|总队|公司|中心|学院|研究院|医院|银行))"
    rf"(?P<post>[{HAN}]{{2,8}})$"
)
DISTRICT = re.compile(r"[区县]委|[区县]长|[区县]领导|[区县]政府|管委会|党工委")
COMPANY_POST = re.compile(
    r"副?(?:董事长|总经理|总裁|经理|总监|行长|院长|校长|会长|秘书长|总工程师|总会计师|首席执行官)|[投营市技财运]\w{1,3}总监"
)


def own_places(paragraphs: Sequence[str]) -> set[str]:
    """The district the paper belongs to: the one that holds the meeting, or the first post's."""
    lead = paragraphs[0][:200] if paragraphs else ""
    held = re.findall(
        rf"[，。]([{HAN}]{{2,6}}[区县市旗])(?:委|政府|人民政府)?(?:（[{HAN}]{{2,6}}）)?(?:召开|举行|举办|党工委|组织)",
        f"。{lead}",
    )
    return {*held, *(["district"] if any(DISTRICT.search(text) for text in paragraphs[:3]) else [])}


def split_post(post: str, own: set[str]) -> tuple[str | None, str]:
    """(organisation, post) of a guest, for whom what stands before the post is the organisation; else (None, post)."""
    post = re.sub(r"^[与和向](?=.{4})", "", post)
    match = ORGANISATION.match(post)
    if match and TITLE_END.search(match["post"]) and not re.search("党工委|管委会|[区县市]委|政府", match["post"]):
        return match["organisation"], match["post"]
    match = SUPERIOR.match(post)
    if (
        match
        and TITLE_END.search(match["post"])
        and not re.search("人大|政协|纪委|法院|检察院", post)
        and "district" in own
    ):
        return match["organisation"], match["post"]
    match = OTHER_PLACE.match(post)
    if (
        match
        and match["organisation"]
        and match["organisation"] not in own
        and re.match(r"副?[市省州]|市委|市政府|省", match["post"])
    ):
        return match["organisation"], match["post"]
    if match and match["organisation"].endswith("市") and own and not any(o.endswith("市") for o in own):
        return match["organisation"], match["post"]
    return None, post


def is_of_company(post: str) -> bool:
    """某公司董事长甲、总经理乙: a post that goes on with the company just named."""
    return bool(COMPANY_POST.fullmatch(post))
