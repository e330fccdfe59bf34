"""What import-goods is told about a file: its options, and the wishes they make."""

from collections.abc import Callable
from typing import Any

import click

from models.catalogue.imports.formats import goods_formats
from models.catalogue.imports.understanding.looking import Wishes
from models.catalogue.imports.understanding.plan import DecimalSign, TableWay
from models.catalogue.imports.understanding.wishing import encoding_named, meanings_named, money_named, pieces_named

_OPTIONS = (
    click.option("--map", "columns", multiple=True, metavar="COLUMN=MEANING", help="What a column means."),
    click.option("--format", "layout", type=click.Choice(list(goods_formats())), help="The layout."),
    click.option("--encoding", help="The encoding of a text file: UTF-8, GB18030, Big5, Shift-JIS, Latin-1, UTF-16."),
    click.option("--sheet", type=click.IntRange(min=1), help="The sheet of a workbook; the first is 1."),
    click.option("--heading-row", type=click.IntRange(min=1), help="The row with the headings; the first is 1."),
    click.option("--currency", help="The money of the prices: CNY, or USD=7.12 where one is 7.12 yuan."),
    click.option("--decimal", type=click.Choice(["point", "comma"]), help="The decimal sign of the prices."),
    click.option("--empty-stock", help='What an empty stock means: "keep", or a number of pieces.'),
    click.option("--uncounted-stock", help="Pieces for what the file says is not counted."),
    click.option("--category", "categories", multiple=True, metavar="WORDS=SLUG", help="Which category words mean."),
    click.option("--known-by", type=click.Choice(["handle", "sku", "title"]), help="What rows of one goods share."),
)  # fmt: skip
_SIGNS: dict[str | None, DecimalSign] = {"point": ".", "comma": ","}


def wished(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with these options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def wishes_of(options: dict[str, Any]) -> Wishes:
    """What was typed. Raises Refused for what cannot be read."""
    currency, rate = money_named(options["currency"]) if options["currency"] else ("", "")
    uncounted = options["uncounted_stock"]
    return Wishes(
        way=TableWay(
            encoding=encoding_named(options["encoding"]) if options["encoding"] else "",
            sheet=(options["sheet"] or 0) - 1,
            heading=options["heading_row"] or 0,
        ),
        format=options["layout"] or "",
        meanings=meanings_named(_pairs(options["columns"], "--map")),
        known_by=options["known_by"],
        currency=currency,
        rate=rate,
        decimal=_SIGNS.get(options["decimal"]),
        empty_stock=pieces_named(options["empty_stock"] or ""),
        uncounted_stock=None if uncounted is None else pieces_named(uncounted),
        categories=dict(_pairs(options["categories"], "--category")),
    )


def _pairs(typed: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    pairs = [text.rpartition("=") for text in typed]
    for name, sign, _ in pairs:
        if not sign or not name.strip():
            raise click.BadParameter("write it as NAME=VALUE", param_hint=option)
    return [(name.strip(), value.strip()) for name, _, value in pairs]
