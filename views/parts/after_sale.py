"""What buyers, suppliers, keepers and operators see alike of an after-sale: its history in words, and its photos."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response
from flask_babel import gettext
from werkzeug.wrappers import Response as Reply

from models.kernel.clock import now
from models.kernel.errors import N_, Gone
from models.kernel.money import Money
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.finding import Happened, after_sale_history, photo_of
from views.kit import store
from views.kit.house import house

# What happened, by step; where it matters who did it, by both; and of what was fetched, where nothing travels.
# "received" is the end of what was sent anew.
DID = {
    "ask": N_("买家申请了售后"),
    "ask_again": N_("买家改了金额，再次申请"),
    "withdraw": N_("申请撤销了"),
    "withdraw.buyer": N_("买家撤销了申请"),
    "agree": N_("供货商同意了退款"),
    "agree.operator": N_("平台裁定退款"),
    "agree_return": N_("供货商同意了，请买家寄回"),
    "agree_return.operator": N_("平台裁定先寄回"),
    "agree_return.fetched": N_("供货商同意了，请买家带回店里"),
    "agree_return.operator.fetched": N_("平台裁定先带回店里"),
    "refuse": N_("供货商没有同意"),
    "accept": N_("买家接受了供货商给的金额"),
    "send_back": N_("买家寄回了货"),
    "send_back.supplier": N_("买家把货带到了店里"),
    "correct": N_("买家改了运单号"),
    "arrive": N_("供货商登记了收到的货"),
    "resend": N_("供货商重新寄出了货"),
    "resend.fetched": N_("供货商把货当面交给了买家"),
    "order_resend": N_("平台裁定把货寄给买家"),
    "order_resend.fetched": N_("平台裁定把货当面交给买家"),
    "dispute": N_("买家请平台裁定"),
    "dispute.clock": N_("没有人处理，转给平台"),
    "reject": N_("平台裁定不退不换"),
    "finish": N_("退款办好了"),
    "received.buyer": N_("买家确认收到"),
    "received.clock": N_("过了时间，算作买家收到"),
    "lapse": N_("过时没有处理，自动结束"),
    "say.buyer": N_("买家说"),
    "say.supplier": N_("供货商说"),
    "say.operator": N_("平台说"),
}
# Steps whose note is an amount, and steps whose note is the program's own.
AMOUNTS = ("ask_again", "accept")
SILENT = ("finish", "lapse", "withdraw")
# Where goods travel is between the two; a keeper who reads along need not know.
TRAVEL = ("send_back", "correct", "resend")


@dataclass(frozen=True, slots=True)
class Told:
    """One thing of the history as a page shows it."""

    at: datetime
    did: str
    words: str
    is_ruling: bool


def told(after_sale: AfterSale, *, travel: bool = True) -> list[Told]:
    """The history in the reader's language; with tracking numbers or without."""
    return [_told(one, after_sale, travel) for one in after_sale_history(store.session(), after_sale)]


def is_late(after_sale: AfterSale) -> bool:
    """Whether the side whose turn it is has let the time pass by now."""
    return after_sale.is_late(now())


def fen(typed: str | None) -> Money:
    """The amount that a hidden field carried; what is none counts as nothing."""
    return Money(int(typed)) if typed and typed.isdecimal() and len(typed) <= 12 else Money(0)


def photo(after_sale: AfterSale, position: int) -> Reply:
    """One of its photos. The caller found the after-sale through who may see it. Raises Gone."""
    key = photo_of(after_sale, position)
    if key is None:
        raise Gone(str(position))
    return Response(house().media.get_quickly(key), mimetype="image/jpeg")


def _told(one: Happened, after_sale: AfterSale, travel: bool) -> Told:
    step = "received" if one.step == "finish" and after_sale.resent_carrier else one.step
    ways = [f"{step}.{one.who}", step]
    if after_sale.line.parcel.is_pickup:
        ways = [f"{step}.{one.who}.fetched", f"{step}.fetched", *ways]
    did = next((DID[way] for way in ways if way in DID), step)
    words = one.words if travel or one.step not in TRAVEL else ""
    if one.step in SILENT:
        words = ""
    if one.step in AMOUNTS or (one.step == "agree" and one.who == "supplier"):
        words = f"¥{words}"
    is_ruling = one.who == "operator" and one.step != "say"
    return Told(one.at, gettext(did), words, is_ruling)
