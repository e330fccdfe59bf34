"""Statements: opening and figures make the closing, and the figures are those of the lines, to the fen."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.catalogue.supplier.supplier import Supplier
from models.checks.check import book_faults
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.months import begins, ends
from models.kernel.rules import DEFAULT
from models.report.shop.explain import why
from models.report.statement.purses import held_at
from models.report.statement.shop_rows import rows_count, rows_in
from models.report.statement.statement import added_up, months_of, statement, statements, years_of
from models.report.statement.supplier_rows import due_in, moved_parcels_count, parcels_in
from models.shop.shop import Shop
from models.trade.order.order import Parcel
from tests.given.baskets import NOON, Carried, carried
from tests.given.takings import ARRIVED, OVER, reduce, taken, whole_life

NOVEMBER, DECEMBER, JANUARY = "2026-11", "2026-12", "2027-01"


@pytest.fixture
def sold(database: Database) -> Carried:
    """A shop and its supplier with a sale's whole life."""
    at = carried(database, price="128.35", freight=Money(800))
    whole_life(database, at)
    assert list(book_faults(database)) == []
    return at


def _shop(session: Session, at: Carried) -> Shop:
    return session.get_one(Shop, at.shop)


def test_a_shops_months_add_up(database: Database, sold: Carried) -> None:
    with database.reading() as session:
        shop = _shop(session, sold)
        november, december, january = statements(session, shop, [NOVEMBER, DECEMBER, JANUARY])
        # 256.70 at 15 % is 38.505, at 1 % 2.567; of 246.69 that stayed, 36.99 and 2.46.
        assert november.figures == {
            "commission": 3_850,
            "bonus": 256,
            "coupon": 0,
            "taken_back": -(3_850 - 3_699) - (256 - 246),
            "withdrawn": 0,
            "other": 0,
        }
        # Of 146.70 that stayed in the end, 22.00 and 1.46.
        assert december.figures["taken_back"] == -(3_699 - 2_200) - (246 - 146)
        assert (december.figures["withdrawn"], december.net) == (-1_000, -1_599)
        assert [one.opening for one in (november, december, january)] == [0, november.closing, december.closing]
        assert january.is_empty and january.closing == 2_200 + 146 - 1_000
        for one in (november, december, january):
            assert one.closing == held_at(session, shop, ends(one.month))
            assert one == statement(session, shop, one.month)
            rows = rows_in(session, shop, begins(one.month), ends(one.month))
            assert sum(row.amount for row in rows) == one.closing - one.opening
        sums = added_up([november, december])
        assert (sums["commission"], sums["withdrawn"]) == (3_850, -1_000)


def test_what_only_changed_purses_is_no_row(database: Database, sold: Carried) -> None:
    with database.reading() as session:
        shop = _shop(session, sold)
        rows = rows_in(session, shop, begins(DECEMBER), ends(DECEMBER))
        assert [(row.kind, row.amount) for row in rows] == [("withdrawal_paid", -1_000), ("refund", -1_599)]
        assert len(rows[0].reference) == 10 and rows[1].line.endswith("-1")
        assert rows_count(session, shop, begins(DECEMBER), ends(DECEMBER)) == 2


def test_a_suppliers_months_add_up(database: Database, sold: Carried) -> None:
    with database.reading() as session:
        supplier = _supplier(session)
        november, december = statements(session, supplier, [NOVEMBER, DECEMBER])
        assert november.figures == {
            "sold": 25_670,
            "refunded": -1_001,
            "commission": -3_699,
            "fee": -246,
            "coupon": 0,
            "freight": 800,
            "deposit": 0,
            "withdrawn": 0,
            "other": 0,
        }
        assert (december.figures["refunded"], december.figures["commission"]) == (-9_999, 3_699 - 2_200)
        for one in (november, december):
            assert one.closing == held_at(session, supplier, ends(one.month))
            (parcel,) = parcels_in(session, supplier, begins(one.month), ends(one.month), limit=9)
            assert parcel.due == one.closing - one.opening
            assert parcel.due == due_in(session, supplier, begins(one.month), ends(one.month)).due
            assert moved_parcels_count(session, supplier, begins(one.month), ends(one.month)) == 1


def test_a_refund_that_leaves_the_suppliers_part_is_still_on_its_statement(database: Database) -> None:
    # 90 % of 0.50 is 0.45; one fen back is taken from the shop alone.
    taking = taken(database, carried(database, price="0.50", commission_bp=9_000), 1)
    reduce(database, taking, 1, "fen", at=ARRIVED)
    with database.reading() as session:
        due = due_in(session, _supplier(session), begins(NOVEMBER), ends(NOVEMBER))
        assert (due.sold, due.refunded, due.commission, due.due) == (50, -1, -44, 5)


