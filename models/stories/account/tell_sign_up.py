"""Telling whoever signed up where the desk confirms phones what came of it: by a text, if texts can be sent by now, and
by mail where they left an address. Who became a member has it as news too, and a text by that."""

import logging
from collections.abc import Sequence
from datetime import datetime

from models.account.signing_up.answering import answered, claim_answer, due_answers, give_up_answer
from models.account.signing_up.sign_up import SignUp
from models.kernel.database import Database
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said, tell
from models.notify import Notice, Notifier, Undelivered
from models.notify.dispatching import is_quiet
from models.notify.trying import Round
from models.stories.news.tell import in_language

log = logging.getLogger(__name__)
_REFUSED = N_("这次没有注册成：%(why)s。改好了可以再来一次。")
_CONFIRMED = N_("手机号确认好了。登录以后，给小铺起个名就开张。")


def tell_sign_ups(database: Database, ways: Sequence[Notifier], *, where: str, rules: Rules, at: datetime) -> int:
    """Sends what is due; returns how many answers are told. One that a way did not take is tried again, for a day; in
    quiet hours all of it waits."""
    able = sorted((way for way in ways if way.name in ("sms", "email")), key=lambda way: way.name, reverse=True)
    if is_quiet(at, rules):
        return 0
    with database.reading() as session:
        due = due_answers(session, at=at)
    tried = Round(able)
    return sum(_tell(database, sign_up_id, tried, where, at) for sign_up_id in due)


def _tell(database: Database, sign_up_id: int, tried: Round, where: str, at: datetime) -> bool:
    with database.transaction() as session:
        claimed = claim_answer(session, sign_up_id, at=at)
        notice = _notice(claimed, where) if claimed else None
    if notice is None:
        return False
    try:
        # Texts first, which are known by their key: a letter that fails sends no second one.
        for way in tried.ways:
            tried.send(way, notice)
    except Undelivered as reason:
        log.warning("sign-up %s could not be answered: %s", notice.key, reason)
        with database.transaction() as session:
            give_up_answer(session, sign_up_id, at=at)
        return False
    with database.transaction() as session:
        answered(session, sign_up_id)
    return True


def _notice(asked: SignUp, where: str) -> Notice:
    say = in_language(asked.language)
    is_refused = asked.state == "refused"
    words = Said(_REFUSED, why=asked.why.rstrip("。.")) if is_refused else Said(_CONFIRMED)
    return Notice(
        key=f"sign-up-{asked.code}",
        audience="keeper",
        # A new member's text comes with their news.
        phone=asked.phone if is_refused else "",
        mail=asked.mail,
        subject=tell(Said(N_("你的注册有了答复")), say),
        text=tell(words, say),
        url=f"{where}/sign-up" if is_refused else f"{where}/sign-in",
        event=f"sign_up.{asked.state}",
    )
