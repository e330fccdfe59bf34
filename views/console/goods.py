"""What suppliers offer: looking through it, and one goods in full. Price and commission show before any picking."""

from contextlib import suppress

from flask import request
from werkzeug.wrappers import Response

from models.catalogue.category.category import Category, tree
from models.kernel.clock import now
from models.kernel.errors import Gone, Refused
from models.kernel.money import Money
from models.kernel.text import one_line
from models.pick import offers
from models.pick.first_look import shown_from
from models.pick.picking import pick_of
from models.report.vouching.fitting import fitting
from models.report.vouching.measured import FEWEST_TO_MEASURE, MEASURED_DAYS, measured
from views.console.blueprint import console
from views.console.first_steps import first_steps
from views.kit import store
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page
from views.kit.paging import Paged
from views.parts.numbers.waited import waited_words

LONGEST = 60
# An order that no column has (models/report/vouching/fitting.py).
FIT = "fit"


@console.get("/goods")
def goods() -> Response:
    """The goods that fit what the address asks for."""
    session, wish = store.session(), _wish()
    fits = fitting(session, shop(), wish, at=now()) if wish.sort == FIT else []
    total = len(fits) if wish.sort == FIT else offers.offers_count(session, shop(), wish)
    least = wish.least.short if wish.least else ""
    sort = wish.sort if request.args.get("sort") else ""
    kept = {"q": wish.words, "category": wish.category, "least": least, "sort": sort}
    at = Paged(total, offers.OFFERS_PAGE, "console.goods", kept)
    roots = tree(session)
    return page(
        "console/goods/index.html",
        shop=shop(),
        rows=[one.row for one in fits] if wish.sort == FIT else offers.offers(session, shop(), wish, page=at.number),
        why={one.row.code: one for one in fits},
        total=total,
        paging=at,
        wish=wish,
        least=least,
        roots=roots,
        root=_root(roots, wish.category),
        sorts=(*offers.SORTS, FIT),
        first=first_steps(),
    )


@console.get("/goods/<code>")
def goods_page(code: str) -> Response:
    """One goods: pictures, words, SKUs with what each earns, what is known of it, and who ships it."""
    return show_goods(code)


def show_goods(code: str, *, refused: str = "") -> Response:
    """The page of one goods; with the reason where picking it was refused."""
    goods = offers.goods_before(store.session(), shop(), code)
    if goods is None:
        raise Gone(code)
    picked = pick_of(store.session(), shop(), goods)
    status = 422 if refused else 200
    return page(
        "console/goods/show.html",
        status=status,
        goods=goods,
        picked=picked,
        refused=refused,
        known=measured(store.session(), goods.id, at=now()),
        known_days=MEASURED_DAYS,
        fewest=FEWEST_TO_MEASURE,
        waited=waited_words,
    )


def _wish() -> offers.OfferFilter:
    """What the address asks for; what it says wrongly is left out."""
    least, sort = None, request.args.get("sort", "")
    with suppress(Refused):
        least = Money.parse(request.args.get("least", "") or "0") or None
    return offers.OfferFilter(
        words=one_line(request.args.get("q", ""))[:LONGEST],
        category=one_line(request.args.get("category", ""))[:LONGEST],
        least=least,
        sort=sort if sort in offers.SORTS or sort == FIT else "newest",
        shown=shown_from(store.session(), shop(), rules=house().rules, at=now()),
    )


def _root(roots: list[tuple[Category, list[Category]]], slug: str) -> tuple[Category, list[Category]] | None:
    """The root that was chosen, or whose child was, with its children."""
    return next((each for each in roots if slug in (each[0].slug, *(child.slug for child in each[1]))), None)
