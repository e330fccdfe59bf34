"""What became of goods that a file was loaded over, where it is more than the file says."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from models.catalogue.goods.change import GoodsOutcome
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.price import announced_of
from models.catalogue.imports.left_out import LeftKind
from models.catalogue.imports.sheets.entries import GoodsEntry, Problem
from models.kernel.clock import local
from models.kernel.errors import N_

_NAMED = 5
_PROPOSED = N_("通过之前买家看到的还是原来的样子")
_WITHDRAWN = N_("文件里没有，不再卖了：%(skus)s")
_WITHDRAWN_MORE = N_("文件里没有，不再卖了：%(skus)s 等 %(count)s 个")
_UNCATEGORISED = N_("先是草稿，选好类目才能提交审核")
_ANNOUNCED = N_("%(sku)s 的佣金率 %(day)s 起降到 %(rate)s，之前照旧")


class Offered(NamedTuple):
    """A SKU on offer: what it is called, and when which fall of its rate holds."""

    label: str
    fall: tuple[int, datetime] | None


def offered(goods: Goods) -> dict[str, Offered]:
    """The SKUs on offer, by their codes."""
    return {sku.code: Offered(sku.label or sku.code, announced_of(sku)) for sku in goods.on_offer}


def without_category(entry: GoodsEntry, category_id: int | None) -> Iterator[tuple[LeftKind, Problem]]:
    """The same of new goods, of which there is no more to tell."""
    if category_id is None:
        yield "uncategorised", Problem(entry.line, "", _UNCATEGORISED, {}, entry.title)


def became(
    goods: Goods, entry: GoodsEntry, before: Mapping[str, Offered], outcome: GoodsOutcome
) -> Iterator[tuple[LeftKind, Problem]]:
    """What is to be told of goods that were written, each with its kind."""
    title = entry.title
    if outcome.proposed:
        yield "proposed", Problem(entry.line, "", _PROPOSED, {}, title)
    yield from without_category(entry, goods.category_id)
    if not before:
        return
    after = offered(goods)
    gone = [sku.label for code, sku in before.items() if code not in after]
    if gone:
        said: dict[str, object] = {"skus": "、".join(gone[:_NAMED]), "count": len(gone)}
        yield "withdrawn", Problem(entry.line, "", _WITHDRAWN_MORE if len(gone) > _NAMED else _WITHDRAWN, said, title)
    lines = {sku.code: sku.line for sku in entry.skus}
    for code, sku in after.items():
        if sku.fall is not None and code in before and before[code].fall != sku.fall:
            rate, falls_at = sku.fall
            told: dict[str, object] = {
                "sku": sku.label,
                "day": f"{local(falls_at):%Y-%m-%d}",
                "rate": f"{rate / 100:g}%",
            }
            yield "announced", Problem(lines.get(code, entry.line), "", _ANNOUNCED, told, title)
