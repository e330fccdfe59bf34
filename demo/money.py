"""The demo's payee accounts, withdrawals, deposits and cash: what owners asked for and the desk did, on its day."""

from datetime import datetime, timedelta

from demo.content import PAYEES, WITHDRAWALS
from demo.content.schema import DemoPayee, DemoWithdrawal
from demo.network import Network
from models.kernel.act import Act
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.kernel.sealing import Seal
from models.payout import asking, steps, verifying
from models.payout.payee_details import PayeeDetails
from models.stories.money.deposits import deduct_deposit, pay_deposit
from models.stories.money.remit import remit, to_remit

HOUR = timedelta(hours=1)


def bring_cash_home(network: Network, at: datetime) -> None:
    """The carriers pay out what they collected more than two weeks ago."""
    waiting = to_remit(network.session, limit=100, offset=0)
    old = [payment.code for payment in waiting if payment.paid_at and payment.paid_at < at - timedelta(days=14)]
    remit(network.session, old, Act.operator(network.operator, at - timedelta(days=9)), reference="顺丰代收 2026-07")


def move_money_out(network: Network, seal: Seal, rules: Rules, at: datetime) -> None:
    """Accounts and withdrawals, each on its day, the oldest first."""
    told: list[DemoPayee | DemoWithdrawal] = [*PAYEES, *WITHDRAWALS]
    for one in sorted(told, key=lambda one: -one.days_ago):
        day = at - timedelta(days=one.days_ago)
        if isinstance(one, DemoPayee):
            _give(network, one, seal, day)
        else:
            _withdraw(network, one, rules, day)


def rule_on_deposit(network: Network, at: datetime) -> None:
    """One supplier shipped late again and again: a part of its deposit is the network's; the next day it paid again."""
    supplier, by, day = network.suppliers["laofang"], network.operator, at - timedelta(days=12)
    amount = Money.parse("500")
    why = "三个包裹超过 72 小时才发货，按约定扣保证金"
    deduct_deposit(network.session, supplier, amount, Act.operator(by, day, why), once="demo-late-parcels")
    pay_deposit(
        network.session, supplier, amount, Act.operator(by, day + 20 * HOUR), reference=f"DEMO-{supplier.code}-2"
    )


def _give(network: Network, one: DemoPayee, seal: Seal, at: datetime) -> None:
    session, by = network.session, network.operator
    given = PayeeDetails(one.kind, one.holder, one.number, one.bank, one.branch)
    payee = verifying.give_payee(
        session, network.owner(one.owner), given, Act.owner(network.person(one.owner), at), seal=seal
    )
    if one.state == "verified":
        verifying.verify_payee(session, payee, Act.operator(by, at + 3 * HOUR))
    if one.state == "refused":
        verifying.refuse_payee(session, payee, Act.operator(by, at + 3 * HOUR, one.why))


def _withdraw(network: Network, withdrawal: DemoWithdrawal, rules: Rules, at: datetime) -> None:
    session, by = network.session, network.operator
    once = f"demo-withdrawal-{withdrawal.owner}-{withdrawal.amount}"
    amount = Money.parse(withdrawal.amount)
    owner, person = network.owner(withdrawal.owner), network.person(withdrawal.owner)
    made = asking.request(session, owner, amount, Act.owner(person, at), once=once, rules=rules)
    if withdrawal.state == "requested":
        return
    batch, _ = steps.approve_withdrawals(session, [made], Act.operator(by, at + 5 * HOUR))
    if withdrawal.state == "approved":
        return
    steps.export(session, batch, made.payee.kind, Act.operator(by, at + 6 * HOUR))
    if withdrawal.state == "failed":
        steps.fail(session, made, Act.operator(by, at + 9 * HOUR, withdrawal.said))
    elif withdrawal.state != "exported":
        steps.pay(session, made, Act.operator(by, at + 9 * HOUR), reference=withdrawal.said)
    if withdrawal.state == "returned":
        later = at + timedelta(days=3)
        steps.book_return(session, made, Act.operator(by, later, withdrawal.why), returned_at=later - 9 * HOUR)
