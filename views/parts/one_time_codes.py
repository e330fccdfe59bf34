"""One-time codes as pages ask for them and take them: for a new password, and for a buyer's own orders."""

import functools

from sqlmodel import select

from models.account.audit import Audit
from models.account.one_time_code import CodeFor, Purpose, ask_code, redeem_code
from models.kernel.clock import now
from models.stories.account.send_code import sealed_code
from views.kit import store
from views.kit.house import house


def way_of_codes(purpose: Purpose) -> str:
    """How codes are sent here: "sms", "email" (which buyers have not given us), "demo" where the page itself shows
    them and says so, "log" for other development; empty where there is no way."""
    config = house().config
    if config.sms:
        return "sms"
    if config.smtp_url and purpose == "password":
        return "email"
    if config.env == "production":
        return ""
    return "demo" if config.env == "development" and _is_demo() else "log"


def ask_for_code(wanted: CodeFor) -> str:
    """Has a code sent once this request is kept. Returns the digits where the page is to show them, else nothing.
    Raises Refused where the phone was sent one just now, or too many today."""
    here = house()
    digits = ask_code(store.session(), wanted, secret=here.hash_secret, rules=here.rules, at=now())
    sealed = sealed_code(wanted, digits, here.config.ring)
    store.after_commit(lambda: here.enqueue("send_code", sealed))
    return digits if way_of_codes(wanted.purpose) == "demo" else ""


def redeem(wanted: CodeFor, typed: str) -> None:
    """Uses a code up; the try counts whatever comes of the request. Call it before the request writes anything. Raises
    Refused("code")."""
    here = house()
    with store.outside_transaction():
        redeem_code(here.database, wanted, typed, secret=here.hash_secret, rules=here.rules, at=now())


def _is_demo() -> bool:
    return _holds_demo(house().database.engine.url.render_as_string())


@functools.cache
def _holds_demo(address: str) -> bool:
    """Whether the database at this address was given the demo network; it does not go away again."""
    # Late: a process that waits carries nothing of the demo.
    from demo import STEP

    with house().database.reading() as session:
        return session.exec(select(Audit.id).where(Audit.what == STEP).limit(1)).first() is not None
