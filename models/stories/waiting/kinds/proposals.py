"""What suppliers want approved goods to become."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.catalogue.goods.approval import GOODS_COVER
from models.catalogue.goods.deciding_proposals import (
    approve_proposal,
    proposal_coded,
    refuse_proposal,
    undecide_proposal,
)
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.proposal import Proposal
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states

_goods, _supplier, _proposal = table_of(Goods), table_of(Supplier), table_of(Proposal)


def _approve(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        approve_proposal(session, code, act, rules)


def _refuse(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        refuse_proposal(session, code, act)


WAITING = WaitingKind(
    "proposal",
    7,
    N_("商品改动"),
    "approval",
    WaitingRows(
        query=select(_proposal.c.code, _goods.c.title, _supplier.c.name, GOODS_COVER.label("cover"))
        .join_from(_proposal, _goods)
        .join(_supplier)
        .where(in_states(_proposal.c.state, "waiting")),
        code=_proposal.c.code,
        due=_proposal.c.since,
        since=_proposal.c.since,
        face=lambda row: WaitingFace(row.title, row.name, row.cover),
        # A later proposal is another one: what was looked at is this one, or nothing.
        mark=lambda row: str(row.code),
        supplier_id=_goods.c.supplier_id,
        exact=(_goods.c.code, _proposal.c.code),
    ),
    lambda rules: timedelta(hours=rules.goods_hours),
    (
        Verb("approve", "a", N_("批准"), N_("批准了"), _approve, undecide_proposal, many=True),
        Verb("refuse", "r", N_("退回"), N_("退回了"), _refuse, undecide_proposal, "why", many=True),
    ),
    lambda session, code: proposal_coded(session, code) is not None,
    wording="proposal_refusal",
)
