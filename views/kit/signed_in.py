"""Who this browser is signed in as: its cookies carry a token, the row of the sign-in is on the server."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, request, session
from flask_login import LoginManager, UserMixin, current_user, decode_cookie, encode_cookie, login_user, logout_user

from models.account.browser import Browser, browser_of
from models.account.desk.appointment import works_at_desk
from models.account.member import Member
from models.account.sign_in import SignIn, SignInAge, hash_of_token
from models.account.signing_in import begin_sign_in, end_token, is_over_at_desk, signed_in, token_with_key
from models.account.uses import SignInUse
from models.account.wrong_try import Tried
from models.kernel.clock import now
from views.kit import store
from views.kit.door_mark import mark_door, unmark_door
from views.kit.house import house


class RingedLogin(LoginManager):
    """What keeps a browser signed in is proven by every secret of the ring."""

    def _load_user_from_remember_cookie(self, cookie: str) -> Any:
        proven = next((one for one in house().config.ring.secrets if decode_cookie(cookie, key=one)), None)
        if proven is None:
            return None
        # The library asks for the newest alone.
        newest = encode_cookie(str(decode_cookie(cookie, key=proven)), key=house().config.secret)
        return super()._load_user_from_remember_cookie(newest)


manager = RingedLogin()
# What tells a session's forms apart, and whose they are.
_TOKEN, _OF = "csrf_token", "forms_of"


@dataclass
class SignedIn(UserMixin):
    """What flask-login keeps: the sign-in's token, never an id. `sign_in` is its row, which a browser of the time
    before there were rows gets behind its first page."""

    member: Member
    token: str
    sign_in: SignIn | None = None

    def get_id(self) -> str:
        return self.token


@manager.user_loader
def load(token: str) -> SignedIn | None:
    """The member a browser is signed in as. That it was used is written behind the page."""
    here, at = house(), now()
    days = here.rules.sign_in_days
    found = signed_in(store.session(), token, secret=here.hash_secret, days=days, at=at)
    if found is None:
        return None
    if found.sign_in is None:
        # When one of the time before there were rows began, nobody knows.
        if works_at_desk(store.session(), found.member.id):
            return None
        return _come_over(found.member, token, at)
    if is_over_at_desk(store.session(), found.sign_in, hours=here.rules.operator_hours, at=at):
        return None
    browser = browser_here()
    if found.sign_in.is_worth_a_note(at, browser):
        here.sign_ins.note(SignInUse(browser, at, row=found.sign_in.id))
    return SignedIn(found.member, token, found.sign_in)


def _come_over(member: Member, key: str, at: datetime) -> SignedIn:
    """A browser that carries a member's key: from this reply on it carries a token of its own."""
    token = token_with_key(key, session.get(_TOKEN, ""), secret=house().hash_secret)
    house().sign_ins.note(SignInUse(browser_here(), at, member_id=member.id, token=token))
    if token != key:
        session["_user_id"], session["_remember"] = token, "set"
    return SignedIn(member, token)


def browser_here() -> Browser:
    """What is kept of the browser that sends this request."""
    return browser_of(request.user_agent.string, request.remote_addr or "")


def note_wrong_try(who: Member) -> None:
    """That a wrong password was tried for this member; the owner is told at the next sign-in."""
    house().wrong_tries.note(Tried(who.id, browser_here().network, now()))


def sign_in_here(who: Member, *, age: SignInAge | None = None) -> None:
    """Signs this browser in; as whom it was signed in before, it is not any more. Raises Refused where the member's
    password is no longer the one that was checked."""
    if current_user.is_authenticated:
        end_token(store.session(), current_user.token, secret=house().hash_secret, at=now())
    token = begin_sign_in(store.session(), who, browser_here(), secret=house().hash_secret, at=now(), age=age)
    _part_forms(who)
    login_user(SignedIn(who, token), remember=True)
    mark_door()


def go_on_here() -> None:
    """Another token for whoever is signed in here; a copy of the one before is worthless. It makes the sign-in no
    younger, and it is asked again as before: nothing was shown."""
    before = current_user.sign_in
    sign_in_here(current_user.member, age=before.age if before else SignInAge(now(), None))


def _part_forms(who: Member) -> None:
    """Forms that somebody else left open in this browser count no more: what they send would be done as `who`."""
    mine = hash_of_token(str(who.id), house().hash_secret)[:16]
    if session.get(_OF, mine) != mine:
        session.pop(_TOKEN, None)
        g.pop(_TOKEN, None)
    session[_OF] = mine


def sign_out_here() -> None:
    """Signs this browser out, on the server too: a copy of its cookies opens nothing."""
    if current_user.is_authenticated:
        end_token(store.session(), current_user.token, secret=house().hash_secret, at=now())
    logout_user()
    unmark_door()
