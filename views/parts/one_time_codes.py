"""One-time codes as pages ask for them and take them: for a new password, and for a buyer's own orders."""

import functools
import logging
import threading
import time

from sqlmodel import select

from models.account.audit import Audit
from models.account.one_time_code import CodeFor, Network, Purpose, ask_code, redeem_code
from models.account.sign_in import hash_of_token
from models.kernel.clock import now
from models.stories.account.send_code import opened_code, sealed_code, send_one_time_code
from views.kit import store
from views.kit.house import House, house
from views.kit.limits import address
from views.kit.own_phone import note_own_phone, proven_owner

log = logging.getLogger(__name__)
# Seconds before each try of a process that sends itself.
TRIED_AFTER = (0, 3, 20)


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


def ask_for_code(wanted: CodeFor, *, is_known: bool = False) -> str:
    """Has a code sent once this request is kept. `is_known`: the caller knows this browser; who has shown the phone to
    be their own is known anyway. Returns the digits where the page is to show them, else nothing. Raises Refused where
    the phone was sent one just now, or too many today."""
    here = house()
    who = proven_owner(wanted.phone) or (wanted.asker if is_known else "")
    network = _network(who or address(), is_known=bool(who))
    digits = ask_code(store.session(), wanted, network, secret=here.hash_secret, rules=here.rules, at=now())
    sealed = sealed_code(wanted, digits, here.config.ring)
    store.after_commit(lambda: _hand_over(here, sealed))
    return digits if way_of_codes(wanted.purpose) == "demo" else ""


def _hand_over(here: House, sealed: str) -> None:
    """To the worker; where the queue is gone this process sends the digits itself, behind the reply: they are good for
    minutes. What the queue took after all goes out twice with the same key, which is sent once."""
    try:
        here.enqueue("send_code", sealed)
    except Exception:
        log.exception("the queue is gone: the code is sent from here")
        threading.Thread(target=_send_from_here, args=(here, sealed), daemon=True, name="send a code").start()


def _send_from_here(here: House, sealed: str) -> None:
    ways = here.config.ways_to_tell(secret=here.config.secret)
    rules = here.rulebook.today().rules
    for seconds in TRIED_AFTER:
        time.sleep(seconds)
        try:
            return send_one_time_code(here.database, ways, opened_code(sealed, here.config.ring), rules=rules)
        except Exception:
            log.exception("a code could not be sent from here")
    return None


def _network(who: str, *, is_known: bool) -> Network:
    """By what this request's codes are counted; kept is a digest."""
    said = f"known {who}" if is_known else f"network {who}"
    return Network(hash_of_token(said, house().hash_secret)[:32], is_known)


def redeem(wanted: CodeFor, typed: str) -> None:
    """Uses a code up; the try counts whatever comes of the request. This browser is known to the phone from then on.
    Call it before the request writes anything. Raises Refused("code")."""
    here = house()
    with store.outside_transaction():
        redeem_code(here.database, wanted, typed, secret=here.hash_secret, rules=here.rules, at=now())
    note_own_phone(wanted.phone)


def _is_demo() -> bool:
    return _holds_demo(house().database.engine.url.render_as_string())


@functools.cache
def _holds_demo(address: str) -> bool:
    """Whether the database at this address was given the demo network; it does not go away again."""
    # Late: a process that waits carries nothing of the demo.
    from demo import STEP

    with house().database.reading() as session:
        return session.exec(select(Audit.id).where(Audit.what == STEP).limit(1)).first() is not None
