"""Asking to become a member by a phone that the desk confirms; confirming and refusing it."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.account.invitation.taking_up import give_place_back, keep_use, take_place
from models.account.joining import Newcomer, add_member
from models.account.member import Member
from models.account.signing_up.sign_up import SIGN_UP, SignUp
from models.kernel.act import Act
from models.kernel.codes import new_code
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.languages import SOURCE_LANGUAGE
from models.kernel.reading.mails import is_mail
from models.kernel.record import constants, table_of
from models.kernel.steps import take
from models.kernel.text import mask_phone, one_line

SIGN_UP_WHY_LIMIT = 200
# So long whoever asked can read why.
REFUSED_KEPT = timedelta(days=30)

_table = table_of(SignUp)


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """Where whoever asks wants the answer besides the phone, and in which language. Raises Refused on what is no
    address of mail."""

    mail: str = ""
    language: str = SOURCE_LANGUAGE

    def __post_init__(self) -> None:
        if self.mail and not is_mail(self.mail):
            raise Refused("mail", N_("这不像邮箱地址，再看一眼"))


def ask_to_join(
    session: Session, newcomer: Newcomer, invite: str, *, once: str, act: Act, answer: AnswerTo = AnswerTo()
) -> SignUp:
    """Waits for the desk; takes the invitation's place. `invite` is "" where none is needed and none was given. A form
    that is sent twice, by its mark `once`, asks once. Raises Refused as taking an invitation up does."""
    mark = hashlib.sha256(once.encode()).hexdigest()[:32]
    before = _asked_once(session, mark)
    if before is not None:
        return before
    facts = newcomer.facts | asdict(answer) | {"once": mark, "asked_at": act.at, "code": new_code(8)}
    row = insert_ignoring(session, SignUp).values(constants(SignUp, facts) | facts)
    is_new = session.exec(row).rowcount == 1
    asked = _asked_once(session, mark)
    assert asked is not None, "it was asked just now, here or by the same form a moment earlier"
    if is_new and invite:
        asked.invitation_id = take_place(session, invite, at=act.at)
        session.flush()
    return asked


def confirm_phone(session: Session, asked: SignUp, act: Act) -> Member | None:
    """The desk has spoken with whoever reads this phone: they are a member from now on, and their phone is proven. None
    where somebody was first. Raises Refused where the number is a member's already."""
    newcomer = Newcomer(asked.phone, asked.name, asked.password_hash, asked.persona)
    if asked.state != "waiting":
        return None
    member = add_member(session, newcomer, at=act.at)
    member.phone_proven_at = act.at
    facts = {
        "member_id": member.id,
        "password_hash": "",
        "answer_at": act.at,
        "decided_by": act.member.id,
        "decided_at": act.at,
    }
    if not take(session, asked, SIGN_UP, "confirm", facts):
        raise Refused("", N_("刚刚有了变化，请再看一眼"))
    if asked.invitation_id is not None:
        keep_use(session, asked.invitation_id, member, at=act.at)
    note_audit(session, "sign_up.confirm", f"{member.code} {member.name}", act)
    return member


def refuse_sign_up(session: Session, asked: SignUp, act: Act) -> bool:
    """They do not become a member by it; the invitation's place is free again. Whether it was this press. Raises
    Refused without a word."""
    act = act.because(one_line(act.why)[:SIGN_UP_WHY_LIMIT])
    if not act.why:
        raise Refused("why", N_("写一句为什么，对方会看到"))
    facts = {
        "why": act.why,
        "password_hash": "",
        "answer_at": act.at,
        "decided_by": act.member.id,
        "decided_at": act.at,
    }
    if not take(session, asked, SIGN_UP, "refuse", facts):
        return False
    if asked.invitation_id is not None:
        give_place_back(session, asked.invitation_id)
    note_audit(session, "sign_up.refuse", f"{asked.code} {mask_phone(asked.phone)}", act)
    return True


def sign_up_coded(session: Session, code: str) -> SignUp | None:
    """What somebody asked for, whatever became of it."""
    return session.exec(select(SignUp).where(SignUp.code == code)).first()


def forget_sign_ups(session: Session, *, at: datetime) -> int:
    """Drops what was refused some time ago: whose number it was is nobody's business. Returns how many."""
    old = delete(_table).where(_table.c.state == "refused", _table.c.decided_at <= at - REFUSED_KEPT)
    return int(session.connection().execute(old).rowcount)


def _asked_once(session: Session, mark: str) -> SignUp | None:
    return session.exec(select(SignUp).where(SignUp.once == mark)).first()
