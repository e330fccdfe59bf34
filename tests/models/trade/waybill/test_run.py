"""Shipping by a file: good rows are sent, bad ones told, the same again changes nothing, nobody reaches another's."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.codes import new_code
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.payment.gateways import Gateway
from models.trade.order.order import Order, Parcel
from models.trade.parcel import readdressing
from models.trade.parcel.shipment import Shipment
from models.trade.parcel.shipping import ship, ship_held, way
from models.trade.waybill.file import ShippingFile
from models.trade.waybill.keeping import ShippingUpload, keep_shipping_file, start_again
from models.trade.waybill.reading import Waybill
from models.trade.waybill.run import ship_file
from tests.given.baskets import COD, NOON, TEST, Carried, bought, carried
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_processes, in_threads

THERE = Recipient("李四", "13900139000", "江苏省 南京市", "中山北路 1 号")


class Warehouse:
    """A supplier's parcels, and somebody who works there."""

    def __init__(self, database: Database, parcels: int = 0) -> None:
        self.database = database
        self.at = carried(database, stock=5000)
        with database.transaction() as session:
            self.member = make_member(session).id
            self.supplier = session.get_one(SKU, self.at.sku).goods.supplier_id
        self.codes = [self.parcel() for _ in range(parcels)]

    def parcel(self, at: Carried | None = None, *, quantity: int = 1, gateway: Gateway = COD) -> str:
        """A new one's code."""
        order = bought(self.database, at or self.at, quantity, visitor=f"v{id(object())}", gateway=gateway)
        with self.database.transaction() as session:
            placed = session.get_one(Order, order)
            # Orders of one moment and visitor are told apart by their form's mark.
            placed.once = f"{placed.number}-{order}"
            return placed.parcels[0].code

    def keep(self, *rows: Waybill, carrier: str = "", once: str = "") -> str:
        """A file that waits, by its code."""
        with self.database.transaction() as session:
            own, by = session.get_one(Supplier, self.supplier), session.get_one(Member, self.member)
            once = once or new_code(32)
            upload = ShippingUpload("numbers.csv", rows, once, carrier)
            return keep_shipping_file(session, own, upload, Act.supplier(by, NOON)).code

    def load(self, *rows: Waybill, carrier: str = "") -> ShippingFile:
        """Ships what the rows say."""
        code = self.keep(*rows, carrier=carrier)
        ship_file(self.database, code, clock=lambda: NOON)
        return self.file(code)

    def file(self, code: str) -> ShippingFile:
        """As it stands."""
        with self.database.reading() as session:
            return session.exec(select(ShippingFile).where(ShippingFile.code == code)).one()

    def told(self, sent: ShippingFile) -> list[tuple[int, str, str]]:
        """Line, column and sentence of each problem."""
        return [
            (one["line"], one["column"], one["reason"] % one["params"] if one["params"] else one["reason"])
            for one in sent.problems
        ]

    def states(self) -> dict[str, str]:
        """Every parcel's state by its code."""
        with self.database.reading() as session:
            return dict(session.exec(select(Parcel.code, Parcel.state)).all())


def row(line: int, parcel: str, tracking: str = "", carrier: str = "顺丰", order: str = "") -> Waybill:
    """One row; with a number of its own unless said otherwise."""
    return Waybill(line, parcel, order, carrier, tracking or f"SF{line:010d}")


def number_of(session: Session, code: str) -> str:
    """The number of a parcel's order."""
    return session.exec(select(Order.number).join(Parcel).where(Parcel.code == code)).one()


