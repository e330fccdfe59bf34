"""What was earned (业绩) on the orders of a span, by category, month or link."""

from dataclasses import dataclass
from typing import Final, cast, get_args

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session

from models.catalogue.category.category import Category
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.report.numbers.day_range import DayRange
from models.report.shop.performance import Earned, EarnedBy, performance_by
from models.shop.shop import Shop
from views.console.statistics.parting import Named, names_of
from views.kit.filters import called

EARNED_WORDS: Final[dict[EarnedBy, str]] = {"category": N_("类目"), "month": N_("月份"), "link": N_("入口")}
SHOWN_EARNED = 12
_category = table_of(Category)


@dataclass(frozen=True, slots=True)
class SaidEarned:
    """A row by its name."""

    named: Named
    earned: Earned


@dataclass(frozen=True, slots=True)
class Performance:
    """The rows by `by`; `more` were left out."""

    by: EarnedBy
    rows: list[SaidEarned]
    more: int


def earned_asked() -> EarnedBy:
    """By what, as the address says (?earned=)."""
    asked = request.args.get("earned", "")
    return cast(EarnedBy, asked) if asked in get_args(EarnedBy) else "category"


def performance_of(session: Session, shop: Shop, span: DayRange, by: EarnedBy, most: int = SHOWN_EARNED) -> Performance:
    """The largest, or the newest months."""
    found = performance_by(session, shop, span, by)
    shown = found[:most]
    names = _names(session, shop, by, shown)
    rows = [SaidEarned(names.get(one.key, Named(str(one.key or ""))), one) for one in shown]
    return Performance(by, rows, len(found) - len(shown))


def _names(session: Session, shop: Shop, by: EarnedBy, found: list[Earned]) -> dict[str | int | None, Named]:
    if by == "month":
        return {one.key: Named(str(one.key), _month_page(str(one.key))) for one in found}
    if by == "link":
        ids = [one.key for one in found if isinstance(one.key, int)]
        named: dict[str | int | None, Named] = dict(names_of(session, "link", ids).items())
        return named | {None: Named(_("按店铺号进来"))}
    slugs = [str(one.key) for one in found]
    query = select(_category.c.slug, _category.c.name, _category.c.names).where(_category.c.slug.in_(slugs))
    rows = session.connection().execute(query)
    return {row.slug: Named(called(row.name, row.names) or row.slug) for row in rows} | {"": Named(_("没分类目"))}


def _month_page(month: str) -> str:
    return url_for("console.month", year=month[:4], number=month[5:])
