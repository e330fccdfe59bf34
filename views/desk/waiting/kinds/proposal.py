"""A change of approved goods: what buyers see beside what they would see, and what approval would set off."""

from typing import Any

from sqlmodel import Session

from models.account.member import Member
from models.catalogue.goods.change import as_wanted, obstacle
from models.catalogue.goods.deciding_proposals import proposal_coded
from models.catalogue.goods.version import newest_version
from models.kernel.errors import Gone
from models.report.reach import reach_of
from views.kit.house import house
from views.kit.page import said
from views.parts.versus import versus


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    proposal = proposal_coded(session, code)
    if proposal is None:
        raise Gone(code)
    goods = proposal.goods
    wanted = as_wanted(goods, proposal)
    newest = newest_version(session, goods)
    approver = session.get(Member, newest.by) if newest and newest.by else None
    return {
        "proposal": proposal,
        "goods": goods,
        "versus": versus(session, goods, wanted, move_bp=house().rules.price_move_bp),
        "against": said(obstacle(session, goods, wanted)),
        "wanted": wanted,
        "reach": reach_of(session, goods.id),
        "version": newest,
        "approver": approver.name if approver else "",
    }