def test_good_rows_go_bad_ones_are_told(database: Database) -> None:
    house = Warehouse(database, 4)
    theirs, unpaid = house.parcel(carried(database)), house.parcel(gateway=TEST)
    first, second, third, fourth = house.codes
    with database.transaction() as session:
        third_order = number_of(session, third)
    sent = house.load(
        row(2, first),
        row(3, theirs),
        row(4, unpaid),
        row(5, second, "短"),
        row(6, second, carrier="信鸽"),
        row(7, second, "7.31235E+13"),
        Waybill(8, "", third_order, "sf", "sf 0000 000008"),
        row(9, fourth, order=third_order),
        Waybill(10, fourth, "", "", ""),
        row(11, "NOWHERE1"),
        row(12, first, "SF9999999999"),
        row(13, fourth.lower()),
    )
    assert (sent.shipped, sent.again, sent.blank) == (3, 0, 1)
    nothing = "没有这个包裹"
    assert [problem[:2] for problem in house.told(sent)] == [
        (3, "包裹"), (4, "包裹"), (5, "运单号"), (6, "快递"), (7, "运单号"), (9, "包裹"), (11, "包裹"), (12, "包裹")
    ]  # fmt: skip
    assert [words for line, _, words in house.told(sent) if line in (3, 4, 9, 11)] == [nothing] * 4
    assert "SF0000000002" in house.told(sent)[-1][2]
    assert house.states() == {
        first: "shipped", second: "to_ship", third: "shipped", fourth: "shipped", theirs: "to_ship", unpaid: "waiting"
    }  # fmt: skip


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    house = Warehouse(database, 3)
    rows = [row(line, code) for line, code in enumerate(house.codes, 2)]
    assert house.load(*rows).shipped == 3
    again = house.load(*rows)
    assert (again.shipped, again.again, again.problems) == (0, 3, [])
    with database.reading() as session:
        assert len(session.exec(select(Shipment)).all()) == 3


def test_two_files_at_once_send_each_parcel_once(database: Database) -> None:
    house = Warehouse(database, 8)
    rows = [row(line, code) for line, code in enumerate(house.codes, 2)]
    loaded = in_threads(lambda some: house.load(*some), [(rows,), (rows[::-1],), (rows,)])
    assert sum(answer.shipped for answer in loaded) == 8
    assert sum(answer.again for answer in loaded) == 16
    assert set(house.states().values()) == {"shipped"}
    with database.reading() as session:
        assert len(session.exec(select(Shipment)).all()) == 8


def test_what_is_left_of_a_parcel_goes_and_a_request_is_answered_first(database: Database) -> None:
    house = Warehouse(database)
    part, moved = house.parcel(quantity=3), house.parcel()
    with database.transaction() as session:
        found = {parcel.code: parcel for parcel in session.exec(select(Parcel))}
        ship(
            session,
            found[part],
            way("顺丰速运", "SF111111"),
            Act.supplier(None, NOON),
            pieces={found[part].lines[0].id: 1},
        )
        readdressing.ask_address(session, found[moved], THERE, at=NOON)
    sent = house.load(row(2, part), row(3, moved))
    assert (sent.shipped, [words for _, _, words in house.told(sent)]) == (
        1,
        ["买家想改地址，请先同意或拒绝，再发货"],
    )
    assert house.states() == {part: "shipped", moved: "to_ship"}


@ON_SQLITE
def test_a_number_dragged_down_the_column(database: Database) -> None:
    house = Warehouse(database, 3)
    with database.transaction() as session:
        other = session.exec(select(Parcel).where(Parcel.code == house.codes[2])).one()
        other.order.phone = "13700137000"
    sent = house.load(*(row(line, code, "SF0000001") for line, code in enumerate(house.codes, 2)))
    assert sent.shipped == 2
    assert [(line, column) for line, column, _ in house.told(sent)] == [(4, "运单号")]


@ON_SQLITE
def test_a_carrier_for_rows_that_name_none(database: Database) -> None:
    house = Warehouse(database, 2)
    first, second = house.codes
    sent = house.load(row(2, first, carrier=""), row(3, second, carrier="圆通"), carrier="中通快递")
    assert sent.shipped == 2
    with database.reading() as session:
        assert session.exec(select(Shipment.carrier).order_by(col(Shipment.id))).all() == ["中通快递", "圆通速递"]


