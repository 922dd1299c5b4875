"""Chinese personal names: how long they are and where one ends. Surnames are a hint, never a veto."""

import re

COMMON = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐"
    "易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管"
    "柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边"
    "卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝封官谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满"
    "闻厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母"
    "裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
    "谯璩郗眭澹蒯逢桓竺滑经凤"
)
COMPOUND = (
    "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯|轩辕|宇文|长孙|端木|南宫|独孤|亓官|闻人|申屠|太史|澹台|公冶|"
    "宗政|濮阳|淳于|司空|钟离|西门|呼延|赫连|百里|东郭|仲孙|鲜于|闾丘|"
    "万俟|公羊|太叔|巫马|公西|颛孙|漆雕|乐正|谷梁|拓跋|夹谷|段干|羊舌|梁丘|左丘|贺兰|完颜|纳兰|耶律"
)
SURNAMES = frozenset(COMMON)
COMPOUNDS = frozenset(COMPOUND.split("|"))
HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇"
SHAPE = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:[·•・][{HAN}]{{1,8}}){{1,3}}")


def has_surname(text: str) -> bool:
    return text[:1] in SURNAMES or text[:2] in COMPOUNDS


def is_shaped(text: str) -> bool:
    """Whether this may be a name at all: two to four characters, or parts with middle dots."""
    return bool(SHAPE.fullmatch(text))


def is_likely(text: str) -> bool:
    """Whether one would take it for a name without a slot that says so."""
    if "·" in text:
        return is_shaped(text)
    return is_shaped(text) and has_surname(text) and (len(text) < 4 or text[:2] in COMPOUNDS)


def split_run(text: str) -> list[str] | None:
    """Names run together: 王飞李永. The cut in which every name starts with a surname, longest names first."""
    if len(text) > 24:
        return None
    best: list[list[str] | None] = [None] * len(text) + [[]]
    for start in range(len(text) - 1, -1, -1):
        for size in (3, 2, 4):
            part, rest = text[start : start + size], best[start + size] if start + size <= len(text) else None
            if rest is None or not has_surname(part) or (size == 4 and part[:2] not in COMPOUNDS):
                continue
            if best[start] is None or _cost([part, *rest]) < _cost(best[start] or []):
                best[start] = [part, *rest]
    found = best[0]
    return found if found and len(found) > 1 else None


def _cost(names: list[str]) -> int:
    # A name of two characters that opens with a compound surname is hardly a name; rare surnames cost more.
    return len(names) * 2 + sum(COMMON.find(name[0]) // 60 for name in names)
