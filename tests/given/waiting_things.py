"""What waits for the desk, for tests: one of each kind, and the presses that decide."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from models.account.member import Member
from models.catalogue.goods.change import GoodsWanted, want
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import look_of
from models.catalogue.goods.proposal import Proposal
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.ledger.account import clearing_account
from models.ledger.owners import purse
from models.payout.asking import request
from models.payout.payee import PayeeAccount
from models.payout.verifying import give_payee, verify_payee
from models.payout.withdrawal import Withdrawal
from models.stories.waiting import Given, waiting_kinds
from models.stories.waiting.deciding import Press
from tests.given.factories import make_goods, make_shop, make_supplier
from tests.given.ledger_books import move
from tests.given.tills import BANK, SEAL


def waiting_goods(session: Session, *, at: datetime, supplier: str = "", title: str = "白茶") -> Goods:
    """Goods that were submitted then."""
    return make_goods(
        session, make_supplier(session, name=supplier), title=title, state="submitted", digest="ab" * 16, at=at
    )


def waiting_payee(session: Session, *, at: datetime, name: str = "豆豆家") -> PayeeAccount:
    """An account that a new shop gave then."""
    shop = make_shop(session, name=name)
    return give_payee(session, shop, BANK, Act.owner(shop.keeper, at), seal=SEAL)


def waiting_withdrawal(
    session: Session, desk: Member, *, at: datetime, name: str = "林间", amount: int = 5_000
) -> Withdrawal:
    """What a new shop asked for then, out of twice as much."""
    payee = waiting_payee(session, at=at - timedelta(hours=1), name=name)
    verify_payee(session, payee, Act.operator(desk, at - timedelta(minutes=30)))
    shop = payee.shop
    assert shop
    key = f"earn-{shop.id}"
    move(
        session, key, clearing_account(session, "cod"), purse(session, shop, "available"), 2 * amount, kind="correction"
    )
    return request(session, shop, Money(amount), Act.owner(shop.keeper, at), once=key, rules=DEFAULT)


def press(kind: str, verb: str, member: Member, at: datetime, *, why: str = "", seen: str = "") -> Press:
    """What an operator presses."""
    found = waiting_kinds()[kind].verb(verb)
    assert found
    return Press(found, Given(why=why, seen=seen), Act.operator(member, at), DEFAULT)


def waiting_proposal_of(
    session: Session, goods: Goods, *, at: datetime, title: str = "老寿眉 散茶", price: int = 0
) -> Proposal:
    """What their supplier wanted these goods on sale to become then."""
    skus = [replace(sku, price=Money(price or sku.price)) for sku in look_of(goods).skus]
    outcome = want(session, goods, GoodsWanted({"title": title}, skus), Act.supplier(None, at), DEFAULT)
    assert outcome.proposed
    return outcome.proposed
