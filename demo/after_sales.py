"""The demo's after-sales: one that waits for the supplier, one before the operator, one that is done."""

from datetime import datetime, timedelta

from sqlmodel import Session

from models.account.member import Member
from models.catalogue.supplier.register import staff_of
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.stories.after_sale.pay_back import agree_after_sale
from models.stories.refund.finish import finish_refund
from models.trade.after_sale.by_buyer import AfterSaleWish, ask_after_sale
from models.trade.after_sale.by_supplier import refuse_after_sale
from models.trade.after_sale.dispute import dispute, say_in_dispute
from models.trade.order.order import Line, Order

HOUR = timedelta(hours=1)


def add_after_sale(session: Session, order: Order, how_far: str, *, rules: Rules, at: datetime) -> None:
    """What the buyer asks for on the order's first line at this moment, brought as far as "asked", "disputed" or
    "done"."""
    line = order.parcels[0].lines[0]
    by = staff_of(session, line.parcel.supplier)[0]
    match how_far:
        case "asked":
            _asked(session, line, rules, at)
        case "disputed":
            _disputed(session, line, by, rules, at)
        case "done":
            _done(session, line, by, rules, at)


def _asked(session: Session, line: Line, rules: Rules, at: datetime) -> None:
    wish = AfterSaleWish("return", "not_as_described", 1, "图上是琥珀色，收到的是深褐色，味道也不太一样。")
    ask_after_sale(session, line, wish, Act.buyer(at), once=f"demo-{line.id}".ljust(16, "-"), rules=rules)


def _disputed(session: Session, line: Line, by: Member, rules: Rules, at: datetime) -> None:
    wish = AfterSaleWish("refund", "damaged", 1, "打开就有一道裂口，外箱也瘪了一角。", Money.parse("30"))
    after_sale = ask_after_sale(session, line, wish, Act.buyer(at), once=f"demo-{line.id}".ljust(16, "-"), rules=rules)
    why = "出库时逐件检查过，外箱破损要当面验收。愿意退一点表示歉意。"
    refuse_after_sale(session, after_sale, Act.supplier(by, at + 20 * HOUR, why), offer=Money.parse("10"), rules=rules)
    dispute(
        session,
        after_sale,
        "快递放在门口的，没有机会当面验收。退 10 块连修都不够。",
        Act.buyer(at + 30 * HOUR),
        rules=rules,
    )
    say_in_dispute(session, after_sale, "可以补寄一件，裂口那件不用寄回。", Act.supplier(by, at + 33 * HOUR))


def _done(session: Session, line: Line, by: Member, rules: Rules, at: datetime) -> None:
    wish = AfterSaleWish("refund", "missing", 1, "礼盒里少了一只茶针。", Money.parse("15"))
    after_sale = ask_after_sale(session, line, wish, Act.buyer(at), once=f"demo-{line.id}".ljust(16, "-"), rules=rules)
    given = agree_after_sale(session, after_sale, Act.supplier(by, at + 5 * HOUR), seen=after_sale.owed)
    finish_refund(session, given, Act.gateway(at + 6 * HOUR), reference=f"TEST-{given.code}")
