"""What a supplier reads of its goods: every day and shop of its own, nobody else's, and no buyer."""

from datetime import timedelta

from sqlmodel import select

from models.catalogue.goods.goods import SKU
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.database import Database
from models.payment.refund import Refund
from models.report.numbers.day_range import DayRange
from models.report.supplier.lasting import PACE_DAYS, lasting
from models.report.supplier.returning import why_returned
from models.report.supplier.selling import sold_by_day, sold_by_shop, sold_by_words, sold_together
from models.stories.after_sale.pay_back import agree_after_sale
from models.stories.refund.finish import finish_refund
from tests.given.baskets import NOON, bought, carried
from tests.given.factories import make_supplier
from tests.given.returns import asked, one, paid, staff, wish

TODAY = local(NOON).date()
WEEK = DayRange(TODAY - timedelta(days=6), TODAY)


def test_what_was_sold_counts_by_day_and_shop_for_its_own_supplier(database: Database) -> None:
    at = carried(database)
    bought(database, at, 3)
    with database.transaction() as session:
        supplier = session.get_one(SKU, at.sku).goods.supplier
        other = make_supplier(session, name="别家")
        days = sold_by_day(session, supplier, WEEK)
        assert [sold.pieces for _day, sold in days] == [0, 0, 0, 0, 0, 0, 3]
        rows, count = sold_by_shop(session, supplier, WEEK, most=10)
        assert count == len(rows) == 1 and rows[0].sold == sold_together([sold for _day, sold in days])
        assert sold_by_words(session, supplier, WEEK, "style") == []
        assert sold_by_shop(session, other, WEEK, most=10) == ([], 0)
        assert sum(sold.pieces for _day, sold in sold_by_day(session, other, WEEK)) == 0


def test_stock_lasts_as_long_as_the_pace_says_and_nothing_is_said_without_one(database: Database) -> None:
    at = carried(database, stock=10)
    with database.reading() as session:
        supplier = session.get_one(SKU, at.sku).goods.supplier
        (row,) = lasting(session, supplier, at=NOON, most=9)
        assert (row.stock, row.sold, row.days_left, row.sell_through_bp) == (10, 0, None, 0)
        supplier_id = supplier.id
    bought(database, at, 4)
    with database.reading() as session:
        (row,) = lasting(session, session.get_one(Supplier, supplier_id), at=NOON + timedelta(hours=1), most=9)
        assert (row.stock, row.sold, row.days_left) == (6, 4, 6 * PACE_DAYS // 4)
        assert row.sell_through_bp == 4_000
        later = NOON + timedelta(days=PACE_DAYS, hours=1)
        assert lasting(session, session.get_one(Supplier, supplier_id), at=later, most=9)[0].sold == 0


def test_why_goods_come_back(database: Database) -> None:
    at = carried(database)
    asked(database, paid(database, at), wish("refund", 1, reason="damaged", amount=None))
    with database.reading() as session:
        supplier = session.get_one(SKU, at.sku).goods.supplier
        (row,) = why_returned(session, supplier, WEEK)
        assert (row.reason, row.asked, row.refunds, int(row.refunded)) == ("damaged", 1, 0, 0)


def test_money_has_gone_back_once_it_has_and_each_request_counts_once(database: Database) -> None:
    at = carried(database)
    codes = [
        asked(
            database, paid(database, at, visitor=f"v{n}"), wish("refund", 1, reason="damaged", amount=None), once=16 * n
        )
        for n in "abc"
    ]
    with database.transaction() as session:
        for code in codes[:2]:
            request = one(session, code)
            agree_after_sale(session, request, Act.supplier(staff(session), NOON), seen=request.owed)
        supplier = session.get_one(SKU, at.sku).goods.supplier
        (row,) = why_returned(session, supplier, WEEK)
        assert (row.asked, row.refunds, int(row.refunded)) == (3, 0, 0), "it is still on its way"
        made = session.exec(select(Refund).where(Refund.after_sale_id == one(session, codes[0]).id)).one()
        finish_refund(session, made, Act.gateway(NOON))
        session.flush()
        (row,) = why_returned(session, supplier, WEEK)
        assert (row.asked, row.refunds, row.refunded) == (3, 1, made.amount)
