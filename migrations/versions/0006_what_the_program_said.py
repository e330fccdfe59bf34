"""What the program said is kept as msgid and parameters: stored Chinese is led back to them where it can be"""

import json
import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BATCH = 2_000
JOINT = "；"
MARK = '{"said":'
PLACE = re.compile(r"%\((\w+)\)([sd])")
# What the program may have said on goods, of which a draft lacks several at once.
ON_GOODS = (
    "先选一个类目",
    "“%(name)s”停用了，换一个类目",
    "至少要有一张图片",
    "至少要有一个规格",
    "还没有填“%(name)s”",
    "还缺 %(count)s 张图片",
    "售价 %(price)s 元高于站外价 %(other)s 元",
    "佣金率 %(rate)s 低于站外的 %(other)s",
    "佣金率 %(rate)s 低于类目下限 %(other)s",
    "保证金不足，补齐后自动恢复在售",
    "供货商的保证金不足，补齐以后才能上架",
    "这件商品是平台下架的，改好后重新提交审核",
    "现在不能上架：%(why)s",
)
ON_PICTURES = (
    "文件里写了图片名，但没有一起上传图片压缩包",
    "这个网站一直没有给出图片：%(host)s",
    "压缩包里没有图片 %(name)s",
    "压缩包里有几张都叫 %(name)s 的图片，请连文件夹一起写",
    "压缩包里的图片 %(name)s 坏了，请重新打包",
    "图片 %(name)s 超过 %(most)d MB",
    "图片网址转了太多次：%(url)s",
    "连不上这个网站，或连接中断了：%(url)s",
    "图片超过 %(most)d MB：%(url)s",
    "图片网址要以 http:// 或 https:// 开头：%(url)s",
    "图片网址里不能带用户名和密码",
    "图片网址不完整：%(url)s",
    "图片网址不能带这个端口：%(url)s",
    "这个网址不在公网上，不能从那里取图片：%(url)s",
    "对方网站没有给出图片（%(status)d）：%(url)s",
    "这个网址给出的不是图片：%(url)s",
    "对方网站用了读不了的压缩方式：%(url)s",
    "%(seconds)d 秒内没有取到图片：%(url)s",
    "找不到这个网站：%(url)s",
    "这个网站的证书不对，没有取图片：%(url)s",
    "图片太小了：%(width)d×%(height)d。短边至少 %(least)d 像素，印出来才清楚",
    "图片太小了：%(width)d×%(height)d。短边至少 %(least)d 像素",
    "图片的像素太多了，请缩小到 5000 万像素以内再传",
    "这不是能用的图片。请上传 JPG、PNG、WebP、GIF、AVIF 或 TIFF",
    "图片是空的，请重新选择",
    "图片超过 %(most)d MB，请压缩后再传",
    "还不能读 HEIC 图片。请在手机相机设置里选“兼容性最佳”，或把照片另存为 JPG 再传",
    "这张图片不完整或已损坏，请重新保存或拍一张再传",
)
ON_FILES = (
    "文件里有不对的行，按你的要求一件也没有装入。改好下面这些行再装一次",
    "上传的文件已经不在了，请再上传一次",
    "装入时出了意外，已经装好的都在。再装一次会接着装，不会重复",
    "这个压缩包打不开，可能没有传完整，请重新打包再试",
    "压缩包里的文件太多了，请分成几个再传",
    "压缩包超过 %(most)d MB，请分成几个再传",
    "压缩包加了密码，请去掉密码重新打包",
    "文件是空的",
    "文件超过 %(most)d MB，请分成几个再传",
    "“%(name)s”是旧版 XLS 或加了密码，请另存为 XLSX 或 CSV",
    "“%(name)s”不是表格文件。请上传 CSV 或 XLSX",
    "这个压缩包不是 XLSX 表格。表格请上传 CSV 或 XLSX，图片请另传压缩包",
    "这个表格加了密码或用了少见的压缩方式，请另存一份再上传",
    "这个表格解开后太大了，请分成几个文件，或另存为 CSV",
    "一个文件最多 %(most)d 行，请分成几个文件",
    "这个 XLSX 读不出来，请用表格软件打开后另存一份再上传",
    "认不出文件的文字编码。请另存为“CSV UTF-8”或 XLSX 再上传",
    "这不是表格文件。请上传 CSV 或 XLSX",
    "第 %(line)d 行的引号没有成对，它后面的行都读不出来",
    "第一行有一格太长了，请检查那里的引号是否成对",
    "文件里有一行超过 %(most)d 个字，这不像表格",
    "第 %(line)d 行有一格太长了，请检查那里的引号是否成对",
    "认不出表头。第一行要有“商品编号”“标题”“价格”这些列名，可以先下载样表照着填",
    "表头缺少这些列：%(columns)s",
    "表头里“%(column)s”出现了两次，请只留一列",
    "文件里只有表头，还没有商品",
)
ON_REFUNDS = (
    "这种付款方式没有启用，退款发不出去",
    "支付平台没有回答",
    "退款没有到账，请在微信支付商户平台处理",
)
# Where each may stand: table, column, and which rows besides those that say nothing.
COLUMNS = (
    ("goods", "state_why", "", ON_GOODS),
    ("goods_event", "why", "", ON_GOODS),
    ("missing_picture", "why", "", ON_PICTURES),
    ("import_run", "failure", "", ON_FILES),
    ("refund", "last_words", "", ON_REFUNDS),
    ("order_event", "why", " AND about = 'refund'", ON_REFUNDS),
)


