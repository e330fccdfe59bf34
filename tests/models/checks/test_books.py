"""`check`: a healthy network is found healthy; each thing that can be wrong is found, and nothing else is."""

import functools
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.windows import BEFORE_TIME
from models.checks.check import check
from models.kernel.act import Act
from models.kernel.address.recipient import Recipient
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore, square_key
from models.kernel.money import Money
from models.kernel.said import as_kept
from models.link.link import Link
from models.payment.gateways import Gateway, PaymentNotice
from models.payment.gateways.cod.gateway import CashOnDelivery
from models.payment.gateways.test.gateway import TestGateway
from models.payment.payment import payment_for
from models.payment.refund import Refund
from models.poster.draw import draw_poster
from models.poster.poster import Poster
from models.poster.sheet import Sheet
from models.shop.shop import Shop
from models.statistics.counting import VisitCounter
from models.statistics.seen import Seen
from models.stories.order.cancel import cancel_order, cancel_parcel
from models.stories.order.confirm_payment import confirm_payment
from models.trade.after_sale.after_sale import AfterSale
from models.trade.cart.changing import Chosen, put_in
from models.trade.order.order import Order
from models.trade.parcel.shipping import Way, ship
from tests.given import databases
from tests.given.baskets import order_quoted, quote_cart
from tests.given.factories import make_goods, make_pick, make_shop, make_supplier, picture_bytes, store_picture
from tests.given.visits import note
from tests.given.waiting_things import waiting_proposal_of

SOMEBODY = Recipient(name="王小明", phone="13900000000", region="福建 福州", street="五一路 1 号")
LINK = "ABC1234"
PAYLOAD = f"HTTP://SHOP.EXAMPLE/Q/{LINK}"
DIGEST, FURTHER = "ab" * 16, "cd" * 16


@functools.cache
def poster_bytes(payload: str = PAYLOAD) -> bytes:
    sheet = Sheet(
        payload=payload, shop_number="318260", shop_name="林间小铺", keeper_name="阿林", title="白茶", price="128"
    )
    return draw_poster(sheet, "window").jpeg


def buy(database: Database, gateway: Gateway, mark: str) -> int:
    """An order of both suppliers' goods; returns its id."""
    with database.transaction() as session:
        shop = session.exec(select(Shop)).one()
        for sku in session.exec(select(SKU).order_by(col(SKU.id))):
            put_in(session, mark, Chosen(sku, shop, 2), at=now())
        quote = quote_cart(session, mark, at=now())
        return order_quoted(session, quote, gateway=gateway, once=mark, contact=SOMEBODY).id


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The network, made once: the address of its database, and the folder of its files."""
    folder = tmp_path_factory.mktemp("network")
    with databases.sqlite(folder) if request.param == "sqlite" else databases.postgres(own=True) as url:
        database = Database(url)
        fill(database, MediaStore(f"file://{folder}/media"))
        database.engine.dispose()
        yield url, folder


@pytest.fixture
def media(kept: tuple[str, Path], tmp_path: Path) -> MediaStore:
    shutil.copytree(kept[1] / "media", tmp_path / "media")
    return MediaStore(f"file://{tmp_path}/media")


@pytest.fixture
def network(kept: tuple[str, Path], tmp_path: Path) -> Iterator[Database]:
    """A copy of one's own: seeding faults takes constraints away."""
    url, folder = kept
    for file in folder.glob("xiaopu.sqlite3*"):
        shutil.copy(file, tmp_path)
    with databases.postgres_like(url) if url.startswith("postgres") else nullcontext(url) as like:
        own = Database(like.replace(str(folder), str(tmp_path)))
        yield own
        own.engine.dispose()


