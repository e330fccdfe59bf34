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
from models.account.identity import identity
from models.account.invitation import invitation
from models.account.second_factor import factor, passkey
from models.account.signing_up import sign_up
from models.catalogue.barcode import known_gtin, scan
from models.catalogue.bulk import bulk_edit
from models.catalogue.category import category
from models.catalogue.goods import detail_picture, goods, goods_move, proposal, rate_event, sent_picture, version
from models.catalogue.imports import run
from models.catalogue.supplier import brand_right, freight, pickup_place, supplier
from models.catalogue.supplier import stop as supplier_stop
from models.coupon import coupon
from models.feed import follow, post
from models.feed import report as post_report
from models.feed.nearby import place as shop_place
from models.gate import checklist
from models.gate.documents import document
from models.kernel import daily_round
from models.ledger import account, balance, guards, settlement, transaction
from models.ledger.sealing import night, night_guards
from models.lesson import lesson
from models.link import link, sharing
from models.notify import news
from models.payment import deposit_payment, payment, refund
from models.payout import file, payee, withdrawal
from models.pick import pick, self_run
from models.poster import kept_copy, poster, renewal
from models.report.desk import proof
from models.report.next_steps import aside
from models.report.numbers import trade_rollup
from models.review import review, tally
from models.setting import change
from models.shop import grant, level, shop, star, violation
from models.statistics import visit, visit_rollup
from models.talk import answer, conversation
from models.trade.after_sale import after_sale
from models.trade.cart import cart
from models.trade.order import event, kept, order
from models.trade.parcel import address_change, shipment
from models.trade.pickup import miss, pickup
from models.trade.waybill import file as shipping_file
from models.waiting import in_hand, verdict

MODULES = (
    known_gtin,
    scan,
    sent_picture,
    audit,
    chain_mark,
    trail_guards,
    member,
    invitation,
    appointment,
    joining_link,
    one_time_code,
    reset_link,
    sign_in,
    sign_up,
    stop,
    wrong_try,
    identity,
    factor,
    passkey,
    category,
    bulk_edit,
    goods,
    goods_move,
    detail_picture,
    rate_event,
    proposal,
    version,
    run,
    supplier,
    supplier_stop,
    freight,
    pickup_place,
    brand_right,
    coupon,
    follow,
    post,
    post_report,
    shop_place,
    checklist,
    lesson,
    link,
    sharing,
    news,
    payment,
    deposit_payment,
    refund,
    pick,
    self_run,
    poster,
    renewal,
    kept_copy,
    shop,
    grant,
    violation,
    star,
    change,
    conversation,
    answer,
    cart,
    event,
    order,
    kept,
    shipment,
    pickup,
    miss,
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
    night,
    night_guards,
    proof,
    review,
    tally,
    aside,
    visit,
    visit_rollup,
    trade_rollup,
    in_hand,
    verdict,
    document,
    daily_round,
)
metadata = SQLModel.metadata
