"""A keeper begins to sell own goods: the supplier of one shop, made by the first draft that is kept."""

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.freight import charge
from models.catalogue.supplier.freight_rate import FreightRate
from models.catalogue.supplier.supplier import SELF_RUN, Supplier, enrol, supplier_of
from models.gate.checklist import ChecklistItem
from models.gate.finding import checklist_of_shop, item_of
from models.gate.making import ask_besides
from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.shop.opening import hold_keeper
from models.shop.shop import Shop

CERTIFICATION = "certification"


def self_run_of(session: Session, shop: Shop) -> Supplier | None:
    """The supplier of a shop's own goods, where it began to sell some."""
    return session.exec(select(Supplier).where(Supplier.shop_id == shop.id)).first()


def certification_of(session: Session, shop: Shop) -> ChecklistItem | None:
    """The item of the shop's checklist that says whether somebody has looked at the keeper's papers."""
    checklist = checklist_of_shop(session, shop.id)
    return item_of(checklist, CERTIFICATION) if checklist else None


def is_certified(session: Session, shop: Shop) -> bool:
    """Whether an operator has looked at the keeper's papers and said so."""
    item = certification_of(session, shop)
    return item is not None and item.state == "done"


def ask_certification(session: Session, shop: Shop, act: Act) -> ChecklistItem:
    """Puts the photo with the ID on the checklist of a keeper who wants to sell own goods, where the network asks it of
    nobody else, or opened the shop by hand. Again, it is the one there is. Raises Gone where a shop has no
    checklist."""
    checklist = checklist_of_shop(session, shop.id)
    if checklist is None:
        raise Gone("checklist")
    return ask_besides(session, checklist, CERTIFICATION, act)


def require_own_goods(session: Session, shop: Shop) -> None:
    """Raises Refused where this shop may not sell own goods: its keeper is not certified, works for a supplier or for
    another shop's own goods, or has closed the door."""
    if not is_certified(session, shop):
        raise Refused("", N_("认证过的掌柜才能卖自己的东西，先去开店清单交手持身份证的照片"))
    if shop.door in ("closed", "paused"):
        raise Refused("", N_("小铺打烊了，重新开门以后才能卖自己的东西"))
    works_for = supplier_of(session, shop.keeper_id)
    if works_for is not None and works_for.shop_id != shop.id:
        raise Refused("", N_("你已经在“%(name)s”供货了，一个账号只在一处供货"), name=works_for.name)


def begin_self_run(session: Session, shop: Shop, act: Act, *, rules: Rules) -> Supplier:
    """The supplier of the shop's own goods; asked for again, or by two taps at once, the one there is. It is named like
    its shop, and sends at the network's usual freight until its keeper says another. Raises Refused where the shop may
    not sell own goods."""
    hold_keeper(session, shop.keeper)
    require_own_goods(session, shop)
    existing = self_run_of(session, shop)
    if existing is not None:
        return existing
    made = Supplier(name=self_run_name(shop, rules), kind=SELF_RUN, shop_id=shop.id)
    charge(made, usual_freight(rules))
    try:
        with session.begin_nested():
            enrol(session, made, staff=shop.keeper, at=act.at)
    except IntegrityError:
        raise Refused("", N_("刚刚有了变化，刷新再试一次")) from None
    note_audit(session, "supplier.own", supplier_subject(made), act.because(f"{shop.number}"))
    return made


def usual_freight(rules: Rules) -> FreightRate:
    """What a parcel of own goods costs until the keeper says another."""
    return FreightRate(Money(rules.own_freight), Money(rules.own_free_over) if rules.own_free_over else None)


def self_run_name(shop: Shop, rules: Rules) -> str:
    """Shops may be called alike; their numbers are their own."""
    return f"{shop.name}{rules.name_suffix} {shop.number}"


def rename_self_run(session: Session, shop: Shop, *, rules: Rules) -> None:
    """The supplier goes by its shop's new name."""
    found = self_run_of(session, shop)
    if found is not None:
        found.name = self_run_name(shop, rules)
