"""Entering: what follows a right password, and a right second step. Forms that wait for their person, and the way to go
on, come along."""

from urllib.parse import urlencode, urlparse

from flask import flash, redirect
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.account.audit import note_audit
from models.account.member import Member
from models.account.second_factor.factor import has_factor
from models.account.signing_in import STOPPED_OUT
from models.account.wrong_try import tell_wrong_tries
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Refused
from views.kit import first_step, store
from views.kit.familiar import is_familiar, make_familiar
from views.kit.filters import minute
from views.kit.identity import home_of
from views.kit.resuming import give_back, unpacked
from views.kit.signed_in import browser_here, sign_in_here, sign_out_here


def enter(who: Member) -> bool:
    """Signs this browser in, or takes the first of two steps: whether it is in. Raises Refused where the password is no
    longer the one that was checked, or the member is stopped."""
    if who.stopped:
        raise Refused("", STOPPED_OUT)
    if has_factor(store.session(), who.id):
        sign_out_here()
        first_step.remember(who)
        return False
    begin(who)
    return True


def begin(who: Member) -> None:
    """Signs this browser in, on record: told to its owner where the account was never opened from here. Raises Refused
    where the password is no longer the one that was checked."""
    sign_in_here(who)
    here = browser_here()
    words = " · ".join(one for one in (here.system, here.program, here.network) if one)
    what = "sign_in.known" if is_familiar(who.phone) else "sign_in.new"
    note_audit(store.session(), what, store.session().get_one(Member, who.id), Act.owner(who, now(), words or "?"))


def second_step(*, onward: str = "") -> Response:
    """To where the second step is taken."""
    return redirect("/sign-in/second" + (f"?{urlencode({'next': onward})}" if onward else ""), 303)


def arrived(who: Member, *, onward: str = "", kept: str = "") -> Response:
    """Signed in: back to the form that waited, or on to where the person was going."""
    _tell_wrong_tries(who)
    form = unpacked(kept)
    reply = give_back(form) if form else redirect(inside(onward) or home_of(who), 303)
    return make_familiar(reply, who.phone)


def inside(target: str | None) -> str:
    """A path of this site, or "" for anything that could lead away."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return ""
    # Browsers drop tabs and line breaks from an address, and headers cannot hold them.
    if not target.isprintable():
        return ""
    parsed = urlparse(target)
    return "" if parsed.scheme or parsed.netloc else target


def _tell_wrong_tries(who: Member) -> None:
    """To the owner, once: how often a wrong password was tried since the last sign-in."""
    tried = tell_wrong_tries(store.session(), who)
    if tried is None:
        return
    told = ngettext(
        "上次登录以来有 %(num)s 次输错密码，最近在 %(when)s 起的一小时里，来自 %(network)s。不是你就去“账号”改密码。",
        "上次登录以来有 %(num)s 次输错密码，最近在 %(when)s 起的一小时里，来自 %(network)s。不是你就去“账号”改密码。",
        tried.count,
        when=minute(tried.hour),
        network=tried.network or "?",
    )
    flash(told, "warn")
