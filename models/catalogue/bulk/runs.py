"""Edits of many goods: asked for once per form, found again, taken back once, taken up where a worker left them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.catalogue.bulk.bulk_edit import BulkEdit, BulkEditRow
from models.catalogue.bulk.choosing import ChosenGoods
from models.catalogue.bulk.moves import BulkWish
from models.catalogue.goods.finding import GoodsFilter
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.record import related


def ask_bulk_edit(
    session: Session, supplier: Supplier, chosen: ChosenGoods, wish: BulkWish, act: Act, *, once: str
) -> BulkEdit:
    """A run that waits for the worker; the same form gives the same run. Raises Refused where nothing is wished, or
    nothing chosen."""
    if wish.is_empty:
        raise Refused("", N_("先选要改什么"))
    total = chosen.count(session, supplier)
    if not total:
        raise Refused("", N_("没有选中商品"))
    filters = {"state": chosen.filters.state, "words": chosen.filters.words, "category": chosen.filters.category}
    edit = _waiting(session, supplier, act, once, total)
    edit.wish, edit.codes, edit.filters = wish.as_kept, list(chosen.codes), {} if chosen.codes else filters
    return _kept(session, supplier, edit)


def ask_undo(session: Session, supplier: Supplier, edit: BulkEdit, act: Act) -> BulkEdit:
    """A run that takes back what this one did, once. What was changed since stays. Raises Refused where it did nothing,
    is not over, or takes something back itself."""
    if edit.state not in ("done", "failed") or edit.undoes is not None:
        raise Refused("", N_("这一次还没改完，或者本身就是撤回"))
    total = edit.goods_changed + edit.goods_proposed
    if not total:
        raise Refused("", N_("这一次什么也没改"))
    back = _waiting(session, supplier, act, f"undo-{edit.code}", total)
    back.undoes = edit.id
    return _kept(session, supplier, back)


def chosen_of(edit: BulkEdit) -> ChosenGoods:
    """What a run is about."""
    return ChosenGoods(tuple(edit.codes), GoodsFilter(**edit.filters))


def bulk_coded(session: Session, supplier: Supplier, code: str) -> BulkEdit | None:
    """One of the supplier's own runs."""
    return session.exec(select(BulkEdit).where(BulkEdit.supplier_id == supplier.id, BulkEdit.code == code)).first()


def bulk_edits_of(session: Session, supplier: Supplier, *, limit: int, offset: int = 0) -> list[BulkEdit]:
    """A supplier's runs, newest first."""
    query = select(BulkEdit).where(col(BulkEdit.supplier_id) == supplier.id).order_by(col(BulkEdit.id).desc())
    return list(session.exec(query.limit(limit).offset(offset)))


def bulk_edits_count(session: Session, supplier: Supplier) -> int:
    """How many runs a supplier has made."""
    return session.exec(select(func.count()).where(BulkEdit.supplier_id == supplier.id)).one()


def bulk_rows(session: Session, edit: BulkEdit, *, limit: int, offset: int = 0) -> Sequence[BulkEditRow]:
    """What came of each goods, the refused ones first."""
    order = col(BulkEditRow.result).desc(), col(BulkEditRow.id)
    query = select(BulkEditRow).where(BulkEditRow.run_id == edit.id).order_by(*order)
    return session.exec(query.limit(limit).offset(offset)).all()


def bulk_refusals(session: Session, run_id: int) -> Iterator[BulkEditRow]:
    """Each goods that a run refused, in the order in which they were gone through; read in pieces."""
    query = select(BulkEditRow).where(BulkEditRow.run_id == run_id, BulkEditRow.result == "refused")
    query = query.order_by(col(BulkEditRow.id)).options(joinedload(related(BulkEditRow.goods)))
    yield from session.exec(query.execution_options(yield_per=500))


def undone_by(session: Session, edit: BulkEdit) -> BulkEdit | None:
    """The run that takes this one back."""
    return session.exec(select(BulkEdit).where(BulkEdit.undoes == edit.id)).first()


def _waiting(session: Session, supplier: Supplier, act: Act, once: str, total: int) -> BulkEdit:
    return BulkEdit(
        code=fresh_code(session, BulkEdit.code, 8),
        once=once,
        supplier_id=supplier.id,
        asked_by=act.by_id,
        goods_total=total,
        asked_at=act.at,
        moved_at=act.at,
    )


def _kept(session: Session, supplier: Supplier, edit: BulkEdit) -> BulkEdit:
    try:
        with session.begin_nested():
            session.add(edit)
            session.flush()
    except IntegrityError:
        mine = (BulkEdit.once == edit.once, BulkEdit.supplier_id == supplier.id)
        existing = session.exec(select(BulkEdit).where(*mine)).first()
        if existing is None:
            raise Refused("", N_("这张表单不完整，请再提交一次")) from None
        return existing
    return edit