def upgrade() -> None:
    """What people wrote matches none of them, and stays as they wrote it. So does the ledger, which never changes."""
    connection = op.get_bind()
    for table, column, besides, msgids in COLUMNS:
        known = [(msgid, _pattern(msgid)) for msgid in msgids]
        keep = sa.text(f"UPDATE {table} SET {column} = :kept WHERE id = :id")
        for rows in _rows(connection, f"SELECT id, {column} FROM {table} WHERE {column} <> ''{besides} AND id > :last"):
            led = ({"id": row[0], "kept": _led_back(row[1], known)} for row in rows)
            changed = [one for one in led if one["kept"] is not None]
            if changed:
                connection.execute(keep, changed)


def _rows(connection: sa.Connection, query: str) -> Iterator[list[Any]]:
    last = 0
    page = sa.text(f"{query} ORDER BY id LIMIT {BATCH}")
    while rows := list(connection.execute(page, {"last": last})):
        yield rows
        last = rows[-1][0]


def _led_back(text: str, known: list[tuple[str, re.Pattern[str]]]) -> str | None:
    """As it is kept from now on; nothing where a part of it is not ours. Who wrote what looks like it wrote just that."""
    if text.startswith(MARK):
        return _kept([["%(words)s", {"words": text}]])
    said = [_sentence(part, known) for part in text.split(JOINT)]
    if any(one is None for one in said):
        return None
    return _kept(said)


def _kept(said: list[Any]) -> str:
    return json.dumps({"said": said}, ensure_ascii=False, separators=(",", ":"))


def _sentence(words: str, known: list[tuple[str, re.Pattern[str]]]) -> list[Any] | None:
    for msgid, pattern in known:
        found = pattern.fullmatch(words)
        if found and not pattern.groupindex:
            return [msgid]
        if found:
            return [msgid, {name: _value(msgid, name, text, known) for name, text in found.groupdict().items()}]
    return None


def _value(msgid: str, name: str, text: str, known: list[tuple[str, re.Pattern[str]]]) -> Any:
    """A number where a number is said; a sentence again where it is a reason of ours."""
    if f"%({name})d" in msgid:
        return int(text)
    inner = _sentence(text, known) if name == "why" else None
    return text if inner is None else {"said": [inner]}


def _pattern(msgid: str) -> re.Pattern[str]:
    """The msgid with a group for each place."""
    parts, end = [], 0
    for place in PLACE.finditer(msgid):
        kind = r"\d+" if place[2] == "d" else ".+?"
        parts += [re.escape(msgid[end : place.start()]), f"(?P<{place[1]}>{kind})"]
        end = place.end()
    return re.compile("".join([*parts, re.escape(msgid[end:])]), re.DOTALL)
