"""Sign-ups whose phone the desk confirms, where no messages can be sent."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.account.signing_up.confirming import confirm_phone, refuse_sign_up, sign_up_coded
from models.account.signing_up.sign_up import SignUp
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.stories.waiting.coded import each_coded, is_coded

_asked = table_of(SignUp)
_COLUMNS = (_asked.c.code, _asked.c.phone, _asked.c.name, _asked.c.asked_at)


def _confirm(session: Session, asked: SignUp, given: Given, act: Act, rules: Rules) -> None:
    if confirm_phone(session, asked, act) is None:
        raise Refused("", N_("刚刚有了变化，请再看一眼"))


def _refuse(session: Session, asked: SignUp, given: Given, act: Act, rules: Rules) -> None:
    if not refuse_sign_up(session, asked, act):
        raise Refused("", N_("刚刚有了变化，请再看一眼"))


WAITING = WaitingKind(
    "sign_up",
    12,
    N_("注册"),
    "people",
    WaitingRows(
        query=select(*_COLUMNS).select_from(_asked).where(in_states(_asked.c.state, "waiting")),
        code=_asked.c.code,
        due=_asked.c.asked_at,
        since=_asked.c.asked_at,
        face=lambda row: WaitingFace(row.name, row.phone),
        mark=lambda row: "",
        exact=(_asked.c.code, _asked.c.phone),
    ),
    lambda rules: timedelta(hours=rules.sign_up_hours),
    (
        Verb("confirm", "a", N_("是本人的号码"), N_("确认了"), each_coded(sign_up_coded, _confirm)),
        Verb("refuse", "r", N_("退回"), N_("退回了"), each_coded(sign_up_coded, _refuse), asks="why", many=True),
    ),
    is_coded(sign_up_coded),
    wording="sign_up_refusal",
)
