"""/supply/goods/edits: editing many goods at once: chosen in the table, looked at before, done by the worker."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from flask import flash, request, stream_with_context, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlmodel import col, select
from werkzeug.wrappers import Response

from models.catalogue.bulk.bulk_edit import BulkEdit
from models.catalogue.bulk.choosing import ChosenGoods
from models.catalogue.bulk.editing_each import edit_each, held_goods, wishing
from models.catalogue.bulk.moves import BulkWish
from models.catalogue.bulk.runs import (
    ask_bulk_edit,
    ask_undo,
    bulk_coded,
    bulk_edits_count,
    bulk_edits_of,
    bulk_refusals,
    bulk_rows,
    undone_by,
)
from models.catalogue.category.category import Attribute, tree
from models.kernel.cells import MARK, csv_line
from models.kernel.errors import Gone, Refused
from models.kernel.said import tell
from views.kit import locale, store
from views.kit.acting import as_supplier
from views.kit.bodies import ROWS, carries
from views.kit.forms import attempt
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, see, sentence
from views.kit.paging import Paged
from views.parts.files import download, file_page, new_once, once_of
from views.supply.blueprint import supply
from views.supply.goods.bulk_form import BulkForm, chosen_sent
from views.supply.goods.bulk_rows import ShownEdit, shown_edit, shown_row

_SHOWN = 30
_PAGE = 50


@supply.get("/goods/edits")
def bulk_edits() -> Response:
    """The supplier's runs, newest first."""
    session, own = store.session(), supplier()
    paged = Paged(bulk_edits_count(session, own), _PAGE, "supply.bulk_edits", {})
    rows = bulk_edits_of(session, own, limit=_PAGE, offset=paged.offset)
    return page("supply/goods/bulk_edits.html", rows=rows, paged=paged)


@supply.post("/goods/edits")
@carries(ROWS)
def bulk_edit() -> Response:
    """From the table: the form. From the form: what would become of the first goods, or the run."""
    form, chosen = BulkForm(), chosen_sent()
    step = request.form.get("step", "")
    if step not in ("preview", "start"):
        if not chosen.count(store.session(), supplier()):
            flash(_("先勾选几件商品"), "warn")
            return see(url_for("supply.goods"))
        return _asked(BulkForm(formdata=None, once=new_once()), chosen)
    if form.validate():
        with attempt(form) as outcome:
            wish = form.wish()
            if step == "start":
                code = ask_bulk_edit(
                    store.session(), supplier(), chosen, wish, as_supplier(), once=once_of(form.once.data)
                ).code
                store.after_commit(partial(house().enqueue, "edit_goods", code))
                return see(url_for("supply.bulk_edit_run", code=code))
            foreseen = _foreseen(chosen, wish)
        if outcome.ok:
            return _asked(form, chosen, foreseen)
    return _asked(form, chosen, status=422)


@supply.get("/goods/edits/<code>")
def bulk_edit_run(code: str) -> Response:
    """One run: progress while it runs, then what came of each goods."""
    session, edit = store.session(), _own(code)
    paged = Paged(
        edit.goods_changed + edit.goods_proposed + edit.goods_refused, _PAGE, "supply.bulk_edit_run", {"code": code}
    )
    rows = bulk_rows(session, edit, limit=_PAGE, offset=paged.offset)
    return file_page(
        "supply/goods/bulk_edit_run.html",
        name=_("批量改 %(count)s 件商品", count=edit.goods_total),
        since=edit.asked_at,
        state=edit.state,
        problems=(),
        edit=edit,
        back=session.get(BulkEdit, edit.undoes) if edit.undoes else None,
        undone=undone_by(session, edit),
        rows=[shown_row(session, row) for row in rows],
        paged=paged,
    )


@supply.get("/goods/edits/<code>/refused.csv")
def bulk_refused(code: str) -> Response:
    """What was refused, each with its reason."""
    lines = _refused_lines(_own(code).id, locale.current())
    return download(stream_with_context(lines), "text/csv", f"refused-{code}.csv")


def _refused_lines(run_id: int, language: str) -> Iterator[bytes]:
    with force_locale(language), house().database.reading() as session:
        yield MARK + csv_line([_("商品编号"), _("标题"), _("原因")])
        for row in bulk_refusals(session, run_id):
            yield csv_line([row.goods.handle, row.goods.title, tell(row.why, _)])


@supply.post("/goods/edits/<code>/undo")
def undo_bulk_edit(code: str) -> Response:
    """Takes a run back, by another run; the same again leads to the same one."""
    try:
        back = ask_undo(store.session(), supplier(), _own(code), as_supplier())
    except Refused as no:
        store.give_up()
        flash(sentence(no), "error")
        return see(url_for("supply.bulk_edit_run", code=code))
    if back.state == "waiting":
        store.after_commit(partial(house().enqueue, "edit_goods", back.code))
    return see(url_for("supply.bulk_edit_run", code=back.code))


@dataclass(frozen=True, slots=True)
class _Foreseen:
    """A page of what would become of the chosen goods."""

    rows: list[ShownEdit]
    paged: Paged

    def count(self, result: str) -> int:
        """How many of this page come out so."""
        return sum(row.result == result for row in self.rows)


def _foreseen(chosen: ChosenGoods, wish: BulkWish) -> _Foreseen:
    """What would become of the goods of a page: the very edits are tried, and nothing of them is kept."""
    session, own = store.session(), supplier()
    if wish.is_empty:
        raise Refused("", _("先选要改什么"))
    paged = Paged(chosen.count(session, own), _SHOWN, "supply.bulk_edit")
    goods = held_goods(session, chosen.page(session, own, paged.offset, _SHOWN))
    try:
        tried = edit_each(session, goods, wishing(session, wish), as_supplier(), house().rules)
        return _Foreseen([shown_edit(session, each) for each in tried], paged)
    finally:
        store.give_up()


def _asked(form: BulkForm, chosen: ChosenGoods, foreseen: _Foreseen | None = None, *, status: int = 200) -> Response:
    session, own = store.session(), supplier()
    names = select(Attribute.name).where(col(Attribute.retired_at).is_(None)).distinct().order_by(Attribute.name)
    form.offer(tree(session), list(session.exec(names)), locale.current())
    return page(
        "supply/goods/bulk_edit.html",
        form=form,
        chosen=chosen,
        count=chosen.count(session, own),
        foreseen=foreseen,
        status=status,
    )


def _own(code: str) -> BulkEdit:
    edit = bulk_coded(store.session(), supplier(), code)
    if edit is None:
        raise Gone(code)
    return edit
