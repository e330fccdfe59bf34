"""Sending a one-time code. The worker looks up whose number it is, so that a request takes as long whoever's it is; for
a number that is nobody's it sends nothing, but where the number is what is proven."""

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.one_time_code import CodeFor, Purpose
from models.kernel.database import Database
from models.kernel.ring import Ring
from models.kernel.rules import Rules
from models.kernel.sealing import Seal
from models.notify import Notice, Notifier
from models.talk.conversation import MailAddress
from models.trade.order.order import Order

log = logging.getLogger(__name__)
_PURPOSE = "one-time code"


@dataclass(frozen=True, slots=True)
class SentCode:
    """The digits on their way. `key` is the same at every try."""

    wanted: CodeFor
    digits: str
    key: str


def sealed_code(wanted: CodeFor, digits: str, ring: Ring) -> str:
    """As the queue of jobs keeps it: nobody reads the digits there."""
    return Seal(ring, _PURPOSE).close(json.dumps(asdict(wanted) | {"digits": digits}))


def opened_code(sealed: str, ring: Ring) -> SentCode:
    """The same again. Raises Unreadable."""
    facts = json.loads(Seal(ring, _PURPOSE).open(sealed))
    key = hashlib.sha256(sealed.encode()).hexdigest()[:16]
    return SentCode(CodeFor(facts["purpose"], facts["phone"], facts.get("asker", "")), facts["digits"], f"code-{key}")


def send_one_time_code(database: Database, ways: Sequence[Notifier], code: SentCode, *, rules: Rules) -> None:
    """Sends the digits to the phone, or, where no texts can be sent, to the e-mail address that its member gave. Raises
    Undelivered: the caller tries again."""
    able = [way for way in ways if way.name in ("sms", "email")]
    if not able:
        # Only where nobody is served: production offers no codes without a way (views/parts/one_time_codes.py).
        log.warning("no way to send texts is set: the code for %s is %s", code.wanted.phone, code.digits)
        return
    with database.reading() as session:
        notice = _notice(session, code, rules)
    if notice:
        able[0].send(notice)


def _notice(session: Session, code: SentCode, rules: Rules) -> Notice | None:
    phone, minutes = code.wanted.phone, rules.code_minutes
    mail = _MAIL_OF[code.wanted.purpose](session, phone)
    if mail is None:
        return None
    text = (
        f"小铺：你的六位数是 {code.digits}，{minutes} 分钟内有效。平台不会问你要它，谁问都别给。"
        f" Xiaopu: your code is {code.digits}, valid for {minutes} minutes. Never tell it to anybody."
    )
    subject = f"六位数 Your code: {code.digits}"
    return Notice(code.key, "account", phone, mail, subject, text, "", event="account.code")


def _mail_of_member(session: Session, phone: str) -> str | None:
    """The address, empty where the member gave none; nothing where the number is nobody's."""
    query = select(Member.id, MailAddress.address).outerjoin(MailAddress).where(Member.phone == phone)
    found = session.exec(query).first()
    return (found[1] or "") if found else None


def _mail_of_buyer(session: Session, phone: str) -> str | None:
    """A buyer has no address of mail with us."""
    return "" if session.exec(select(col(Order.id)).where(Order.phone == phone).limit(1)).first() else None


def _mail_of_anybody(session: Session, phone: str) -> str | None:
    """Who proves a phone reads it there and nowhere else, whether the number is anybody's or not."""
    return ""


_MAIL_OF: dict[Purpose, Callable[[Session, str], str | None]] = {
    "password": _mail_of_member,
    "orders": _mail_of_buyer,
    "phone": _mail_of_anybody,
}
