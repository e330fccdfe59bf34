"""Making invitations, and making them worthless."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.account.invitation.invitation import CAMPAIGN_LIMIT, MOST_PLACES, PERSONAL_LENGTH, Invitation
from models.account.invitation.speaking import LONGEST_WORD, SHORTEST_WORD, chosen_word, speakable
from models.kernel import text
from models.kernel.act import Act
from models.kernel.codes import ALPHABET, fresh_code, new_token
from models.kernel.database import insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.record import constants, table_of

MOST_AT_ONCE = 100
# A short code has more letters once so many were drawn in vain.
_DRAWS_A_LENGTH = 8

_table = table_of(Invitation)


@dataclass(frozen=True, slots=True)
class ForMany:
    """What a code for many is to be. `word` is the code itself where somebody chose it, "" to draw one."""

    quota: int
    ends_at: datetime
    campaign: str = ""
    word: str = ""


def invite(session: Session, act: Act) -> Invitation:
    """A new, unused invitation for one person."""
    code = fresh_code(session, Invitation.code, PERSONAL_LENGTH)
    invitation = Invitation(code=code, made_by=act.by_id, made_at=act.at)
    session.add(invitation)
    session.flush()
    return invitation


def invite_many(
    session: Session, how_many: int, act: Act, *, campaign: str = "", by_keeper: bool = False, once: str = ""
) -> list[str]:
    """Makes invitations for one person each and returns their codes. `once` is the mark of the form; the codes follow
    from it, so a form that is sent twice makes them once."""
    if not 1 <= how_many <= MOST_AT_ONCE:
        raise Refused("how_many", N_("一次可以做 1 到 %(most)d 个"), most=MOST_AT_ONCE)
    mark, named = once or new_token(), checked_campaign(campaign)
    codes = [_code(f"{mark}:{number}") for number in range(how_many)]
    facts = {"campaign": named, "by_keeper": by_keeper}
    new = [code for code in codes if _insert(session, {"code": code, **facts}, act)]
    if new:
        note_audit(session, "invitation.make", f"× {len(new)}", act.because(" ".join([*new, named]).strip()))
    return codes


def invite_for_many(
    session: Session, wanted: ForMany, act: Act, *, by_keeper: bool = False, once: str = ""
) -> Invitation:
    """One short code for many people. A form that is sent twice, by its mark `once`, makes it once. Raises Refused."""
    mark = hashlib.sha256((once or new_token()).encode()).hexdigest()[:32]
    facts = _checked(wanted, act) | {"by_keeper": by_keeper, "once": mark}
    word, drawn = chosen_word(wanted.word), 0
    made = _made_once(session, mark)
    while made is None:
        length = min(LONGEST_WORD, SHORTEST_WORD + 1 + drawn // _DRAWS_A_LENGTH)
        is_new = _insert(session, facts | {"code": word or speakable(length)}, act)
        made, drawn = _made_once(session, mark), drawn + 1
        if made is None and word:
            raise Refused("word", N_("“%(word)s”已经有过了，换一个"), word=word)
        if made is not None and is_new:
            said = act.because(f"× {made.quota} {made.campaign}".strip())
            note_audit(session, "invitation.make", made.code, said)
    return made


def revoke(session: Session, code: str, act: Act, *, made_by: int | None = None) -> bool:
    """Makes a free invitation worthless; says whether it is now. One whose places are taken stays used. `made_by`: only
    where that member made it."""
    mine = (_table.c.code == code,) if made_by is None else (_table.c.code == code, _table.c.made_by == made_by)
    standing = update(Invitation).where(*mine, _table.c.revoked_at.is_(None), _table.c.used_count < _table.c.quota)
    if session.exec(standing.values(revoked_at=act.at)).rowcount == 1:
        note_audit(session, "invitation.revoke", code, act)
    gone = select(Invitation.id).where(*mine, _table.c.revoked_at.is_not(None))
    return session.exec(gone).first() is not None


def checked_campaign(typed: str) -> str:
    """The name of a campaign as it is kept. Raises Refused past its length."""
    named = text.one_line(typed)
    if len(named) > CAMPAIGN_LIMIT:
        raise Refused("campaign", N_("最多 %(most)d 个字"), most=CAMPAIGN_LIMIT)
    return named


def _checked(wanted: ForMany, act: Act) -> dict[str, Any]:
    if not 1 <= wanted.quota <= MOST_PLACES:
        raise Refused("quota", N_("可以给 1 到 %(most)d 个人"), most=MOST_PLACES)
    if wanted.ends_at <= act.at:
        raise Refused("days", N_("到期时间要在以后"))
    facts = {"quota": wanted.quota, "ends_at": wanted.ends_at, "campaign": checked_campaign(wanted.campaign)}
    return {"kind": "many", **facts}


def _made_once(session: Session, once: str) -> Invitation | None:
    return session.exec(select(Invitation).where(Invitation.once == once)).first()


def _insert(session: Session, facts: dict[str, Any], act: Act) -> bool:
    given = facts | {"made_by": act.by_id, "made_at": act.at}
    row = insert_ignoring(session, Invitation).values(constants(Invitation, given) | given)
    return bool(session.exec(row).rowcount == 1)


def _code(mark: str) -> str:
    digest = hashlib.sha256(mark.encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:PERSONAL_LENGTH])
