"""What waits for approval is folded into goods that wait themselves: one look is enough."""

from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import look_of, with_differences
from models.catalogue.goods.proposal import PROPOSAL, waiting_proposal
from models.catalogue.goods.putting_on import put_on
from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.said import Said
from models.kernel.steps import take


def fold_in(session: Session, goods: Goods, act: Act) -> None:
    """Writes what waits into the row, which nobody but its supplier and the desk sees. Does nothing where nothing
    waits."""
    if goods.version is None:
        return
    waiting = waiting_proposal(session, goods)
    facts = {"decided_by": act.by_id, "decided_at": act.at, "why": Said(N_("和商品一起重新审核"))}
    if waiting is not None and take(session, waiting, PROPOSAL, "replace", facts):
        put_on(goods, with_differences(look_of(goods), waiting.wanted), at=act.at, rules=None)
        goods.version = None
