"""How values are written on pages: money, days, rates, states."""

import functools
from collections.abc import Mapping
from datetime import datetime, timedelta

import budoux
from babel.dates import format_date
from flask import Flask
from flask_babel import gettext as _
from markupsafe import Markup, escape

from models.catalogue.goods.price import announced_of, commission_of, least_price, price_of, prices_of, rate_of
from models.kernel.clock import local
from models.kernel.errors import N_
from models.kernel.languages import language_name, named_in, tag
from models.kernel.text import mask_name, mask_phone
from models.shop.shop import door_state
from views.kit import locale
from views.kit.edited import said_in
from views.kit.page import said
from views.kit.words import gateway, placement, state, violation

# How a day is written, in the letters of CLDR patterns: M month, MMM its name, d day, y year.
THIS_YEAR, OTHER_YEAR = N_("M 月 d 日"), N_("y-MM-dd")


def called(name: str | None, others: Mapping[str, str] | None) -> str | None:
    """A name in the reader's language, of a thing that has names in several."""
    return named_in(locale.current(), name, others) if name else name


def day(at: datetime | None) -> str:
    """A day as people say it: 11 月 3 日, or with the year where it is not this one."""
    if at is None:
        return ""
    here, today = local(at), local(datetime.now(at.tzinfo))
    return format_date(here, _(THIS_YEAR if here.year == today.year else OTHER_YEAR), locale.selected())


def language(code: str, reader: str = "") -> str:
    """A language's name in the reader's, or in another."""
    return language_name(code, reader or locale.current())


def until_when(until: datetime, at: datetime) -> str:
    """The hour; on another day with its day."""
    hour = f"{local(until):%H:%M}"
    return hour if local(until).date() == local(at).date() else f"{day(until)} {hour}"


def minute(at: datetime | None) -> str:
    """Day and time on a Chinese wall clock."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def post_time(at: datetime) -> str:
    """When something was said, as people say it: the hour of today, yesterday, else the day."""
    here, today = local(at), local(datetime.now(at.tzinfo))
    if here.date() == today.date():
        return _("今天 %(time)s", time=f"{here:%H:%M}")
    return _("昨天 %(time)s", time=f"{here:%H:%M}") if here.date() == today.date() - timedelta(days=1) else day(at)


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
    for asked in (announced_of, price_of, rate_of, commission_of, least_price, prices_of):
        app.add_template_filter(asked)
    app.add_template_filter(state)
    app.add_template_filter(door_state)
    app.add_template_filter(placement)
    app.add_template_filter(violation)
    app.add_template_filter(gateway)
    app.add_template_filter(said)
    app.add_template_filter(called)
    app.add_template_filter(tag)
    app.add_template_filter(language)
    app.add_template_filter(said_in)
    app.add_template_filter(day)
    app.add_template_filter(minute)
    app.add_template_filter(post_time)
    app.add_template_filter(rate)
    app.add_template_filter(safe_html)
    app.add_template_filter(phrases)
    app.add_template_filter(mask_name)
    app.add_template_filter(mask_phone)
