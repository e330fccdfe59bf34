"""What an operator decided on a change of goods: to the supplier's staff, once it can no longer be taken back."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.proposal import Proposal
from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80
_SAID = {
    "approved": N_("改动通过审核，买家看到新的样子了：%(title)s"),
    "refused": N_("改动没有通过：%(title)s。%(why)s"),
}


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    columns: Any = (Proposal.code, Proposal.state, Proposal.why, Proposal.decided_at)
    decided = select(*columns, col(Goods.code).label("goods"), col(Goods.title), col(SupplierStaff.member_id))
    decided = decided.select_from(Proposal).join(Goods)
    decided = decided.join(SupplierStaff, col(SupplierStaff.supplier_id) == Goods.supplier_id)
    known = (
        col(Proposal.decided_at) >= span.since,
        col(Proposal.decided_at) <= span.at - timedelta(seconds=rules.take_back_seconds),
        col(Proposal.state).in_(_SAID),
        who_may("goods"),
    )
    for row in session.connection().execute(decided.where(*known)):
        told = {"title": cut(row.title)}
        if row.state == "refused":
            told["why"] = row.why if isinstance(row.why, Said) else cut(row.why, _WHY)
        words, address = Said(_SAID[row.state], **told), f"/supply/goods/{row.goods}"
        yield Wanted(row.member_id, "supplier", "proposal", row.code, words, address, row.decided_at)


NEWS = NewsKind("proposal", 6, N_("商品改动的审核"), _find)
