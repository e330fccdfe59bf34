"""Real name and ID number, looked at in full; proven or refused with the item."""

from sqlmodel import Session

from models.account.identity.giving import decide_identity, newest_identity
from models.account.identity.identity import Identity
from models.gate.checklist import ChecklistItem
from models.gate.deciding import decide_item, undecide_item
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.stories.gate.desk_items import Decided, DeskItem


def _decides(session: Session, item: ChecklistItem, decided: Decided, act: Act, rules: Rules) -> None:
    decide_item(session, item, "done" if decided.is_right else "refused", act)
    identity = _identity(session, item)
    if identity is None:
        raise Refused("", N_("对方刚刚改了，请再看一眼现在的样子"))
    decide_identity(session, identity, "prove" if decided.is_right else "refuse", act)


def _undoes(session: Session, item: ChecklistItem, act: Act) -> None:
    undecide_item(session, item, act)
    identity = newest_identity(session, item.checklist.member_id)
    if identity is None:
        raise Refused("", N_("对方已经另填了一次，收不回了"))
    decide_identity(session, identity, "undecide", act)


def _identity(session: Session, item: ChecklistItem) -> Identity | None:
    found = newest_identity(session, item.checklist.member_id)
    return found if found is not None and found.state == "given" else None


DESK_ITEM = DeskItem("identity", 1, _decides, _undoes, identity=_identity, wording="identity_refusal")
