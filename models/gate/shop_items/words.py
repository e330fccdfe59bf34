"""What stands on the door: a name, a logo, an introduction. A shop is begun with it; the naming rule is the shop's."""

from sqlmodel import Session

from models.gate.checklist import Checklist
from models.gate.kind import FoundState, ItemKind
from models.kernel.errors import N_
from models.shop.shop import Shop


def _found(session: Session, checklist: Checklist) -> FoundState:
    shop = session.get_one(Shop, checklist.shop_id)
    return FoundState("done" if shop.name else "yours")


ITEM = ItemKind("words", 1, N_("店名、店标、介绍"), N_("门上写什么，随时能改。"), reads=_found, settled="door")
