"""Refunds: decided once, lines, freight, stock, parcels and order with them; and never more than there is."""

import pytest
from sqlmodel import Session, select

from models.account.audit import Audit
from models.account.member import Member
from models.checks.check import book_faults
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.ledger.balance import shop_balances, supplier_balances
from models.payment.payment import Payment, payment_for
from models.payment.refund import Refund
from models.stories.money.remit import collected, how_many_to_remit, remit, to_remit
from models.stories.order.bring_back import bring_back
from models.stories.order.cancel import cancel_order, cancel_parcel
from models.stories.order.receive import receive_parcel
from models.stories.refund.decide import Decision, RefundPart, refund
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.steps import step_parcel
from models.trade.parcel.shipping import Way, ship
from tests.given.baskets import COD, NOON, TEST, Carried, carried, facts_of, order_all, pay, put, stock_of
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_threads

WAY = Way("顺丰速运", "SF123456")


@pytest.fixture
def tea(database: Database) -> Carried:
    return carried(database, freight=600)


@pytest.fixture
def honey(database: Database) -> Carried:
    return carried(database, price="68")


def both(database: Database, tea: Carried, honey: Carried, *, cod: bool = False) -> int:
    """An order of two of tea and one of honey, paid where it is paid beforehand: 256 + 6 + 68 yuan."""
    with database.transaction() as session:
        put(session, "owner", tea, 2)
        put(session, "owner", honey)
        order = order_all(session, "owner", gateway=COD if cod else TEST).id
    if not cod:
        pay(database, order)
    return order


def give(
    session: Session, line: Line, pieces: int, amount: int, *, key: str = "after_sale:A", freight: int = 0
) -> Refund:
    """A refund on one line."""
    parts = [RefundPart(line, pieces, Money(amount))]
    order = line.parcel.order
    return refund(session, order, Decision("after_sale", key, parts, freight=Money(freight)), Act.supplier(None, NOON))


def parcel_of(session: Session, order: int, place: int) -> Parcel:
    return session.get_one(Order, order).parcels[place]


def money(database: Database) -> tuple[str, int]:
    """The payment's state, and what of it was given back."""
    with database.reading() as session:
        payment = session.exec(select(Payment)).one()
        return payment.state, int(payment.refunded)


def test_a_parcel_is_cancelled_alone_with_its_freight_and_the_others_go_on(
    database: Database, tea: Carried, honey: Carried
) -> None:
    order = both(database, tea, honey)

    def cancel(_: int) -> bool:
        with database.transaction() as session:
            return cancel_parcel(session, parcel_of(session, order, 0), Act.buyer(NOON))

    assert sorted(in_threads(cancel, [(n,) for n in range(3)])) == [False, False, True]
    assert facts_of(database, order)[:2] == ("paid", ["cancelled", "to_ship"])
    assert (stock_of(database, tea), stock_of(database, honey), money(database)) == (10, 9, ("paid", 26_200))
    with database.transaction() as session:
        cancel_order(session, session.get_one(Order, order), Act.buyer(NOON))
    assert facts_of(database, order)[:2] == ("cancelled", ["cancelled", "cancelled"])
    assert (stock_of(database, honey), money(database)) == (10, ("paid", 33_000))


def test_pieces_not_sent_go_back_to_the_shelf_and_what_is_left_counts_as_sent(
    database: Database, tea: Carried, honey: Carried
) -> None:
    order = both(database, tea, honey)
    with database.transaction() as session:
        parcel = parcel_of(session, order, 0)
        ship(session, parcel, WAY, Act.supplier(None, NOON), pieces={parcel.lines[0].id: 1})
        first = give(session, parcel.lines[0], 1, 12_800)
        assert give(session, parcel.lines[0], 1, 12_800) is first
        line = parcel.lines[0]
        assert (line.refunded, line.refunded_unshipped, line.to_ship) == (1, 1, 0)
        assert (parcel.state, parcel.shipped_at) == ("shipped", NOON)
    assert (stock_of(database, tea), money(database)) == (9, ("paid", 12_800))


def test_a_mere_reduction_moves_no_piece_and_all_of_it_makes_the_order_refunded(
    database: Database, tea: Carried, honey: Carried
) -> None:
    order = both(database, tea, honey)
    with database.transaction() as session:
        for place in (0, 1):
            ship(session, parcel_of(session, order, place), WAY, Act.supplier(None, NOON))
        give(session, parcel_of(session, order, 0).lines[0], 0, 1_000, key="one")
        assert parcel_of(session, order, 0).lines[0].refunded == 0
        give(session, parcel_of(session, order, 0).lines[0], 2, 24_600, key="two", freight=600)
        assert session.get_one(Order, order).state == "paid"
        give(session, parcel_of(session, order, 1).lines[0], 1, 6_800, key="three")
    assert facts_of(database, order)[:2] == ("refunded", ["shipped", "shipped"])
    assert (stock_of(database, tea), money(database)) == (8, ("paid", 33_000))


