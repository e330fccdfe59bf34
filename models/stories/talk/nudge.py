"""Sending the nudges that are due: who is told, of what, by which ways. Nothing is sent inside a transaction."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.database import Database
from models.kernel.rules import Rules
from models.notify import Notice, Notifier, Undelivered
from models.notify.dispatching import is_quiet
from models.notify.news import NoticeChoice
from models.notify.trying import Round
from models.talk.conversation import Conversation, MailAddress, Nudge, Side
from models.talk.nudging import claim_nudge, due_nudges, tried
from models.trade.order.order import Line, Order, Parcel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Errand:
    """One claimed nudge: whom to tell, and which ways took it at an earlier try."""

    nudge: int
    notices: list[Notice]
    done: list[str]


def send_nudges(database: Database, ways: Sequence[Notifier], *, where: str, rules: Rules, at: datetime) -> int:
    """Sends what is due; returns how many notices went out. One that a way did not take is tried again later, by that
    way alone. In quiet hours those to keepers and suppliers wait."""
    sides: tuple[Side, ...] = ("buyer",) if is_quiet(at, rules) else ("buyer", "keeper", "supplier")
    with database.reading() as session:
        waiting = due_nudges(session, sides, at=at)
    tried_ways = Round(ways)
    return sum(_send(database, nudge_id, tried_ways, where, at) for nudge_id in waiting)


def _send(database: Database, nudge_id: int, tried_ways: Round, where: str, at: datetime) -> int:
    with database.transaction() as session:
        claimed = claim_nudge(session, nudge_id, at=at)
        errand = _errand(session, claimed, where) if claimed else None
    if errand is None:
        return 0
    done, failed = list(errand.done), False
    for way in tried_ways.ways:
        for notice in errand.notices:
            mark = f"{way.name}/{notice.key}"
            if mark in done:
                continue
            try:
                tried_ways.send(way, notice)
                done.append(mark)
            except Undelivered as reason:
                failed = True
                log.warning("notice %s could not be sent by %s: %s", notice.key, way.name, reason)
    with database.transaction() as session:
        tried(session, nudge_id, done=done, failed=failed)
    return len(done) - len(errand.done)


def _errand(session: Session, nudge: Nudge, where: str) -> Errand:
    talk = session.get_one(Conversation, nudge.conversation_id)
    title = talk.title
    address = {
        "buyer": f"{where}/talks/{talk.token}",
        # A keeper may have several shops: the address says at whose door it is.
        "keeper": f"{where}/console/talks/{talk.code}?door={talk.shop.number}",
        "supplier": f"{where}/supply/talks/{talk.code}",
    }[nudge.side]
    notices = [
        Notice(
            key=f"{nudge.id}-{place}",
            audience=nudge.side,
            phone=phone,
            mail=mail,
            subject=f"新消息 New message：{title}",
            text=f"关于“{title}”有新消息。There is a new message about it.",
            url=address,
        )
        for place, (phone, mail) in enumerate(_reached(session, talk, nudge.side))
    ]
    return Errand(nudge.id, notices, list(nudge.done))


def _reached(session: Session, talk: Conversation, side: Side) -> list[tuple[str, str]]:
    """Phone and e-mail of everybody on a side; a buyer's phone is the one on the newest order of these goods."""
    if side == "buyer":
        query = select(Order.phone).join(Parcel).join(Line).where(Order.visitor == talk.visitor)
        newest = query.where(Line.goods_id == talk.goods_id).order_by(col(Order.id).desc()).limit(1)
        return [(session.exec(newest).first() or "", "")]
    members = select(Member.phone, MailAddress.address, NoticeChoice.by_sms, NoticeChoice.by_email)
    members = members.outerjoin(MailAddress, col(MailAddress.member_id) == col(Member.id))
    members = members.outerjoin(NoticeChoice, col(NoticeChoice.member_id) == col(Member.id))
    if side == "keeper":
        members = members.where(Member.id == talk.shop.keeper_id)
    else:
        staff = select(SupplierStaff.member_id).where(SupplierStaff.supplier_id == talk.supplier_id, who_may("service"))
        members = members.where(col(Member.id).in_(staff))
    # Who has not chosen is told by every way that stands.
    return [
        ("" if by_sms is False else phone, "" if by_email is False else mail or "")
        for phone, mail, by_sms, by_email in session.exec(members.order_by(col(Member.id)))
    ]