def fill(database: Database, media: MediaStore) -> None:
    """A shop with two picks, a poster, visits, and an order in each state."""
    store_picture(media, DIGEST)
    with database.transaction() as session:
        shop = make_shop(session)
        for freight, price in ((Money(600), "128"), (Money(0), "19.99")):
            goods = make_goods(session, make_supplier(session, freight=freight), digest=DIGEST, price=price)
            make_pick(session, shop, goods)
        link = Link(
            code=LINK, shop_id=shop.id, goods_id=goods.id, placement="print", offer_price=Money(1999), made_at=now()
        )
        session.add(link)
        session.flush()
        key = "posters/ab/abcd.jpg"
        poster = Poster(link_id=link.id, style="window", fingerprint="abcd", media_key=key, payload=PAYLOAD, proof={})
        poster.drawn_at = now()
        session.add(poster)
        seen = Seen("link", LINK, shop_id=shop.id, link_id=link.id)
    media.put(key, poster_bytes())
    counter = VisitCounter(database)
    note(counter, seen, "someone", now())
    note(counter, seen, "another", now())
    counter.close()
    trade(database)


def trade(database: Database) -> None:
    """One order unpaid, one paid, one cancelled, one paid on delivery of which a parcel is under way, one paid of which
    a parcel was cancelled, and one cancelled after it was paid."""
    till = TestGateway("secret")
    buy(database, till, "unpaid")
    paid, cancelled, cod = (
        buy(database, till, "paid"),
        buy(database, till, "off"),
        buy(database, CashOnDelivery(), "cod"),
    )
    with database.transaction() as session:
        payment = payment_for(session, session.get_one(Order, paid))
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, "T-1"), at=now())
        cancel_order(session, session.get_one(Order, cancelled), Act.buyer(now()))
        parcel = session.get_one(Order, cod).parcels[0]
        ship(session, parcel, Way("顺丰速运", "SF1234567890"), Act.supplier(None, now()))
    for mark in ("part", "all"):
        given_back(database, buy(database, till, mark), whole=mark == "all")


def given_back(database: Database, key: int, *, whole: bool) -> None:
    """Pays an order, then cancels all of it or its first parcel."""
    with database.transaction() as session:
        order = session.get_one(Order, key)
        payment = payment_for(session, order)
        confirm_payment(session, "test", PaymentNotice(payment.code, payment.amount, "T-2"), at=now())
        if whole:
            cancel_order(session, order, Act.buyer(now()))
        else:
            cancel_parcel(session, order.parcels[0], Act.buyer(now()))


def spoil(database: Database, statement: str, *, unguarded: str = "") -> None:
    """Changes rows behind the program's back; `unguarded` names a table whose constraints are taken away first."""
    if unguarded and database.is_sqlite:
        # A copy has the rows without the constraints; foreign keys stay unwatched on a connection of one's own.
        with sqlite3.connect(database.engine.url.database or "") as raw:
            raw.execute(f"CREATE TABLE bare AS SELECT * FROM {unguarded}")
            raw.execute(f"DROP TABLE {unguarded}")
            raw.execute(f"ALTER TABLE bare RENAME TO {unguarded}")
            raw.execute(statement)
        raw.close()
        return
    with database.transaction() as session:
        kept = text(
            "SELECT conname FROM pg_constraint WHERE conrelid = CAST(:t AS regclass) AND contype IN ('c', 'f', 'u')"
        )
        for (name,) in session.execute(kept, {"t": unguarded}).all() if unguarded else ():
            session.execute(text(f"ALTER TABLE {unguarded} DROP CONSTRAINT {name} CASCADE"))
        session.execute(text(statement))


def found(database: Database, media: MediaStore, *, all_posters: bool = False) -> set[str]:
    return {fault.kind for fault in check(database, media, all_posters=all_posters)}


def test_a_healthy_network(network: Database, media: MediaStore) -> None:
    assert check(network, media) == []
    assert check(network, media, all_posters=True) == []


def test_an_empty_one(database: Database, media: MediaStore) -> None:
    assert check(database, media) == []