@ON_SQLITE
@pytest.mark.parametrize(
    ("pieces", "amount", "freight"),
    [(0, 0, 0), (3, 38_400, 0), (2, 25_601, 0), (0, 25_601, 0), (0, 100, 601), (1, 100, 0), (-1, 100, 0), (1, -1, 0)],
)
def test_more_than_there_is_is_refused_and_nothing_moves(
    database: Database, tea: Carried, honey: Carried, pieces: int, amount: int, freight: int
) -> None:
    order = both(database, tea, honey)
    with pytest.raises(Refused), database.transaction() as session:
        give(session, parcel_of(session, order, 0).lines[0], pieces, amount, freight=freight)
    assert facts_of(database, order)[:2] == ("paid", ["to_ship", "to_ship"])
    assert (stock_of(database, tea), money(database)) == (8, ("paid", 0))


def test_two_refunds_at_once_never_give_a_piece_twice(database: Database, tea: Carried, honey: Carried) -> None:
    order = both(database, tea, honey)

    def ask(key: str) -> bool:
        try:
            with database.transaction() as session:
                give(session, parcel_of(session, order, 0).lines[0], 2, 25_600, key=key)
        except Refused:
            return False
        return True

    assert sorted(in_threads(ask, [("one",), ("two",), ("three",)])) == [False, False, True]
    assert (stock_of(database, tea), money(database)) == (10, ("paid", 26_200))


def test_what_came_back_is_on_the_shelf_and_costs_nothing(database: Database, tea: Carried, honey: Carried) -> None:
    order = both(database, tea, honey)
    with database.transaction() as session:
        for place in (0, 1):
            ship(session, parcel_of(session, order, place), WAY, Act.supplier(None, NOON))
        assert bring_back(session, parcel_of(session, order, 0), Act.supplier(None, NOON, "拒收"))
        assert not bring_back(session, parcel_of(session, order, 0), Act.supplier(None, NOON))
        receive_parcel(session, parcel_of(session, order, 1), Act.buyer(NOON))
        with pytest.raises(Refused):
            bring_back(session, parcel_of(session, order, 1), Act.supplier(None, NOON))
    assert facts_of(database, order)[:2] == ("paid", ["came_back", "received"])
    assert (stock_of(database, tea), stock_of(database, honey), money(database)) == (10, 9, ("paid", 26_200))


def test_cash_is_collected_with_the_last_parcel_and_never_for_one_that_fell_away(
    database: Database, tea: Carried, honey: Carried
) -> None:
    order = both(database, tea, honey, cod=True)
    with database.transaction() as session:
        cancel_parcel(session, parcel_of(session, order, 0), Act.buyer(NOON))
        assert session.exec(select(Refund.state)).one() == "waived"
        ship(session, parcel_of(session, order, 1), WAY, Act.supplier(None, NOON))
    assert money(database) == ("pending", 26_200)
    with database.transaction() as session:
        receive_parcel(session, parcel_of(session, order, 1), Act.buyer(NOON))
    assert facts_of(database, order)[:2] == ("paid", ["cancelled", "received"])
    assert money(database) == ("paid", 26_200)


def test_cash_on_delivery_of_which_all_came_back(database: Database, tea: Carried, honey: Carried) -> None:
    order = both(database, tea, honey, cod=True)
    with database.transaction() as session:
        for place in (0, 1):
            ship(session, parcel_of(session, order, place), WAY, Act.supplier(None, NOON))
            bring_back(session, parcel_of(session, order, place), Act.supplier(None, NOON))
    assert facts_of(database, order)[:2] == ("cancelled", ["came_back", "came_back"])
    assert (stock_of(database, tea), stock_of(database, honey), money(database)) == (10, 10, ("void", 33_000))


def received_cash(database: Database, tea: Carried, honey: Carried, *places: int) -> int:
    """An order in cash whose boxes have left, those at these places called received."""
    order = both(database, tea, honey, cod=True)
    with database.transaction() as session:
        for place in (0, 1):
            ship(session, parcel_of(session, order, place), WAY, Act.supplier(None, NOON))
        for place in places:
            receive_parcel(session, parcel_of(session, order, place), Act.buyer(NOON))
    return order


