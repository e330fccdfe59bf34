"""Writing a checklist down: the row itself, and one row for each thing that the network asks for."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import ITEM_STEPS, Checklist, ChecklistItem
from models.gate.finding import checklist_of_shop, checklist_of_supplier
from models.gate.holding import hold_checklist
from models.gate.kind import ItemKind, items_of
from models.gate.states import AskedBefore
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.rules import Rules
from models.shop.shop import Shop

# Whose it is: of a supplier that applies there is none yet.
Asker = Shop | Supplier | None


def checklist_there_is(session: Session, whose: Asker) -> Checklist | None:
    """The one that was begun already."""
    if isinstance(whose, Shop):
        return checklist_of_shop(session, whose.id)
    return checklist_of_supplier(session, whose.id) if whose is not None else None


def make_checklist(session: Session, member: Member, whose: Asker, act: Act) -> Checklist:
    """An empty one, begun now."""
    made = Checklist(
        code=fresh_code(session, Checklist.code, 8),
        kind="shop" if isinstance(whose, Shop) else "supplier",
        member_id=member.id,
        shop_id=whose.id if isinstance(whose, Shop) else None,
        supplier_id=whose.id if isinstance(whose, Supplier) else None,
        begun_at=act.at,
    )
    session.add(made)
    session.flush()
    return made


def ask_items(session: Session, checklist: Checklist, act: Act, *, rules: Rules) -> None:
    """A row for each thing that is asked, as the settings say now. What the member has shown for an earlier checklist
    of the kind is not asked again."""
    shown = _shown_before(session, checklist)
    for kind in items_of(checklist.kind).values():
        asked = kind.asked(rules)
        if asked is not None:
            _ask(session, checklist, kind, asked, shown, act)
    session.refresh(checklist)


def ask_besides(session: Session, checklist: Checklist, name: str, act: Act) -> ChecklistItem:
    """One more thing than the network asks of everybody: whoever wants to sell own goods shows it, too. Asked already,
    it is the one there is."""
    hold_checklist(session, checklist)
    there = next((item for item in checklist.items if item.name == name), None)
    if there is not None:
        return there
    _ask(session, checklist, items_of(checklist.kind)[name], "payout", {}, act)
    session.refresh(checklist)
    return next(item for item in checklist.items if item.name == name)


def _ask(
    session: Session,
    checklist: Checklist,
    kind: ItemKind,
    asked: AskedBefore,
    shown: Mapping[str, ChecklistItem],
    act: Act,
) -> None:
    code = fresh_code(session, ChecklistItem.code, 8)
    item = ChecklistItem(code=code, checklist_id=checklist.id, name=kind.name, asked=asked)
    before = shown.get(kind.name)
    if before is not None and kind.reads is None:
        item.state, item.given, item.given_at = "done", before.given, before.given_at
        item.decided_by, item.decided_at = before.decided_by, before.decided_at
    session.add(item)
    session.flush()
    ITEM_STEPS.note(session, item, "begin", act)


def _shown_before(session: Session, checklist: Checklist) -> dict[str, ChecklistItem]:
    """What the same member has done of the same kind, by its name; the newest of each."""
    earlier = (
        select(ChecklistItem)
        .join(Checklist)
        .where(
            Checklist.member_id == checklist.member_id,
            Checklist.kind == checklist.kind,
            Checklist.id != checklist.id,
            ChecklistItem.state == "done",
        )
    )
    return {item.name: item for item in session.exec(earlier.order_by(col(ChecklistItem.id)))}
