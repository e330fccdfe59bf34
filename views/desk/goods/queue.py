"""Goods at the desk: the queue of approvals, and one goods as buyers would see it. Deciding stands in decisions.py."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import Length

from models.catalogue.category.category import attributes_of
from models.catalogue.goods import listing
from models.catalogue.goods.approval import (
    DECISIONS_PAGE,
    ApprovalFilter,
    approval_counts,
    approval_rows,
    goods_at_desk,
)
from models.catalogue.goods.by_operator import GOODS_WHY_LIMIT, seen_mark
from models.catalogue.goods.finding import goods_history
from models.catalogue.goods.goods import GOODS_STATES
from models.catalogue.supplier.register import supplier_coded
from models.kernel.errors import Gone
from views.desk.blueprint import desk
from views.kit import store
from views.kit.forms import TokenForm
from views.kit.groups import opened_by
from views.kit.page import page, sentence
from views.kit.paging import Paged
from views.parts.history import history_of


class WhyForm(TokenForm):
    """Why goods are refused or taken off."""

    why = StringField(_("理由"), [Length(max=GOODS_WHY_LIMIT, message=_("最多 200 个字"))])


@desk.get("/goods")
def goods() -> Response:
    """The queue of approvals, or the goods of another state."""
    return show_queue(WhyForm(formdata=None))


@desk.get("/goods/<code>")
@opened_by("approval", "service")
def one_goods(code: str) -> Response:
    """One goods, whole."""
    return show_goods(code, WhyForm(formdata=None))


def looked() -> ApprovalFilter:
    """The filters, from the address. Forms carry them in theirs."""
    state = request.args.get("state", "")
    words, supplier = request.args.get("q", "").strip()[:80], request.args.get("supplier", "")
    return ApprovalFilter(state if state in GOODS_STATES else "submitted", words, supplier)


def paged(counts: dict[str, int]) -> Paged:
    """Which page of the queue."""
    at = looked()
    return Paged(
        counts[at.state], DECISIONS_PAGE, "desk.goods", {"state": at.state, "q": at.words, "supplier": at.supplier}
    )


def show_queue(form: WhyForm, *, ticked: tuple[str, ...] = (), status: int = 200) -> Response:
    """The table; after a refusal with what was ticked and typed."""
    session, at = store.session(), looked()
    counts = approval_counts(session, at)
    where = paged(counts)
    return page(
        "desk/goods/queue.html",
        status=status,
        looked=at,
        counts=counts,
        paged=where,
        rows=approval_rows(session, at, limit=DECISIONS_PAGE, offset=where.offset),
        supplier=supplier_coded(session, at.supplier) if at.supplier else None,
        form=form,
        ticked=ticked,
        seen_mark=seen_mark,
    )


def show_goods(code: str, form: WhyForm, *, status: int = 200) -> Response:
    """The page of one goods, with what speaks against it."""
    session = store.session()
    goods = goods_at_desk(session, code)
    if goods is None:
        raise Gone(code)
    against = [sentence(lack) for lack in listing.lacks(session, goods)] + [listing.broken_rule(goods)]
    values: dict[str, Any] = {
        "goods": goods,
        "against": [words for words in against if words],
        "attributes": _attributes(goods.category_id, goods.attributes),
        "history": goods_history(session, goods),
        "changed": history_of(session, goods.code, "goods.add", "goods.edit"),
        "seen": seen_mark(goods.changed_at),
        "form": form,
    }
    return page("desk/goods/one_goods.html", status=status, **values)


def _attributes(category_id: int | None, said: dict[str, str]) -> list[tuple[str, str]]:
    """What the goods say of themselves, in the category's order; then what the category does not know."""
    known = [attribute.name for attribute in attributes_of(store.session(), category_id)] if category_id else []
    names = [name for name in known if name in said] + [name for name in said if name not in known]
    return [(name, said[name]) for name in names if said[name]]
