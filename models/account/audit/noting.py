"""Leaving a row in the trail. Phones and numbers of identity cards never stand in it in full."""

import re
from collections.abc import Iterable

from sqlmodel import Session

from models.account.audit.audit import AUDIT_SUBJECT_LIMIT, Audit, Change, kept_changes
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.said import Said
from models.kernel.text import mask_phone

# A session that left a row says so here: whoever commits it wakes the chainer.
NOTED = "left a row in the trail"
THING_LIMIT, VALUE_LIMIT = 40, 1000
# As people write one: 138 0013 8000, 138-0013-8000.
_PHONE = re.compile(r"(?<!\d)1[ \u00a0\u3000\-–—]?[3-9](?:[ \u00a0\u3000\-–—]?\d){9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx])(?![\dXx])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def note_audit(
    session: Session, what: str, subject: str | Member, act: Act, changes: Iterable[Change] | None = None
) -> None:
    """Leaves a row, in the transaction of what it tells of. A subject is the thing's public code and, after a space,
    its name; or the member whom it concerns. Changes that change nothing are left out."""
    about = subject if isinstance(subject, Member) else None
    words = f"{about.code} {about.name} {mask_phone(about.phone)}" if about else _named(str(subject))
    row = Audit(
        who=act.by_id,
        acting=act.who,
        what=what,
        subject=words[:AUDIT_SUBJECT_LIMIT],
        thing=words.partition(" ")[0][:THING_LIMIT],
        about=about.id if about else None,
        why=without_phones(act.why),
        altered=kept_changes([_plain(change) for change in changes or () if change.was != change.now]),
        at=act.at,
    )
    session.add(row)
    session.info[NOTED] = True


def without_phones(text: str) -> str:
    """The text with phones and identity numbers masked, whoever wrote it."""
    if not any(sign.isdigit() for sign in text):
        return str(text)
    return _IDENTITY.sub(_mask_identity, _PHONE.sub(_mask_phone, text))


def _named(subject: str) -> str:
    """A code and a name apart: digits of both are no phone."""
    code, between, name = subject.partition(" ")
    return f"{without_phones(code)}{between}{without_phones(name)}"


def _mask_phone(found: re.Match[str]) -> str:
    return mask_phone("".join(sign for sign in found[0] if sign.isdigit()))


def _plain(change: Change) -> Change:
    return Change(change.what, _kept(change.was), _kept(change.now))


def _kept(value: str) -> str:
    """What the program said stays as it said it; what people wrote is masked, and cut where it is very long."""
    if isinstance(value, Said):
        return value
    text = without_phones(value)
    return text if len(text) <= VALUE_LIMIT else f"{text[:VALUE_LIMIT]}… ({len(text)})"


def _mask_identity(found: re.Match[str]) -> str:
    number = found[1]
    sum_of_all = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return f"{'*' * 14}{number[-4:]}" if "10X98765432"[sum_of_all % 11] == number[-1].upper() else number