def crash_after(url: str, code: str) -> None:
    """Goes through a file and dies inside its second batch."""
    import os

    from models.trade.waybill import run

    run.PARCELS_BATCH = 2
    done: list[int] = []

    def dying(*arguments: object, **named: object) -> object:
        done.append(1)
        if len(done) == 2:
            os._exit(3)
        return ship_held(*arguments, **named)  # type: ignore[arg-type]  # Handed on as they came.

    vars(run)["ship_held"] = dying
    ship_file(Database(url), code, clock=lambda: NOON)


def test_a_crash_in_the_middle_leaves_whole_rows_and_the_file_goes_on(database: Database, database_url: str) -> None:
    house = Warehouse(database, 6)
    with database.transaction() as session:
        other = session.exec(select(Parcel).where(Parcel.code == house.codes[5])).one()
        other.order.phone = "13700137000"
    # The last row has the number of the first, which went to somebody else: known also after the crash.
    rows = [*(row(line, code) for line, code in enumerate(house.codes[:5], 2)), row(7, house.codes[5], "SF0000000002")]
    code = house.keep(*rows)
    with pytest.raises(Exception, match="terminated abruptly"):
        in_processes(crash_after, [(database_url, code)])
    with database.reading() as session:
        parcels = session.exec(select(Parcel)).all()
        assert [len(parcel.shipments) for parcel in parcels] == [parcel.state == "shipped" for parcel in parcels]
        assert sum(parcel.state == "shipped" for parcel in parcels) == 2
    dead = house.file(code)
    assert (dead.state, dead.rows_done, dead.shipped) == ("running", 2, 2)
    # As long as it may be alive it is left alone.
    ship_file(database, code, clock=lambda: NOON + timedelta(seconds=30))
    assert house.file(code).rows_done == 2
    later = NOON + timedelta(minutes=3)
    with database.transaction() as session:
        assert start_again(session.exec(select(ShippingFile)).one(), at=later)
    ship_file(database, code, clock=lambda: later)
    done = house.file(code)
    assert (done.state, done.rows_done, done.shipped, done.again, done.rows) == ("done", 6, 5, 0, [])
    assert [(line, column) for line, column, _ in house.told(done)] == [(7, "运单号")]
    again = house.load(*rows)
    assert (again.shipped, again.again, len(again.problems)) == (0, 5, 1)


def test_a_job_given_out_twice_sends_a_file_once(database: Database) -> None:
    house = Warehouse(database, 6)
    code = house.keep(*(row(line, code) for line, code in enumerate(house.codes, 2)))
    in_threads(lambda one: ship_file(database, one, clock=lambda: NOON), [(code,), (code,), (code,)])
    done = house.file(code)
    assert (done.state, done.shipped, done.again, done.problems) == ("done", 6, 0, [])


def test_a_form_sent_twice_is_one_file_and_anothers_mark_is_refused(database: Database) -> None:
    house, other = Warehouse(database, 1), Warehouse(database)
    rows = [row(2, house.codes[0])]
    assert house.keep(*rows, once="a" * 32) == house.keep(*rows, once="a" * 32)
    codes = in_threads(lambda one: house.keep(*rows, once=one), [("b" * 32,), ("b" * 32,), ("b" * 32,)])
    assert len(set(codes)) == 1
    with pytest.raises(Refused, match="表单"):
        other.keep(*rows, once="a" * 32)


def test_a_thousand_rows_cost_a_few_statements_each_hundred(database: Database) -> None:
    house = Warehouse(database, 3)
    rows = [row(line, code) for line, code in enumerate(house.codes, 2)]
    rows += [row(line, f"NOWHERE{line:03d}") for line in range(5, 1_000)]
    statements: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    sent = house.load(*rows)
    assert (sent.shipped, len(sent.problems), sent.state) == (3, 995, "done")
    assert len(statements) < 200


def test_a_parcel_named_twice_is_seen_twice(database: Database) -> None:
    house = Warehouse(database, 2)
    first, second = house.codes
    sent = house.load(row(2, first), row(3, first, "SF0000000002"), row(4, first, "SF7777777"), row(5, second))
    assert (sent.shipped, sent.again) == (2, 1)
    assert [(line, column) for line, column, _ in house.told(sent)] == [(4, "包裹")]