def test_why_shows_each_step_and_the_ledgers_own_figures(database: Database, sold: Carried) -> None:
    with database.reading() as session:
        shop = _shop(session, sold)
        parcel = session.exec(select(Parcel.code)).one()
        found = why(session, shop, parcel, 1, rules=DEFAULT, at=OVER)
        assert found is not None
        assert (found.amount, found.commission, found.bonus, found.level) == (25_670, 3_850, 256, "super")
        first, second = found.reversals
        assert (first.commission, first.bonus, first.kept) == (151, 10, 24_669)
        assert (second.commission, second.bonus, second.kept) == (1_499, 100, 14_670)
        assert (found.earning.left, found.earning.promised) == (2_346, 4_106)
        assert found.earning.left == second.commission_left + second.bonus_left
        assert (found.earning.state, found.release, found.booked_at) == ("available", OVER, NOON)
        assert found.came is None and found.others == []
        assert why(session, shop, parcel, 2, rules=DEFAULT, at=OVER) is None


@pytest.mark.parametrize("payer", ["shop", "supplier"])
def test_a_coupon_stands_in_its_payers_statement_alone(database: Database, payer: str) -> None:
    at = carried(database, price="100")
    taking = taken(database, at, payer=payer, off="20")
    reduce(database, taking, 6_000, "third", at=ARRIVED)
    with database.reading() as session:
        shop, supplier = _shop(session, at), _supplier(session)
        mine, theirs = statement(session, shop, NOVEMBER), statement(session, supplier, NOVEMBER)
        # 15 % of 180 is 27; of 120 that stay 18; of the coupon 13.33 are left.
        assert (mine.figures["commission"], mine.figures["other"], theirs.figures["other"]) == (2_700, 0, 0)
        assert (theirs.figures["sold"], theirs.figures["refunded"]) == (20_000, -6_000 - 667)
        if payer == "shop":
            assert (mine.figures["coupon"], mine.figures["taken_back"]) == (-2_000, -900 + 667)
            assert theirs.figures["coupon"] == 0
        else:
            assert (mine.figures["coupon"], mine.figures["taken_back"]) == (0, -900)
            assert theirs.figures["coupon"] == -2_000 + 667
        for owner, month in ((shop, mine), (supplier, theirs)):
            assert month.closing == held_at(session, owner, ends(NOVEMBER))
        (parcel,) = parcels_in(session, supplier, begins(NOVEMBER), ends(NOVEMBER), limit=9)
        assert (parcel.due, parcel.coupon) == (theirs.closing, theirs.figures["coupon"])
        rows = rows_in(session, shop, begins(NOVEMBER), ends(NOVEMBER))
        assert sum(row.coupon for row in rows) == (-2_000 + 667 if payer == "shop" else 0)
        assert sum(row.amount for row in rows) == mine.closing
        assert list(book_faults(database)) == []


@pytest.mark.parametrize("payer", ["shop", "supplier"])
def test_why_tells_of_the_coupon(database: Database, payer: str) -> None:
    at = carried(database, price="100")
    taking = taken(database, at, payer=payer, off="20")
    reduce(database, taking, 6_000, "third", at=ARRIVED)
    with database.reading() as session:
        found = why(session, _shop(session, at), taking.parcel, 1, rules=DEFAULT, at=OVER)
        assert found is not None
        assert (found.gross, found.discount, found.amount, found.payer) == (20_000, 2_000, 18_000, payer)
        (back,) = found.reversals
        assert (found.coupon, back.kept, back.commission) == ("回头客", 12_000, 900)
        borne = (667, 1_333) if payer == "shop" else (0, 0)
        assert (back.coupon, back.coupon_left) == borne
        assert found.earning.promised == 2_700 - (2_000 if payer == "shop" else 0)
        assert found.earning.left == found.earning.promised - back.taken_back == 1_800 - borne[1]


def test_months_begin_with_the_first_entry_or_the_first_day(database: Database, sold: Carried) -> None:
    with database.reading() as session:
        known = months_of(session, _shop(session, sold), at=OVER + timedelta(days=40))
        assert known[-2:] == [DECEMBER, JANUARY] and NOVEMBER in known
        assert years_of(known)[:2] == [2027, 2026]


def _supplier(session: Session) -> Supplier:
    return session.exec(select(Parcel)).one().supplier
