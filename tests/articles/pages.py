"""A small invented page, and the same as a source."""

from articles.reading.sources import Source

PAGE = """柳溪镇召开冬管现场会

本报讯（记者魏青岚 通讯员白苇）11月18日上午，云亭新区在柳溪镇召开冬季麦田管护现场会。
云亭新区党工委书记鲍喆出席会议并讲话。

柳溪镇夜市开街

本报讯（记者魏青岚）近日，柳溪镇夜市开街，村民的小吃摊前排起长队，生意一天比一天红火。

图为柳溪镇夜市灯火通明，村民在摊位前选购年货。 苗青禾 摄
"""


def page_source(text: str = PAGE) -> Source:
    return Source(text)
