"""Giving one's identity, and what is decided on it. One card is one account: whoever gives a number that another
account has learns nothing by that, and who decides sees both."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.account.identity.card_number import checked_card_number
from models.account.identity.identity import IDENTITY_PURPOSE, IDENTITY_STEPS, Identity, IdentityStep
from models.account.identity.real_name import checked_real_name
from models.account.member import Member
from models.account.signing_in import hold_member
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.database import in_turn
from models.kernel.errors import N_, Refused
from models.kernel.ring import Ring
from models.kernel.sealing import Seal, Unreadable
from models.kernel.steps import take


@dataclass(frozen=True, slots=True)
class RealIdentity:
    """Name and number as they stand on a card. Nobody's log or error page shows them."""

    name: str = field(repr=False)
    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class IdentityKeys:
    """What seals identities and what digests are keyed with."""

    ring: Ring
    secret: str = field(repr=False)

    def digest(self, number: str) -> str:
        """What is kept of a number to find it again."""
        return hmac.new(self.secret.encode(), f"identity\n{number}".encode(), hashlib.sha256).hexdigest()


def give_identity(session: Session, member: Member, given: RealIdentity, act: Act, *, keys: IdentityKeys) -> Identity:
    """Keeps what a member says of who they are, to be looked at; the very same again changes nothing. Raises Refused
    beside the field that is wrong. That another account names the same card is told to who decides alone."""
    name = checked_real_name(given.name)
    number = checked_card_number(given.number, on=local(act.at).date())
    hold_member(session, member.id)
    digest, mine = keys.digest(number), identity_of(session, member.id)
    if mine is not None and mine.digest == digest and opened_identity(mine, keys.ring) == RealIdentity(name, number):
        return mine
    if mine is not None and mine.state == "proven":
        raise Refused("", N_("实名已经核对过了。要改，请联系平台"))
    if mine is not None:
        take(session, mine, IDENTITY_STEPS, "replace", {"decided_at": act.at})
    seal = Seal(keys.ring, IDENTITY_PURPOSE)
    made = Identity(
        member_id=member.id,
        sealed_name=seal.close(name),
        sealed_number=seal.close(number),
        digest=digest,
        last4=number[-4:],
        given_at=act.at,
    )
    session.add(made)
    session.flush()
    note_audit(session, "identity.give", member, act)
    return made


def decide_identity(session: Session, identity: Identity, step: IdentityStep, act: Act) -> None:
    """Proven, refused, or again to be looked at. Raises Refused where it stands otherwise by now, and where the card
    was proven in another account."""
    if step == "undecide":
        _require_undecidable(session, identity)
    if step == "prove":
        # Two accounts with one card come one after the other.
        in_turn(session, "identities")
        if any(other.state == "proven" for other in same_card(session, identity)):
            raise Refused("", N_("这个证件号在另一个账号里核对过了，一个证件只能有一个账号"))
    facts = {"decided_at": None if step == "undecide" else act.at}
    if not take(session, identity, IDENTITY_STEPS, step, facts):
        raise Refused("", N_("对方刚刚改了，请再看一眼现在的样子"))


def identity_of(session: Session, member_id: int) -> Identity | None:
    """The member's, given or proven."""
    living = (Identity.member_id == member_id, col(Identity.state).in_(("given", "proven")))
    return session.exec(select(Identity).where(*living).execution_options(populate_existing=True)).first()


def same_card(session: Session, identity: Identity) -> Sequence[Identity]:
    """Other accounts' identities, given or proven, that name the same card: for who decides."""
    living = (Identity.digest == identity.digest, col(Identity.state).in_(("given", "proven")))
    query = select(Identity).where(*living, Identity.member_id != identity.member_id)
    return session.exec(query.order_by(col(Identity.id))).all()


def newest_identity(session: Session, member_id: int) -> Identity | None:
    """The last one that the member gave, whatever became of it; none once it is forgotten."""
    mine = select(Identity).where(Identity.member_id == member_id).order_by(col(Identity.id).desc())
    return session.exec(mine.limit(1).execution_options(populate_existing=True)).first()


def opened_identity(identity: Identity, ring: Ring) -> RealIdentity:
    """Name and number in full: for whoever decides, and for a gateway. Raises Refused where the network's secret was
    changed since."""
    seal = Seal(ring, IDENTITY_PURPOSE)
    try:
        return RealIdentity(seal.open(identity.sealed_name), seal.open(identity.sealed_number))
    except Unreadable:
        raise Refused("", N_("姓名和证件号读不出来：网站的密钥换过。请对方重新填一次")) from None


def _require_undecidable(session: Session, identity: Identity) -> None:
    living = (Identity.member_id == identity.member_id, col(Identity.state).in_(("given", "proven")))
    if session.exec(select(Identity.id).where(*living, Identity.id != identity.id)).first() is not None:
        raise Refused("", N_("对方已经另填了一次，收不回了"))