PAID = "state = 'paid' AND refunded = 0"
HALF = "state = 'paid' AND refunded BETWEEN 1 AND amount - 1"
FIRST_LINE = "id = (SELECT min(id) FROM order_line)"
OF_HALF = f"order_id IN (SELECT order_id FROM payment WHERE {HALF})"
OF_ORDER = "order_id = (SELECT min(id) FROM buyer_order WHERE state = '{}')"
SEEDED = {
    "order-goods": (
        "UPDATE buyer_order SET goods_total = goods_total + 1, total = total + 1 WHERE state = 'unpaid'",
        "",
        {"order.totals", "order.payment"},
    ),
    "order-freight": (
        "UPDATE buyer_order SET freight_total = freight_total + 1, goods_total = goods_total - 1 WHERE state = 'paid'",
        "",
        {"order.totals"},
    ),
    "order-total": (
        "UPDATE buyer_order SET total = total + 1 WHERE state = 'paid'",
        "buyer_order",
        {"order.totals", "order.payment"},
    ),
    "parcel": (
        "UPDATE parcel SET goods_total = goods_total + 1 WHERE id = 1",
        "",
        {"parcel.totals", "order.totals"},
    ),
    "line-lost": (f"DELETE FROM order_line WHERE {FIRST_LINE}", "", {"parcel.totals"}),
    "commission": (f"UPDATE order_line SET commission = commission + 1 WHERE {FIRST_LINE}", "", {"line.commission"}),
    "own-that-earned": (
        f"UPDATE order_line SET own = 'phone', commission = 0, bonus = 1 WHERE {FIRST_LINE}",
        "",
        {"line.bonus"},
    ),
    "line-of-others": (
        f"UPDATE order_line SET goods_id = (SELECT max(id) FROM goods) WHERE {FIRST_LINE}",
        "",
        {"line.owner"},
    ),
    "unpaid-yet-to-ship": (
        f"UPDATE parcel SET state = 'to_ship' WHERE {OF_ORDER.format('unpaid')}",
        "",
        {"parcel.state"},
    ),
    "cancelled-yet-to-ship": (
        f"UPDATE parcel SET state = 'to_ship' WHERE {OF_ORDER.format('cancelled')}",
        "",
        {"parcel.state"},
    ),
    "paid-yet-waiting": (
        f"UPDATE parcel SET state = 'waiting' WHERE {OF_ORDER.format('paid')}",
        "",
        {"parcel.state"},
    ),
    "paid-without-money": (f"UPDATE payment SET state = 'pending' WHERE {PAID}", "", {"order.payment"}),
    "money-without-paid": (
        "UPDATE payment SET state = 'paid', paid_at = asked_at WHERE state = 'void'",
        "",
        {"order.payment"},
    ),
    "paid-never": ("UPDATE payment SET paid_at = NULL WHERE state = 'paid'", "", {"order.payment"}),
    "another-amount": ("UPDATE payment SET amount = amount + 1 WHERE state = 'paid'", "", {"order.payment"}),
    "another-gateway": ("UPDATE payment SET gateway = 'cod' WHERE state = 'paid'", "", {"order.payment"}),
    "no-payment": (f"DELETE FROM payment WHERE {PAID}", "", {"order.payment"}),
    "boxes": ("UPDATE shipment_line SET quantity = quantity + 1", "", {"line.shipped"}),
    "sent-yet-not": (
        "UPDATE order_line SET shipped = 0 WHERE shipped > 0",
        "",
        {"line.shipped", "parcel.pieces"},
    ),
    "received-yet-on-its-way": (
        "UPDATE order_line SET received = shipped WHERE shipped > 0",
        "",
        {"parcel.pieces"},
    ),
    "nothing-to-send": (
        f"UPDATE parcel SET state = 'to_ship' WHERE state = 'cancelled' AND {OF_HALF}",
        "",
        {"parcel.pieces"},
    ),
    "nobody-gets-anything": (
        f"UPDATE parcel SET state = 'cancelled' WHERE {OF_ORDER.format('paid')}",
        "",
        {"order.state"},
    ),
    "no-beginning": ("DELETE FROM order_event WHERE step = 'place'", "", {"order.events"}),
    "refund": (
        "UPDATE refund SET amount = amount + 1 WHERE id = (SELECT min(id) FROM refund)",
        "",
        {"refund.totals", "payment.refunded"},
    ),
    "refund-of-nothing": ("DELETE FROM refund_line", "", {"refund.totals", "line.refunded"}),
    "given-back": (f"UPDATE payment SET refunded = refunded + 1 WHERE {HALF}", "", {"payment.refunded"}),
    "cancelled-money-kept": (
        "UPDATE payment SET refunded = refunded - 1 WHERE refunded = amount",
        "",
        {"payment.refunded", "order.payment"},
    ),
    "line-refunded": (
        "UPDATE order_line SET refunded_amount = refunded_amount - 1 WHERE refunded_amount > 0",
        "",
        {"line.refunded"},
    ),
    "freight-refunded": (
        "UPDATE parcel SET freight_refunded = 0 WHERE freight_refunded > 0",
        "",
        {"order.freight"},
    ),
    "trouble": (f"UPDATE payment SET trouble = 'T-9: 1.00' WHERE {PAID}", "", {"payment.trouble"}),
    "stock": ("UPDATE sku SET stock = -1 WHERE id = 1", "sku", {"sku.stock"}),
    "price": ("UPDATE sku SET price = 0 WHERE id = 1", "sku", {"sku.price", "goods.version"}),
    "was-below": ("UPDATE sku SET was = price - 1 WHERE id = 1", "sku", {"sku.price"}),
    "rate": ("UPDATE sku SET commission_bp = 9001 WHERE id = 1", "sku", {"sku.price"}),
    "no-category": ("UPDATE goods SET category_id = NULL WHERE id = 1", "", {"goods.on_sale", "goods.version"}),
    "no-picture": ("DELETE FROM picture WHERE goods_id = 1", "", {"goods.on_sale", "goods.version"}),
    "a-title-nobody-approved": ("UPDATE goods SET title = '加微信' WHERE id = 1", "", {"goods.version"}),
    "a-picture-nobody-approved": (
        f"INSERT INTO picture (goods_id, digest, source, position) VALUES (1, '{FURTHER}', '', 9)",
        "",
        {"goods.version", "picture.file"},
    ),
    "a-price-nobody-approved": ("UPDATE sku SET price = 10 * price WHERE id = 1", "", {"goods.version"}),
    "an-approved-price-moved": ("UPDATE sku SET approved_price = 9 WHERE id = 1", "", {"goods.version"}),
    "a-version-lost": ("DELETE FROM goods_version WHERE goods_id = 1", "", {"goods.version"}),
    "nothing-to-choose": ("UPDATE sku SET withdrawn_at = '2026-01-01' WHERE goods_id = 1", "", {"goods.on_sale"}),
    "waits-for-no-time": (
        f"UPDATE goods SET state = 'off_sale', state_why = '{as_kept(BEFORE_TIME)}' WHERE id = 1",
        "",
        {"goods.window"},
    ),
    "picks": ("UPDATE shop SET picks_count = picks_count + 1", "", {"shop.picks"}),
    "number-not-issued": ("DELETE FROM door_number", "shop", {"shop.number"}),
    "number-of-seven": ("UPDATE shop SET number = 1234567", "shop", {"shop.number"}),
    "visits": ("UPDATE link SET visits = 3", "", {"link.visits"}),
    "another-link": ("UPDATE link SET code = 'XYZ9876'", "", {"poster.payload"}),
}


