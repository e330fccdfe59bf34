"""The columns of the papers that shops and suppliers file: a month's statement, and a year in twelve rows for the tax
return."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.errors import N_, Say
from models.kernel.money import Money
from models.kernel.months import begins, ends
from models.ledger.owners import Owner
from models.payout.verifying import payee_of
from models.report.statement.paper import Column, Paper
from models.report.statement.proven import Proven, ShownRow, proven
from models.report.statement.shop_rows import Moved, rows_in
from models.report.statement.statement import Statement, added_up, statement
from models.report.statement.supplier_rows import ParcelDue, parcels_in
from models.shop.shop import Shop

# What each figure of a statement is called, of a shop and of a supplier.
SHOP_FIGURES = {
    "commission": N_("佣金收入"),
    "bonus": N_("等级奖励收入"),
    "coupon": N_("优惠券支出"),
    "taken_back": N_("退款冲回"),
    "withdrawn": N_("已提现"),
    "other": N_("其他"),
}
SUPPLIER_FIGURES = {
    "sold": N_("卖出"),
    "refunded": N_("退款"),
    "commission": N_("佣金"),
    "fee": N_("平台服务费"),
    "coupon": N_("优惠券"),
    "freight": N_("运费"),
    "deposit": N_("保证金转入转出"),
    "withdrawn": N_("已提现"),
    "other": N_("其他"),
}
# What a parcel's row is made of; together they are what is due.
AMOUNTS = ("sold", "refunded", "commission", "fee", "coupon", "freight")
MOVEMENT_NAMES = {
    "capture": N_("卖出"),
    "refund": N_("退款冲回"),
    "withdrawal_paid": N_("提现"),
    "withdrawal_returned": N_("提现被银行退回"),
    "coupon": N_("优惠券"),
    "correction": N_("更正"),
    "deposit_paid": N_("保证金"),
    "deposit_deducted": N_("保证金"),
    "deposit_returned": N_("保证金"),
}
NET = N_("净收入是前四项相加，优惠券支出和退款冲回写成负数。按入账日期，北京时间。金额单位：元。")
EVERY = N_("期初加上各项等于期末。按入账日期，北京时间。金额单位：元。")


def figures_of(owner: Owner) -> dict[str, str]:
    """The names of its figures, msgids."""
    return SHOP_FIGURES if isinstance(owner, Shop) else SUPPLIER_FIGURES


def shown_figures(one: Statement) -> dict[str, Money]:
    """The figures that are shown: those that are always there, and others only where there is something."""
    rare = ("other", "deposit")
    return {name: amount for name, amount in one.figures.items() if amount or name not in rare}


def month_paper(session: Session, owner: Owner, month: str, *, at: datetime, say: Say) -> Paper:
    """A month: what was there, what moved, line by line or parcel by parcel, what is there."""
    this_month = statement(session, owner, month)
    names = figures_of(owner)
    facts = [*_whose(session, owner, say), (say(N_("月份")), month), *_made(at, say)]
    figures = [
        (say(N_("期初")), this_month.opening),
        *((say(names[name]), amount) for name, amount in shown_figures(this_month).items()),
        (say(N_("期末")), this_month.closing),
    ]
    title, columns, moved, rows = _table(session, owner, month, say)
    proof = proven(session, owner, month, moved)
    facts.append((say(N_("证明")), _proof_words(proof, say)))
    last: list[str | Money] = [] if isinstance(owner, Shop) else [say(N_("合计")), "", *_sums(this_month)]
    mark = say(N_("分录"))
    return Paper(title, facts, figures, columns, rows, last, words=say(EVERY), proof=proof, mark_head=mark)


def _proof_words(proof: Proven, say: Say) -> str:
    """By which root it can be checked."""
    if not proof.ends:
        return say(N_("还没有一夜的根包含这些账"))
    return say(N_("%(day)s 的根 %(root)s"), day=proof.ends, root=f"{proof.root[:16]}…")


def year_paper(
    session: Session, shop: Shop, year: int, months: Sequence[Statement], *, at: datetime, say: Say
) -> Paper:
    """A shop's year for the tax return: income and what was paid out, month by month, the empty ones too."""
    sums = added_up(months)
    columns = [
        Column(say(N_("月份")), 0.16),
        Column(say(SHOP_FIGURES["commission"]), 0.14, True),
        Column(say(SHOP_FIGURES["bonus"]), 0.14, True),
        Column(say(SHOP_FIGURES["coupon"]), 0.14, True),
        Column(say(SHOP_FIGURES["taken_back"]), 0.14, True),
        Column(say(N_("净收入")), 0.14, True),
        Column(say(SHOP_FIGURES["withdrawn"]), 0.14, True),
    ]
    rows: list[list[str | Money]] = [[one.month, *_yearly(one.figures, one.net)] for one in months]
    last: list[str | Money] = [say(N_("合计")), *_yearly(sums, Money(sum(one.net for one in months)))]
    facts = [*_whose(session, shop, say), (say(N_("期间")), f"{months[0].month} – {months[-1].month}"), *_made(at, say)]
    title = say(N_("%(year)s 年收入汇总"), year=year)
    return Paper(title, facts, [], columns, rows, last, words=say(NET))


