"""One-time codes: six digits that show that somebody reads what is sent to a phone. A phone that is nobody's gets the
same row, the same limits and the same words: neither a refusal nor its time tells whose number it is.

Only a keyed digest of the digits is kept. They are asked for at most once a minute and a few times a day
(code_count.py), tried a few times, and used once: in the browser that asked for them, and for what they were asked for.
So nobody else replaces them, or uses their tries up.
"""

import hashlib
import hmac
import math
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import CheckConstraint, ColumnElement, and_, case, delete, update
from sqlmodel import Field, Session

from models.account.code_count import CODE_DAY, count_code, forget_code_counts
from models.kernel.database import Database, insert_into
from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain
from models.kernel.reading.phones import LONGEST_PHONE
from models.kernel.record import Record, moment, table_of, word
from models.kernel.rules import Rules
from models.kernel.steps import one_of

# What the digits open: a new password, the orders of a phone, or that a phone is somebody's own. A code for one opens
# nothing else.
Purpose = Literal["password", "orders", "phone"]
ASKER_LIMIT = 32


class OneTimeCode(Record, table=True):
    """The newest code of a phone for one purpose and one asker; a newer one takes its place."""

    __table_args__ = (
        CheckConstraint(one_of("purpose", get_args(Purpose)), name="purpose_known"),
        CheckConstraint("tries >= 0", name="counts_make_sense"),
    )
    phone: str = Field(primary_key=True, max_length=LONGEST_PHONE)
    purpose: Purpose = word(10, primary_key=True)
    asker: str = Field(primary_key=True, max_length=ASKER_LIMIT)
    digest: str = Field(max_length=64)
    asked_at: datetime = moment()
    until: datetime = moment(index=True)
    tries: int = 0
    used_at: datetime | None = moment(default=None, nullable=True)


_table = table_of(OneTimeCode)


@dataclass(frozen=True, slots=True)
class CodeFor:
    """What a code is for, whose phone it is sent to (as models/kernel/reading/phones.py writes it), and which browser
    asked: what only that one knows."""

    purpose: Purpose
    phone: str
    asker: str

    def digest(self, digits: str, secret: str) -> str:
        """What is kept of the digits."""
        said = f"one-time code:{self.purpose}:{self.phone}:{self.asker}:{digits}"
        return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class Network:
    """Where a request came from, as codes are counted: a keyed digest. `is_known`: by somebody who was shown before to
    have the phone, or by a browser that its account was opened from; then it is theirs."""

    mark: str
    is_known: bool = False


def ask_code(session: Session, wanted: CodeFor, network: Network, *, secret: str, rules: Rules, at: datetime) -> str:
    """Six fresh digits, to be sent after the commit; this asker's older ones are worth nothing any more. Of two
    requests at once, one gets them. Raises Refused where one was sent just now, or too many today."""
    digits = f"{secrets.randbelow(1_000_000):06d}"
    until = at + timedelta(minutes=rules.code_minutes)
    fresh: dict[str, Any] = {"digest": wanted.digest(digits, secret), "asked_at": at}
    fresh |= {"until": until, "tries": 0, "used_at": None}
    first = insert_into(session, OneTimeCode).values(**asdict(wanted), **fresh)
    allowed = _table.c.asked_at <= at - _pause(rules)
    asked = first.on_conflict_do_update(index_elements=list(asdict(wanted)), set_=fresh, where=allowed)
    # What is refused leaves no trace: the digits sent before still count.
    with session.begin_nested():
        if session.connection().execute(asked.returning(_table.c.phone)).first() is None:
            wait = max(1, seconds_to_wait(session, wanted, rules=rules, at=at))
            raise Refused("", N_("刚发过一条，%(seconds)d 秒后可以重发"), seconds=wait)
        count_code(session, wanted.phone, network.mark, known=network.is_known, rules=rules, at=at)
    return digits


def seconds_to_wait(session: Session, wanted: CodeFor, *, rules: Rules, at: datetime) -> int:
    """How long until another code may be asked for like this; 0 where it may be now. The limit of a day is not looked
    at."""
    row = session.connection().execute(_table.select().where(*_same(wanted))).first()
    return 0 if row is None else max(0, math.ceil((row.asked_at + _pause(rules) - at).total_seconds()))


def redeem_code(database: Database, wanted: CodeFor, typed: str, *, secret: str, rules: Rules, at: datetime) -> None:
    """Uses the code up. The try counts, in a transaction of its own, also where the caller's is rolled back: call it
    before the request's own session writes. Raises Refused("code") where the digits are wrong, late, used, or tried too
    often; the words are the same whoever's number it is."""
    digest = wanted.digest(digits_of(typed), secret)
    right = _table.c.digest == digest
    open_ = and_(
        *_same(wanted),
        _table.c.used_at.is_(None),
        _table.c.until > at,
        _table.c.tries < rules.code_tries,
    )
    counted = update(_table).where(open_).values(tries=_table.c.tries + 1, used_at=case((right, at), else_=None))
    with database.transaction() as session:
        row = session.connection().execute(counted.returning(_table.c.used_at, _table.c.tries)).first()
        why = None if row and row.used_at else _why_not(session, wanted, rules, at)
    if why:
        raise why


def digits_of(typed: str) -> str:
    """The digits that were typed, in any script, with whatever stands around them."""
    return "".join(one for one in plain(typed[:60]) if one in "0123456789")


def forget_codes(session: Session, *, at: datetime) -> int:
    """Drops rows that limit nothing any more; returns how many."""
    over = delete(_table).where(_table.c.until <= at - CODE_DAY)
    return int(session.connection().execute(over).rowcount) + forget_code_counts(session, at=at)


def _pause(rules: Rules) -> timedelta:
    return timedelta(seconds=rules.code_pause_seconds)


def _same(wanted: CodeFor) -> list[ColumnElement[bool]]:
    return [_table.c[name] == value for name, value in asdict(wanted).items()]


def _why_not(session: Session, wanted: CodeFor, rules: Rules, at: datetime) -> Refused:
    """The sentence for digits that opened nothing."""
    row = session.connection().execute(_table.select().where(*_same(wanted))).first()
    if row is None or row.used_at is not None:
        return Refused("code", N_("这六位数用不了，重新要一条"))
    if row.until <= at:
        return Refused("code", N_("过了 %(minutes)d 分钟，这六位数用不了了，重新要一条"), minutes=rules.code_minutes)
    left = rules.code_tries - row.tries
    if left <= 0:
        return Refused("code", N_("错了 %(tries)d 次，为了安全，重新要一条"), tries=rules.code_tries)
    return Refused("code", N_("这六位数不对，还能试 %(left)d 次"), left=left)
