"""What a supplier is asked is set item by item: before it sells, before money is paid out, or not at all."""

from dataclasses import replace

from sqlmodel import Session

from models.catalogue.supplier.brands import require_brand
from models.catalogue.supplier.supplier import Supplier
from models.checks.deposits import short_marks
from models.gate.finding import checklist_of_supplier
from models.gate.kind import items_of
from models.gate.paying import missing_for_payout
from models.gate.supplying import Candidacy, apply_to_supply
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT, Rules
from models.stories.money.deposits import deduct_deposit, pay_deposit
from tests.given.factories import make_member


def applied(session: Session, when: str, **said: str) -> tuple[Supplier, Rules]:
    names = {f"gate_{name}": when for name in items_of("supplier")}
    rules = replace(DEFAULT, **(names | said))  # type: ignore[arg-type]  # Made from names.
    act = Act.program(now())
    return apply_to_supply(
        session, make_member(session), Candidacy(f"{when}{said}", "factory"), act, rules=rules
    ), rules


def test_what_is_asked_before_payouts_lets_a_supplier_sell_and_holds_those_up(database: Database) -> None:
    with database.transaction() as session:
        supplier, _ = applied(session, "payout")
        assert not supplier.applying and not supplier.deposit_short and supplier.deposit_waits
        require_brand(session, supplier, "绿雪芽")
        held = {item.name for item in missing_for_payout(session, supplier, now())}
        assert held == set(items_of("supplier"))
        assert list(short_marks(session.connection())) == []
        desk = Act.operator(make_member(session), now(), "照规则")
        pay_deposit(session, supplier, supplier.deposit_required, desk, reference="1")
        assert not supplier.deposit_waits
        deduct_deposit(session, supplier, Money(1), desk, once="a")
        assert supplier.deposit_short, "once whole, it is like any other"
        assert list(short_marks(session.connection())) == []


def test_what_is_not_asked_is_not_on_the_list_and_holds_up_nothing(database: Database) -> None:
    with database.transaction() as session:
        supplier, _ = applied(session, "off", gate_company="door")
        checklist = checklist_of_supplier(session, supplier.id)
        assert checklist and [item.name for item in checklist.items] == ["company"]
        assert supplier.applying and not supplier.deposit_required and not supplier.proves_brands
        free, _ = applied(session, "off")
        assert not free.applying and missing_for_payout(session, free, now()) == []
