"""Every record, imported once, so that the metadata is whole: for migrations, and for relationships by name."""

from sqlmodel import SQLModel

from models.account import (
    code_count,
    hash_secret,
    joining_link,
    member,
    one_time_code,
    reset_link,
    sign_in,
    stop,
    wrong_try,
)
from models.account.audit import audit, chain_mark
from models.account.audit import guards as trail_guards
from models.account.desk import appointment
from models.account.second_factor import factor, passkey
from models.catalogue.category import category
from models.catalogue.goods import goods
from models.catalogue.imports import run
from models.catalogue.supplier import freight, supplier
from models.catalogue.supplier import stop as supplier_stop
from models.coupon import coupon
from models.kernel import daily_round
from models.ledger import account, balance, guards, settlement, transaction
from models.lesson import lesson
from models.link import link
from models.notify import news
from models.payment import payment, refund
from models.payout import file, payee, withdrawal
from models.pick import pick
from models.poster import kept_copy, poster
from models.report.desk import proof
from models.setting import change
from models.shop import grant, level, shop
from models.statistics import visit
from models.talk import answer, conversation
from models.trade.after_sale import after_sale
from models.trade.cart import cart
from models.trade.order import event, kept, order
from models.trade.parcel import address_change, shipment
from models.trade.waybill import file as shipping_file
from models.waiting import in_hand, verdict

MODULES = (
    audit,
    chain_mark,
    trail_guards,
    member,
    appointment,
    joining_link,
    one_time_code,
    reset_link,
    sign_in,
    stop,
    wrong_try,
    factor,
    passkey,
    category,
    goods,
    run,
    supplier,
    supplier_stop,
    freight,
    coupon,
    lesson,
    link,
    news,
    payment,
    refund,
    pick,
    poster,
    kept_copy,
    shop,
    grant,
    change,
    conversation,
    answer,
    cart,
    event,
    order,
    kept,
    shipment,
    after_sale,
    address_change,
    shipping_file,
    account,
    code_count,
    hash_secret,
    transaction,
    guards,
    balance,
    level,
    payee,
    withdrawal,
    file,
    settlement,
    proof,
    visit,
    in_hand,
    verdict,
    daily_round,
)
metadata = SQLModel.metadata
