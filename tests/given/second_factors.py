"""Members who have a second factor, and what their app shows."""

import re
from datetime import datetime, timedelta
from html import unescape

import pyotp
from flask import Flask
from sqlmodel import Session

from models.account.member import Member
from models.account.second_factor.factor import SecondFactor
from models.account.second_factor.recovery import renew_recovery_codes
from models.kernel.clock import now
from models.kernel.sealing import Seal
from tests.given.factories import PASSWORD, at_desk, make_member
from tests.given.people import Person
from views.kit.house import House
from views.kit.proving import factor_seal

_STEP = timedelta(seconds=30)


def digits_at(secret: str, at: datetime) -> str:
    """What the app shows at a moment."""
    return str(pyotp.TOTP(secret).at(at))


def stands_for(session: Session, member: Member, *, seal: Seal, at: datetime) -> tuple[str, list[str]]:
    """A second factor that stands already: its secret and the recovery codes."""
    secret = str(pyotp.random_base32())
    # Its first digits were typed a while ago: none around this moment was taken.
    first = int((at - 10 * _STEP).timestamp()) // 30
    session.add(
        SecondFactor(member_id=member.id, sealed=seal.close(secret), asked_at=at, confirmed_at=at, last_step=first)
    )
    session.flush()
    return secret, renew_recovery_codes(session, member.id, at=at)


class Guarded(Person):
    """A browser of a member with a second factor."""

    phone: str
    secret: str
    codes: list[str]

    def digits(self) -> str:
        """What the app shows now."""
        return digits_at(self.secret, now())

    def first_step(self, **more: str) -> str:
        """Gives the right password; where that leads."""
        self.get("/sign-in")
        reply = self.post("/sign-in", {"phone": self.phone, "password": PASSWORD} | more)
        assert reply.status_code == 303
        return str(reply.location)


def guarded_operator(app: Flask, house: House) -> Guarded:
    """An operator who has it, signed in nowhere."""
    person = Guarded(app)
    with app.app_context(), house.database.transaction() as session:
        who = make_member(session, name="平台")
        at_desk(session, who.id)
        person.secret, person.codes = stands_for(session, who, seal=factor_seal(), at=now())
        person.phone = who.phone
    return person


def kept_on(page: str) -> str:
    """The form that waits in a page."""
    found = re.search(r'name="kept"[^>]*value="([^"]*)"', page)
    assert found
    return unescape(found[1])
