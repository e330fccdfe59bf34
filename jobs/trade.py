"""Jobs of orders and of the ways that money goes."""

from datetime import time
from functools import partial

from jobs.work import JOBS, Work
from models.kernel.clock import now
from models.stories.after_sale.lapse import lapse_overdue
from models.stories.money.deposit_payments import move_deposits
from models.stories.order.reconcile import reconcile_payment, reconcile_payments
from models.stories.order.time_out import cancel_overdue, close_over, give_up_unfetched, receive_overdue
from models.stories.own.closing import return_own_deposits
from models.stories.refund.send import send_refunds


@JOBS.asked()
def ask_payment(work: Work, gateway: str, code: str) -> None:
    reconcile_payment(work.database, work.gateways, gateway, code, at=now())


@JOBS.asked("send_refunds")
def send_refunds_now(work: Work) -> None:
    send_refunds(work.database, work.gateways, rules=work.rules, at=now())


@JOBS.every("*")
def move_money(work: Work) -> None:
    reconcile_payments(work.database, work.gateways, at=now())
    move_deposits(work.database, work.gateways, at=now())
    send_refunds(work.database, work.gateways, rules=work.rules, at=now())


@JOBS.every("*")
def cancel_unpaid(work: Work) -> None:
    cancel_overdue(work.database, rules=work.rules, at=now(), then=partial(work.ask, "ask_payment"))


@JOBS.every("17")
def receive_and_close(work: Work) -> None:
    rules = work.rules
    give_up_unfetched(work.database, at=now())
    receive_overdue(work.database, rules=rules, at=now())
    close_over(work.database, rules=rules, at=now())


@JOBS.every("*/10")
def carry_on_after_sales(work: Work) -> None:
    lapse_overdue(work.database, rules=work.rules, at=now())


@JOBS.daily(time(19, 40))
def give_own_deposits_back(work: Work) -> None:
    return_own_deposits(work.database, at=now())