@pytest.mark.parametrize("name", SEEDED)
def test_each_fault_is_found(network: Database, media: MediaStore, name: str) -> None:
    statement, unguarded, kinds = SEEDED[name]
    spoil(network, statement, unguarded=unguarded)
    # Where trade is wrong the ledger disagrees with it too; its own faults are seeded elsewhere.
    assert {kind for kind in found(network, media) if not kind.startswith("ledger.")} == kinds


def test_a_proposal_of_what_nobody_approved_is_found(network: Database, media: MediaStore) -> None:
    with network.transaction() as session:
        goods = session.get_one(Goods, 1)
        waiting_proposal_of(session, goods, at=now())
        goods.state, goods.version = "refused", None
    assert "goods.proposal" in found(network, media)


@pytest.mark.parametrize("state", ["refunding", "done"])
def test_an_after_sale_and_its_refund_that_disagree(network: Database, media: MediaStore, state: str) -> None:
    with network.transaction() as session:
        refund = session.exec(select(Refund)).first()
        assert refund is not None
        line = refund.lines[0].line
        facts = {"code": "AS000001", "once": "once", "order_id": refund.payment.order_id, "line_id": line.id}
        facts |= {"supplier_id": line.parcel.supplier_id, "kind": "refund", "reason": "other", "quantity": 1}
        facts |= {"amount": Money(100), "asked_at": now(), "answer_by": now(), "changed_at": now(), "state": state}
        after_sale = AfterSale(**facts)  # type: ignore[arg-type]
        session.add(after_sale)
        session.flush()
        # One that is being refunded has no refund; one that is done has a refund under way.
        refund.after_sale_id = after_sale.id if state == "done" else None
    (fault,) = check(network, media)
    assert (fault.kind, fault.subject) == ("after_sale.refund", "after-sale AS000001")


