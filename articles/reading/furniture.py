"""What stands on a page and belongs to no story: mastheads, headings, credits of the page, a web page's buttons."""

import re

from .text import SPACES

PAGE_CREDIT = re.compile(
    r"^(?:本版|本期|值班)?(?:责任编辑|责编|编辑|校对|版式|美编|组版|编委|总编|主编|主任|电话|热线|新闻热线|投稿|邮箱|电子邮箱|投稿邮箱|网址|主办|"
    r"国内统一|总第|一审|二审|三审|初审|复审|终审|审核|监制|统筹|制图|策划)[^，。]{0,6}[：:\s　/／丨|][^。]{0,80}$"
)
# 第03版　要闻　2023年5月12日 星期五; also with the paper's name in front.
OTHERS = "[^，。！？]"  # what may stand around them: no sentence
DAY = r"(?:19|20)\d\d\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
MASTHEAD = re.compile(
    rf"^{OTHERS}{{0,14}}第\s?[0-9A-Z一二三四五六七八]{{1,4}}\s?版"
    rf"(?:[\s　·:：|丨]{OTHERS}{{0,40}}|[\u4e00-\u9fff]{{0,6}})$|"
    rf"^[A-Z]?\d{{1,2}}\s?版{OTHERS}{{0,40}}$|"
    rf"^\d{{1,2}}[\s　]+\S{{2,6}}[\s　]+(?={DAY}){OTHERS}{{0,40}}$|"
    rf"^{OTHERS}{{0,24}}{DAY}(?:[\s　]*(?:星期|农历|第|责){OTHERS}{{0,30}}|[\s　]{OTHERS}{{0,30}})?$|"
    rf"^{OTHERS}{{0,16}}(?:总第|第)\s?\d{{1,5}}\s?期(?:[\s　]{OTHERS}{{0,16}})?$|"
    rf"^[一-龥]{{1,4}}(?:日报|时报|晚报|周报|新报|快报|新闻|报)[\s　]{OTHERS}{{0,40}}$|"
    r"^[一-龥]{1,4}(?:日报|时报|周报|报)\d{0,2}$|"
    r"^[A-Z]?0?\d{1,2}[\s　]?[一-龥·]{2,6}(?:[\s　].{0,20})?$|^国内统一|今日\s?\d{1,2}\s?版|"
    r"^[A-Z]?\d{1,2}$|^.{2,5}(?:日报|周报|晚报|导报|快报|[区县市]报)$"
)
JUMP = re.compile(r"^[（(]?(?:下转|上接|紧接|转)(?:第|本版|[A-Z0-9一二三四五六七八])[^，。]{0,20}$")
WEB = re.compile(
    r"发布(?:时间|日期)[：:]|(?:信息|文章|稿件)?来源[：:]|(?:浏览|阅读|点击)(?:次数|量|数)|^字号|字体[：:]|打印本页|关闭窗口|【打印】|【关闭】|"
    r"扫一扫|分享到|上一篇|下一篇|当前位置|返回首页|^首页|门户网站$|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|点赞|"
    r"(?:责任编辑|责编|编辑|审核|校对|监制)\s?[：:]|长按|二维码|公众号"
)
HEADED = (
    "动态|要闻|简讯|短讯|简报|短波|快讯|资讯|速递|速览|快递|新闻|消息|综合|时政|镇街|乡镇|街镇|基层|民生|社会|图片新闻|图片|广角|之窗|看点|聚焦|"
    "关注|播报|扫描|集锦|视点|传真|在线|撷英|采风|天地|园地|一线|风采|导读|本地|经济|文化|教育|法治|农业|三农|党建|副刊|专版|专栏|特刊|热点|城乡|镇村|乡村|视窗|县域|区域|教科文卫|健康|生活|文旅"
)
HEADING = re.compile(rf"^[【\[〖]?(?:[一本每]周|今日|本期|每日|今天)?(?:(?:{HEADED})[·•]?){{1,3}}[】\]〗]?$")
LONGEST = 90


def is_furniture(text: str) -> bool:
    """One line of it, as printed."""
    text = text.strip()
    if len(text) > LONGEST or re.search(r"[。！？”]$", text):
        return False
    return is_masthead(text) or bool(JUMP.match(text)) or (bool(WEB.search(text)) and "，" not in text)


def is_masthead(text: str) -> bool:
    """The paper's name, day and page, and who made it."""
    return len(text) <= LONGEST and bool(PAGE_CREDIT.match(text.strip()) or MASTHEAD.match(text.strip()))


def is_heading(text: str) -> bool:
    """The name of a column or a page: 今日要闻, 简　讯, 【乡镇传真】."""
    bare = SPACES.sub("", text)
    return len(bare) <= 10 and bool(HEADING.match(bare))
