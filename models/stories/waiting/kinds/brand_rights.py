"""Rights to brands that a supplier asks for, or renews."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.brands import brand_right_coded
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.said import Said
from models.stories.brand.decide import grant_right, refuse_right
from models.stories.waiting import Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.stories.waiting.coded import each_coded, is_coded

_right, _supplier = table_of(BrandRight), table_of(Supplier)
_COLUMNS = (_right.c.code, _right.c.brand, _right.c.given_at, _supplier.c.name.label("owner"))
_Decision = Callable[..., object]


def _each(decide: _Decision) -> Callable[..., None]:
    return each_coded(
        brand_right_coded, lambda session, right, given, act, rules: decide(session, right, act, rules=rules)
    )


WAITING = WaitingKind(
    "brand",
    11,
    N_("品牌授权"),
    "approval",
    WaitingRows(
        query=select(*_COLUMNS)
        .join_from(_right, _supplier, _supplier.c.id == _right.c.supplier_id)
        .where(in_states(_right.c.state, "waiting")),
        code=_right.c.code,
        due=_right.c.due_at,
        since=_right.c.given_at,
        face=lambda row: WaitingFace(Said(N_("“%(brand)s”的授权"), brand=row.brand), row.owner),
        mark=lambda row: "",
        supplier_id=_right.c.supplier_id,
        exact=(_right.c.code,),
    ),
    # The promise is the row's own.
    lambda rules: timedelta(0),
    (
        # Neither is taken back: goods come on sale and go off by it at once, and a new decision is a click away.
        Verb("grant", "a", N_("通过"), N_("通过了"), _each(grant_right)),
        Verb("refuse", "r", N_("退回"), N_("退回了"), _each(refuse_right), None, "why"),
    ),
    is_coded(brand_right_coded),
    wording="brand_refusal",
)
