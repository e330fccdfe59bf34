"""/console/own/deposit: what a deposit is for, what is missing of it, paying it through the network's gateways, and
when it comes back."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.catalogue.category.category import Category
from models.catalogue.goods.finding import goods_coded
from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.provider import Unreachable
from models.ledger.deposit import deposit_history, deposit_of
from models.payment.deposit_payment import DepositPayment, deposit_payments_of
from models.payment.gateways import Ask, Charge, Gateway, PaymentProvider, providers
from models.stories.money.deposit_payments import ask_deposit, may_ask_deposit, move_deposit
from models.stories.own.beginning import begin_self_run, self_run_of
from views.console.blueprint import console
from views.console.own.standing import standing, terms_for
from views.kit import store
from views.kit.acting import as_keeper
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page, see
from views.parts.device import device
from views.parts.qr import square

log = logging.getLogger(__name__)
_PAUSE, _PAID_WITHIN = timedelta(seconds=3), timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Wanted:
    """For which goods the deposit is paid, and what it is to be with that."""

    goods: Goods | None
    category: Category | None
    level: Money


@console.get("/own/deposit")
def own_deposit() -> Response:
    """Before a photo is taken: what it is for, how much, and when it comes back."""
    return _shown(TokenForm(formdata=None))


@console.post("/own/deposit")
def pay_own_deposit() -> Response:
    """Asks a gateway for what is missing; the same wish again is the same payment."""
    form, wanted = TokenForm(), _wanted()
    gateway = house().gateways.get(request.form.get("gateway", ""))
    if gateway is None or gateway.name not in [name for name, _face in _ways()]:
        form.form_errors.append(_("选一种付款方式"))
        return _shown(form, status=422)
    with attempt(form) as outcome:
        supplier = begin_self_run(store.session(), shop(), as_keeper(), rules=house().rules)
        payment = ask_deposit(store.session(), supplier, wanted.level, as_keeper(), gateway=gateway)
    if not outcome.ok:
        return _shown(form, status=422)
    store.session().flush()
    ask = _ask(payment, gateway)
    store.commit()
    try:
        charge = gateway.create(ask)
    except Unreachable as trouble:
        log.warning("%s did not answer for deposit payment %s: %s", gateway.name, ask.payment, trouble)
        form.form_errors.append(_("支付暂时连不上，过一会儿再试一次。"))
        return _shown(form, status=422)
    except Refused as refusal:
        log.warning("%s refused deposit payment %s: %s", gateway.name, ask.payment, refusal)
        form.form_errors.append(_("支付暂时连不上，过一会儿再试一次。"))
        return _shown(form, status=422)
    return see(charge.url) if charge.url.startswith("/") else _charged(charge, ask.amount, gateway)


@console.post("/own/deposit/check")
def check_own_deposit() -> Response:
    """ "I have paid": asks the gateway now."""
    session, supplier = store.session(), self_run_of(store.session(), shop())
    waiting = [one for one in deposit_payments_of(session, supplier) if one.state == "pending"] if supplier else []
    asked = [one.id for one in waiting if may_ask_deposit(session, one, pause=_PAUSE, at=now())]
    with store.outside_transaction():
        for payment_id in asked:
            move_deposit(house().database, house().gateways, payment_id, at=now())
    if waiting and supplier is not None:
        session.expire_all()
        left = any(one.state == "pending" for one in deposit_payments_of(session, supplier))
        flash(_("还没有收到这笔付款，到账后这里会变。") if left else _("收到了，保证金够了"), "warn" if left else "ok")
    return see(url_for("console.own_deposit", goods=request.form.get("goods", "") or None))


def _wanted() -> Wanted:
    code = request.values.get("goods", "")
    supplier = self_run_of(store.session(), shop())
    goods = goods_coded(store.session(), supplier, code) if supplier is not None and code else None
    category = goods.category if goods is not None else None
    level = max(category.deposit if category else Money(0), supplier.deposit_required if supplier else Money(0))
    return Wanted(goods, category, Money(level))


def _ways() -> list[tuple[str, PaymentProvider]]:
    """The gateways by which a deposit can be paid from here."""
    found = [(name, gateway) for name, gateway in house().gateways.items() if gateway.prepaid]
    return [(name, providers()[name]) for name, gateway in found if _way(gateway) is not None]


def _way(gateway: Gateway) -> str | None:
    """How one pays from what this page is opened with. Inside WeChat a code is shown: who holds the phone is known to
    buyers' pages alone."""
    ways = providers()[gateway.name].ways
    way = ways.get(device()) if ways else ""
    return next((one for one in ways.values() if one == "native"), None) if way == "jsapi" else way


def _ask(payment: DepositPayment, gateway: Gateway) -> Ask:
    where = house().config.where
    back = url_for("console.own_deposit", goods=request.form.get("goods", "") or None)
    return Ask(
        payment=payment.code,
        amount=payment.amount,
        subject=f"{house().rules.name_suffix} {_('保证金')} {payment.supplier.code}",
        expires_at=payment.asked_at + _PAID_WITHIN,
        return_url=where + back,
        notify_url=where + url_for("callbacks.notify", gateway=gateway.name),
        way=_way(gateway) or "",
        buyer_ip=request.remote_addr or "",
    )


def _charged(charge: Charge, amount: Money, gateway: Gateway) -> Response:
    return page(
        "console/own/paying.html",
        amount=amount,
        charge=charge,
        code=square(charge.qr) if charge.qr else None,
        provider=providers()[gateway.name],
        goods=request.form.get("goods", ""),
    )


def _shown(form: TokenForm, *, status: int = 200) -> Response:
    session, wanted, found = store.session(), _wanted(), standing()
    supplier = found.supplier
    held = deposit_of(session, supplier) if supplier else Money(0)
    payments = deposit_payments_of(session, supplier) if supplier else []
    return page(
        "console/own/deposit.html",
        status=status,
        form=form,
        shop=shop(),
        standing=found,
        supplier=supplier,
        goods=wanted.goods,
        category=wanted.category,
        level=wanted.level,
        held=held,
        lacking=Money(max(0, wanted.level - held)),
        ways=_ways(),
        waiting=next((one for one in payments if one.state == "pending"), None),
        payments=[one for one in payments if one.state not in ("pending", "void")],
        movements=deposit_history(session, supplier) if supplier else [],
        terms=terms_for(wanted.category),
    )