def _yearly(figures: dict[str, Money], net: Money) -> list[Money]:
    """What was withdrawn reads as paid out, so above zero."""
    income = [figures[name] for name in ("commission", "bonus", "coupon", "taken_back")]
    return [*income, net, -figures["withdrawn"]]


def _whose(session: Session, owner: Owner, say: Say) -> list[tuple[str, str]]:
    """A shop by its number and its keeper by the real name that was given with the payee account; without one by how
    the keeper is called."""
    payee = payee_of(session, owner)
    if isinstance(owner, Shop):
        name = payee.holder if payee else owner.keeper.name
        return [(say(N_("店名和店铺号")), f"{owner.name} {owner.number}"), (say(N_("姓名")), name)]
    called = f"{owner.name} {owner.code}"
    return [(say(N_("供货商名称和编号")), f"{called} · {say(N_('自营'))}" if owner.is_self_run else called)]


def _made(at: datetime, say: Say) -> list[tuple[str, str]]:
    return [(say(N_("生成时间")), f"{local(at):%Y-%m-%d %H:%M}")]


def _table(
    session: Session, owner: Owner, month: str, say: Say
) -> tuple[str, list[Column], Sequence[ShownRow], list[Sequence[str | Money]]]:
    since, until = begins(month), ends(month)
    if isinstance(owner, Shop):
        columns = [
            Column(say(N_("时间")), 0.17),
            Column(say(N_("事由")), 0.13),
            Column(say(N_("编号")), 0.17),
            Column(say(N_("货品")), 0.2),
            Column(say(N_("佣金")), 0.08, True),
            Column(say(N_("奖励")), 0.08, True),
            Column(say(N_("优惠券")), 0.08, True),
            Column(say(N_("金额")), 0.09, True),
        ]
        moves = rows_in(session, owner, since, until)
        return say(N_("%(month)s 收入对账单"), month=month), columns, moves, [_move(one, say) for one in moves]
    heads = [Column(say(N_("包裹")), 0.12), Column(say(N_("订单")), 0.18)]
    amounts = [*(SUPPLIER_FIGURES[name] for name in AMOUNTS), N_("应得")]
    heads += [Column(say(name), 0.7 / len(amounts), True) for name in amounts]
    parcels = parcels_in(session, owner, since, until)
    return say(N_("%(month)s 货款对账单"), month=month), heads, parcels, [_parcel(due) for due in parcels]


def _move(one: Moved, say: Say) -> list[str | Money]:
    facts = [f"{local(one.at):%Y-%m-%d %H:%M}", say(MOVEMENT_NAMES[one.kind]), one.line or one.reference, one.title]
    return [*facts, one.commission, one.bonus, one.coupon, one.amount]


def _sums(one: Statement) -> list[Money]:
    amounts = [one.figures[name] for name in AMOUNTS]
    return [*amounts, Money(sum(amounts))]


def _parcel(due: ParcelDue) -> list[str | Money]:
    return [due.code, due.order, *(getattr(due, name) for name in AMOUNTS), due.due]
