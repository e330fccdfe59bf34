"""How values are written on pages: money, days, rates, states."""

import functools
from datetime import datetime

import budoux
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from models.kernel.clock import local
from models.kernel.errors import N_
from models.kernel.text import mask_name, mask_phone
from views.kit import locale
from views.kit.said import said

# Every state's word, in one place. Keys are "noun.state".
STATES = {
    "goods.draft": N_("草稿"),
    "goods.submitted": N_("待审核"),
    "goods.on_sale": N_("在售"),
    "goods.refused": N_("未通过"),
    "goods.off_sale": N_("已下架"),
    "order.unpaid": N_("待付款"),
    "order.placed": N_("已下单"),
    "order.paid": N_("已付款"),
    "order.cancelled": N_("已取消"),
    "parcel.waiting": N_("等付款"),
    "parcel.to_ship": N_("待发货"),
    "parcel.shipped": N_("已发货"),
    "parcel.received": N_("已收货"),
    "parcel.cancelled": N_("已取消"),
    "import.waiting": N_("排队中"),
    "import.running": N_("正在装入"),
    "import.done": N_("已完成"),
    "import.failed": N_("没有装入"),
    "placement.moments": N_("朋友圈"),
    "placement.group": N_("群"),
    "placement.chat": N_("私聊"),
    "placement.print": N_("打印"),
    "placement.other": N_("其他"),
    "payment.cod": N_("货到付款"),
    "payment.test": N_("测试支付"),
    "supplier.brand": N_("品牌方"),
    "supplier.distributor": N_("经销商"),
    "supplier.factory": N_("工厂"),
    "supplier.retailer": N_("线下门店"),
    "style.window": N_("橱窗"),
    "style.letter": N_("荐语"),
    "style.festival": N_("节"),
}


def state(value: str, noun: str) -> str:
    """A state in words."""
    return gettext(STATES[f"{noun}.{value}"])


def placement(name: str) -> str:
    """Where a poster was put: everybody's placements in the reader's language, a shop's own as it named them."""
    known = STATES.get(f"placement.{name}")
    return gettext(known) if known else name


def day(at: datetime | None) -> str:
    """A day as people say it: 11 月 3 日, or with the year where it is not this one."""
    if at is None:
        return ""
    here = local(at)
    if locale.current() == "en":
        return f"{here.day} {here:%b %Y}"
    return f"{here.month} 月 {here.day} 日" if here.year == local(datetime.now(at.tzinfo)).year else f"{here:%Y-%m-%d}"


def minute(at: datetime | None) -> str:
    """Day and time on a Chinese wall clock."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def rate(bp: int) -> str:
    """Basis points as percent: 12.5%."""
    return f"{bp / 100:g}%"


def safe_html(text: str) -> Markup:
    """Descriptions were cleaned when they came in (models/catalogue); nothing else may pass here."""
    return Markup(text)


@functools.cache
def _parser() -> budoux.Parser:
    return budoux.load_default_simplified_chinese_parser()


@functools.lru_cache(maxsize=4_000)
def phrases(words: str) -> Markup:
    """Words that break only between phrases: 三年 never stands on two lines. Latin text breaks at its spaces."""
    if words.isascii():
        return Markup(escape(words))
    return Markup("<wbr>").join(escape(part) for part in _parser().parse(words))


def init_app(app: Flask) -> None:
    """Gives templates the filters."""
    app.add_template_filter(state)
    app.add_template_filter(placement)
    app.add_template_filter(said)
    app.add_template_filter(day)
    app.add_template_filter(minute)
    app.add_template_filter(rate)
    app.add_template_filter(safe_html)
    app.add_template_filter(phrases)
    app.add_template_filter(mask_name)
    app.add_template_filter(mask_phone)
