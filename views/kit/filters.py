"""How values are written on pages: money, days, rates, states."""

import functools
from datetime import datetime

import budoux
from flask import Flask
from markupsafe import Markup, escape

from models.catalogue.goods.price import commission_of, least_price, price_of, prices_of, rate_of
from models.kernel.clock import local
from models.kernel.text import mask_name, mask_phone
from views.kit import locale
from views.kit.said import said
from views.kit.words import gateway, placement, state


def day(at: datetime | None) -> str:
    """A day as people say it: 11 月 3 日, or with the year where it is not this one."""
    if at is None:
        return ""
    here = local(at)
    if locale.current() == "en":
        return f"{here.day}\u00a0{here:%b}\u00a0{here:%Y}"
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
    for asked in (price_of, rate_of, commission_of, least_price, prices_of):
        app.add_template_filter(asked)
    app.add_template_filter(state)
    app.add_template_filter(placement)
    app.add_template_filter(gateway)
    app.add_template_filter(said)
    app.add_template_filter(day)
    app.add_template_filter(minute)
    app.add_template_filter(rate)
    app.add_template_filter(safe_html)
    app.add_template_filter(phrases)
    app.add_template_filter(mask_name)
    app.add_template_filter(mask_phone)
