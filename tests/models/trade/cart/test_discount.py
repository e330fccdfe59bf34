"""What a coupon takes off which line, and what pieces of a line are worth after it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from models.catalogue.goods.goods import SKU
from models.kernel.database import Database
from models.kernel.money import Money
from models.trade.cart import lines as carting
from models.trade.cart.discount import cap, discount_of, usable_coupons
from models.trade.order.order import Line
from tests.given.baskets import NOON, Carried, carried, put
from tests.given.kinds import ON_SQLITE
from tests.given.tickets import claimed

AMOUNTS = st.integers(1, 2_000_000)
PURE = settings(deadline=None)


@PURE
@given(gross=AMOUNTS, bp=st.integers(0, 9_000))
def test_a_shop_gives_what_its_commission_bears_and_not_a_fen_more(gross: int, bp: int) -> None:
    most = cap("shop", Money(gross), bp)
    assert 0 <= most <= Money(gross - most).share(bp)
    assert most + 1 > Money(gross - most - 1).share(bp)


@PURE
@given(gross=AMOUNTS)
def test_a_supplier_leaves_a_tenth(gross: int) -> None:
    assert gross - cap("supplier", Money(gross), 0) >= gross / 10


def _line(price: int, quantity: int, off: int) -> Line:
    return Line(
        title="茶",
        price=Money(price),
        quantity=quantity,
        discount=Money(off),
        commission_bp=0,
        refunded=0,
        refunded_amount=Money(0),
    )


@PURE
@given(st.data())
def test_pieces_given_back_in_any_parts_come_to_all_that_was_paid(data: st.DataObject) -> None:
    price, quantity = data.draw(st.integers(1, 50_000)), data.draw(st.integers(1, 99))
    off = data.draw(st.integers(0, price * quantity - 1))
    line = _line(price, quantity, off)
    while line.refunded < quantity:
        pieces = data.draw(st.integers(1, quantity - line.refunded))
        worth = line.worth(pieces)
        assert abs(worth * quantity - int(line.amount) * pieces) < quantity
        line.refunded, line.refunded_amount = line.refunded + pieces, line.refunded_amount + worth
    assert line.refunded_amount == line.amount
    assert line.worth(1) == 0


def test_without_a_coupon_a_piece_is_worth_its_price() -> None:
    line = _line(1_999, 7, 0)
    line.refunded, line.refunded_amount = 3, Money(3 * 1_999)
    assert [int(line.worth(n)) for n in (1, 2, 4, 9)] == [1_999, 3_998, 7_996, 7_996]
    line.refunded_amount = Money(7 * 1_999 - 5)
    assert line.worth(2) == 5


def _cart(session: Session, *stalls: Carried) -> list[int]:
    return [put(session, "owner", at, 2).id for at in stalls]


@ON_SQLITE
def test_it_counts_on_its_payers_goods_and_names_only_those(database: Database) -> None:
    tea, honey = carried(database, price="100"), carried(database, price="50")
    with database.transaction() as session:
        first, second = _cart(session, tea, honey)
        lines = carting.lines_of(session, "owner", at=NOON)
        goods = session.get_one(SKU, tea.sku).goods
        of_shop = claimed(session, tea, "shop", off="10").coupon
        of_supplier = claimed(session, honey, "supplier", off_bp=5_000, most_off=Money(3_000)).coupon
        of_goods = claimed(session, tea, "supplier", off_bp=1_000, goods=goods).coupon
        assert discount_of(of_shop, lines).off == {first: 1_000}
        assert discount_of(of_supplier, lines).off == {second: 3_000}
        assert discount_of(of_goods, lines).off == {first: 2_000}
        assert discount_of(of_goods, lines[1:]).off == {}


@ON_SQLITE
def test_a_shops_coupon_is_cut_and_one_below_its_minimum_lacks(database: Database) -> None:
    tea = carried(database, price="100", commission_bp=1_000)
    with database.transaction() as session:
        _cart(session, tea)
        lines = carting.lines_of(session, "owner", at=NOON)
        cut = discount_of(claimed(session, tea, "shop", off="50").coupon, lines)
        # 10 % of what is left: 200 × 10 / 110 = 18.18.
        assert (cut.total, cut.face, cut.is_cut, cut.lacks) == (1_818, 5_000, True, 0)
        short = discount_of(claimed(session, tea, "supplier", off="50", minimum="230").coupon, lines)
        assert (short.total, short.face, short.lacks) == (0, 0, 3_000)


@ON_SQLITE
def test_a_visitors_coupons_with_the_most_helpful_first(database: Database) -> None:
    tea, elsewhere = carried(database, price="100"), carried(database)
    with database.transaction() as session:
        _cart(session, tea)
        lines = carting.lines_of(session, "owner", at=NOON)
        little = claimed(session, tea, "shop", off="5")
        much = claimed(session, tea, "supplier", off="20")
        short = claimed(session, tea, "supplier", off="1", minimum="500")
        claimed(session, elsewhere, "shop", off="9")
        claimed(session, tea, "supplier", "stranger", off="30")
        found = usable_coupons(session, "owner", lines, at=NOON)
        assert [one.claim for one in found] == [much, little, short]
        assert [int(one.discount.total) for one in found] == [2_000, 500, 0]
