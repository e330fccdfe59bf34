"""A sign-up that waits until the desk has confirmed its phone. Nobody is a member by it, and nobody learns by it whose
numbers are."""

from datetime import datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from models.account.member import PERSONA_KNOWN, Persona
from models.kernel.codes import new_code
from models.kernel.languages import SOURCE_LANGUAGE
from models.kernel.reading.mails import MAIL_LIMIT
from models.kernel.record import Record, long_text, moment, row_id, word
from models.kernel.steps import Steps, state_check

SignUpState = Literal["waiting", "confirmed", "refused"]
SignUpStep = Literal["confirm", "refuse"]
SIGN_UP: Steps[SignUpStep, SignUpState] = {
    "confirm": (("waiting",), "confirmed"),
    "refuse": (("waiting",), "refused"),
}


class SignUp(Record, table=True):
    """What somebody asked for. The place of the invitation is taken while it waits, and given back where it is refused.
    `once` is the mark of its form; `why` is what the person reads of a refusal. A password is kept no longer than it
    waits. `answer_at` is when somebody tells them next what came of it, nothing once they were told; `mail` is kept
    no longer, and `language` is that of what they are told."""

    __table_args__ = (
        CheckConstraint(state_check(SIGN_UP, "waiting"), name="state_known"),
        CheckConstraint(PERSONA_KNOWN, name="persona_known"),
        CheckConstraint("(state = 'confirmed') = (member_id IS NOT NULL)", name="confirmed_is_a_member"),
        CheckConstraint("(state = 'waiting') = (password_hash <> '')", name="password_while_it_waits"),
        Index("ix_sign_up_waiting", "state", "asked_at", "code"),
    )

    id: int = row_id()
    code: str = Field(default_factory=lambda: new_code(8), unique=True, max_length=8)
    once: str = Field(unique=True, max_length=32)
    phone: str = Field(max_length=11, index=True)
    name: str = Field(max_length=20)
    password_hash: str = Field(max_length=200)
    persona: Persona | None = word(10, default=None, nullable=True)
    invitation_id: int | None = Field(default=None, foreign_key="invitation.id", index=True)
    state: SignUpState = word(10, default="waiting")
    asked_at: datetime = moment()
    member_id: int | None = Field(default=None, foreign_key="member.id", unique=True)
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = moment(default=None, nullable=True)
    why: str = long_text(default="")
    mail: str = Field(default="", max_length=MAIL_LIMIT)
    language: str = Field(default=SOURCE_LANGUAGE, max_length=10)
    answer_at: datetime | None = moment(default=None, nullable=True, index=True)