def test_cash_that_was_called_received_and_was_refused(database: Database, tea: Carried, honey: Carried) -> None:
    order = received_cash(database, tea, honey, 0, 1)
    with database.transaction() as session:
        operator = make_member(session)
        assert [payment.order_id for payment in to_remit(session, limit=9, offset=0)] == [order]
        parcel = parcel_of(session, order, 0)
        assert bring_back(session, parcel, Act.supplier(operator, NOON, "拒收"))
        assert not bring_back(session, parcel, Act.supplier(operator, NOON, "拒收"))
        assert (parcel.received_at, parcel.shipments[0].received_at, parcel.lines[0].received) == (None, None, 0)
        assert ("come_back_late", "拒收", operator.id) in [(e.step, e.why, e.member_id) for e in parcel.order.events]
        made = session.exec(select(Refund)).one()
        assert (made.state, made.amount, made.freight, made.cause) == ("waived", 26_200, 600, "came_back")
        # What the carrier owes is the other parcel alone, and of the first nobody is promised anything.
        [payment] = to_remit(session, limit=9, offset=0)
        assert collected(session, [payment]) == {payment.id: 6_800}
        assert supplier_balances(session, parcel.supplier)["pending"] == 0
        assert shop_balances(session, parcel.lines[0].shop)["pending"] == 0
    assert facts_of(database, order)[:2] == ("paid", ["came_back", "received"])
    assert stock_of(database, tea) == 10
    with database.transaction() as session:
        bring_back(session, parcel_of(session, order, 1), Act.supplier(None, NOON))
        assert (to_remit(session, limit=9, offset=0), how_many_to_remit(session)) == ([], 0)
        # Nor can a page that was opened before book what nobody collected.
        code = payment_for(session, session.get_one(Order, order)).code
        assert remit(session, [code], Act.operator(make_member(session), NOON), reference="B1") == 0
        assert payment_for(session, session.get_one(Order, order)).remitted_at is None
    assert facts_of(database, order)[:2] == ("cancelled", ["came_back", "came_back"])
    assert list(book_faults(database)) == []


def test_cash_refused_while_another_box_is_on_its_way(database: Database, tea: Carried, honey: Carried) -> None:
    order = received_cash(database, tea, honey, 0)
    with database.transaction() as session:
        bring_back(session, parcel_of(session, order, 0), Act.supplier(None, NOON))
        receive_parcel(session, parcel_of(session, order, 1), Act.buyer(NOON))
        [payment] = to_remit(session, limit=9, offset=0)
        assert collected(session, [payment]) == {payment.id: 6_800}
    assert facts_of(database, order)[:2] == ("paid", ["came_back", "received"])
    assert list(book_faults(database)) == []


@pytest.mark.parametrize("why", ["prepaid", "remitted", "refunded", "closed"])
def test_what_is_received_for_good_does_not_come_back(
    database: Database, tea: Carried, honey: Carried, why: str
) -> None:
    if why == "prepaid":
        order = both(database, tea, honey)
        with database.transaction() as session:
            for place in (0, 1):
                ship(session, parcel_of(session, order, place), WAY, Act.supplier(None, NOON))
                receive_parcel(session, parcel_of(session, order, place), Act.buyer(NOON))
    else:
        order = received_cash(database, tea, honey, 0, 1)
    with database.transaction() as session:
        if why == "remitted":
            code = payment_for(session, session.get_one(Order, order)).code
            assert remit(session, [code], Act.operator(make_member(session), NOON), reference="B1") == 1
        if why == "refunded":
            give(session, parcel_of(session, order, 0).lines[0], 0, 100)
        if why == "closed":
            step_parcel(session, parcel_of(session, order, 0), "close", Act.clock(NOON))
    before = facts_of(database, order), stock_of(database, tea), money(database)
    with pytest.raises(Refused), database.transaction() as session:
        bring_back(session, parcel_of(session, order, 0), Act.supplier(None, NOON))
    assert (facts_of(database, order), stock_of(database, tea), money(database)) == before


def test_a_box_that_comes_back_and_its_cash_booked_at_once(database: Database, tea: Carried, honey: Carried) -> None:
    order = received_cash(database, tea, honey, 0, 1)
    with database.transaction() as session:
        code, by = payment_for(session, session.get_one(Order, order)).code, make_member(session).id

    def act(what: str) -> bool:
        try:
            with database.transaction() as session:
                if what == "remit":
                    remit(session, [code], Act.operator(session.get_one(Member, by), NOON), reference="B1")
                else:
                    bring_back(session, parcel_of(session, order, 0), Act.supplier(None, NOON))
        except Refused:
            return False
        return True

    remitted, came_back = in_threads(act, [("remit",), ("bring_back",)])
    assert remitted
    with database.reading() as session:
        booked = session.exec(select(Audit.why).where(Audit.what == "payment.remit")).one()
    assert booked == ("68.00 B1" if came_back else "330.00 B1")
    assert list(book_faults(database)) == []


def test_a_box_that_leaves_and_a_cancellation_at_once(database: Database, tea: Carried, honey: Carried) -> None:
    order = both(database, tea, honey)

    def act(what: str) -> bool:
        try:
            with database.transaction() as session:
                parcel = parcel_of(session, order, 0)
                if what == "ship":
                    ship(session, parcel, WAY, Act.supplier(None, NOON))
                else:
                    cancel_parcel(session, parcel, Act.buyer(NOON))
        except Refused:
            return False
        return True

    sent, cancelled = in_threads(act, [("ship",), ("cancel",)])
    assert sent != cancelled
    ended = (facts_of(database, order)[1][0], stock_of(database, tea), money(database)[1])
    assert ended == (("shipped", 8, 0) if sent else ("cancelled", 10, 26_200))
