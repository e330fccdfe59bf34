"""One goods of an edit of many, as its preview and its result show it: what was, what it becomes, what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlmodel import Session

from models.catalogue.bulk.bulk_edit import BulkEditRow
from models.catalogue.bulk.editing_each import GoodsEdit
from models.catalogue.category.category import Category
from models.kernel.money import Money
from views.kit import locale
from views.supply.goods.form import percent

_FEW = 3


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """`lines` are (what, before, after)."""

    code: str
    title: str
    result: str
    announced: bool
    why: str
    lines: list[tuple[str, str, str]]


def shown_edit(session: Session, each: GoodsEdit) -> ShownEdit:
    """Of a preview."""
    goods = each.goods
    lines = _lines(session, each.was, each.became)
    return ShownEdit(goods.code, goods.title, each.result, each.announced, each.why, lines)


def shown_row(session: Session, row: BulkEditRow) -> ShownEdit:
    """Of a run."""
    lines = _lines(session, row.was, row.became)
    return ShownEdit(row.goods.code, row.goods.title, row.result, row.announced, row.why, lines)


def _lines(session: Session, was: Mapping[str, Any], became: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    if "category_id" in was:
        found.append((_("类目"), _category(session, was["category_id"]), _category(session, became["category_id"])))
    before, after = was.get("attributes", {}), became.get("attributes", {})
    for name in dict.fromkeys([*before, *after]):
        if before.get(name) != after.get(name):
            found.append((name, before.get(name, "—"), after.get(name, "—")))
    skus = [(one, became["skus"][code]) for code, one in was.get("skus", {}).items()]
    for label, at, words in (
        (_("价格"), 0, _yuan),
        (_("划线价"), 1, _yuan),
        (_("佣金率"), 2, _rate),
        (_("库存"), 3, str),
    ):
        moved = list(dict.fromkeys((words(one[at]), words(other[at])) for one, other in skus if one[at] != other[at]))
        found.extend((label, old, new) for old, new in moved[:_FEW])
        if len(moved) > _FEW:
            found.append((label, "…", _("还有 %(more)s 种", more=len(moved) - _FEW)))
    return found


def _category(session: Session, category_id: int | None) -> str:
    category = session.get(Category, category_id) if category_id else None
    return category.called(locale.current()) if category else "—"


def _yuan(fen: int | None) -> str:
    return "—" if fen is None else f"¥{Money(fen).short}"


def _rate(bp: int | None) -> str:
    return "—" if bp is None else f"{percent(bp)}%"