def test_a_number_that_two_shops_have(network: Database, media: MediaStore) -> None:
    with network.transaction() as session:
        make_shop(session)
    spoil(network, "UPDATE shop SET number = (SELECT min(number) FROM shop)", unguarded="shop")
    assert "2 shops have this number" in {fault.words for fault in check(network, media)}


def test_a_fault_names_its_subject_and_both_figures(network: Database, media: MediaStore) -> None:
    spoil(network, "UPDATE link SET visits = 3")
    (fault,) = check(network, media)
    assert (fault.subject, fault.words) == (f"link {LINK}", "it counts 3 visits, there are 2")


class TestFiles:
    @pytest.mark.parametrize("side", [1080, 540, 270])
    def test_a_missing_square(self, network: Database, media: MediaStore, side: int) -> None:
        media.delete(square_key(DIGEST, side))
        (fault,) = check(network, media)
        assert (fault.kind, fault.subject) == ("picture.file", f"picture {DIGEST}")
        assert str(side) in fault.words

    @pytest.mark.parametrize("column", ["shop.logo", "order_line.picture"])
    def test_logos_and_pictures_of_lines_count_too(self, network: Database, media: MediaStore, column: str) -> None:
        table, name = column.split(".")
        spoil(network, f"UPDATE {table} SET {name} = '{FURTHER}'")
        assert [fault.subject for fault in check(network, media)] == [f"picture {FURTHER}"]

    def test_a_missing_poster(self, network: Database, media: MediaStore) -> None:
        media.delete("posters/ab/abcd.jpg")
        for sample, every in ((0, False), (20, False), (0, True)):
            (fault,) = check(network, media, sample=sample, all_posters=every)
            assert (fault.kind, fault.subject) == ("poster.file", f"poster {LINK}-window-phone")

    @pytest.mark.parametrize(
        "made",
        [
            lambda: poster_bytes("HTTP://SHOP.EXAMPLE/Q/ZZZ9999"),
            lambda: picture_bytes(),
            lambda: poster_bytes()[:2_000],
            lambda: b"no picture",
        ],
        ids=["another-code", "no-code", "cut-off", "no-picture"],
    )
    def test_a_poster_that_says_something_else(
        self, network: Database, media: MediaStore, made: Callable[[], bytes]
    ) -> None:
        media.put("posters/ab/abcd.jpg", made())
        assert found(network, media, all_posters=True) == {"poster.file"}
        assert {fault.kind for fault in check(network, media, sample=20)} == {"poster.file"}
        # Outside the sample only its being there is asked.
        assert check(network, media, sample=0) == []

    def test_more_posters_than_one_chunk(self, network: Database, media: MediaStore) -> None:
        with network.transaction() as session:
            facts = session.exec(select(Poster)).one().model_dump(exclude={"id"})
            lost = (facts | {"style": f"style{number}", "media_key": "posters/none"} for number in range(1_200))
            session.add_all(Poster(**one) for one in lost)
        assert len(check(network, media)) == 1_200
