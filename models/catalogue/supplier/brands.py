"""What a supplier may sell of a brand: asking for the right, the desk's decision, and its end."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from sqlmodel import Session, col, select

from models.account.audit import note_audit
from models.catalogue.supplier.brand_right import BRAND_RIGHT, Basis, BrandPaper, BrandRight
from models.catalogue.supplier.facts import supplier_subject
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.codes import fresh_code
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.kernel.steps import take
from models.kernel.text import loosely, one_line

BRAND_LIMIT = 40
PARTY_LIMIT = 60
EVIDENCE_PAPERS = 3
BRAND_WHY_LIMIT = 200
_CHANGED = N_("这份授权刚刚有了变化，刷新看看")


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One paper as the form says it: who grants, who may, the last day it holds, and the code of its sealed file."""

    granted_by: str
    granted_to: str
    ends_on: date | None
    document: str


@dataclass(frozen=True, slots=True)
class BrandClaim:
    """What a supplier says of a brand: its name, by what right it sells it, and the papers that show so."""

    brand: str
    basis: Basis
    papers: Sequence[PaperShown] = ()


def claim_brand(session: Session, supplier: Supplier, claim: BrandClaim, act: Act, rules: Rules) -> BrandRight:
    """Asks for the right to a brand, or for its renewal: what stands goes on until this is decided. One that waits
    already is replaced by this. Raises Refused by field."""
    name, key = checked_brand(claim.brand)
    _check_papers(claim.papers, claim.basis, local(act.at).date(), rules)
    _hold(session, supplier)
    waiting = _in_state(session, supplier.id, key, "waiting")
    if waiting is not None:
        take(session, waiting, BRAND_RIGHT, "replace", {})
    ends = [paper.ends_on for paper in claim.papers if paper.ends_on is not None]
    made = BrandRight(
        code=fresh_code(session, BrandRight.code, 8),
        supplier_id=supplier.id,
        brand=name,
        brand_key=key,
        basis=claim.basis,
        ends_on=min(ends, default=None),
        given_by=act.member.id,
        given_at=act.at,
        due_at=act.at + timedelta(hours=rules.gate_hours),
    )
    for place, paper in enumerate(claim.papers, 1):
        made.papers.append(
            BrandPaper(
                place=place,
                granted_by=one_line(paper.granted_by),
                granted_to=one_line(paper.granted_to),
                ends_on=paper.ends_on,
                document=paper.document,
            )
        )
    session.add(made)
    session.flush()
    note_audit(session, "brand.give", _subject(supplier, made), act)
    return made


def grant_brand(session: Session, right: BrandRight, act: Act) -> BrandRight | None:
    """It stands from now on, in the place of the one before, which is returned. Raises Refused where it does not wait,
    and where its last day is over."""
    _hold(session, right.supplier)
    if right.ends_on is not None and right.ends_on < local(act.at).date():
        raise Refused("", N_("这份授权已经过了最后一天"))
    session.refresh(right)
    if right.state != "waiting":
        raise Refused("", _CHANGED)
    before = _in_state(session, right.supplier_id, right.brand_key, "standing")
    if before is not None:
        take(session, before, BRAND_RIGHT, "replace", {})
    facts = {"decided_by": act.member.id, "decided_at": act.at, "why": ""}
    if not take(session, right, BRAND_RIGHT, "grant", facts):
        raise Refused("", _CHANGED)
    note_audit(session, "brand.grant", _subject(right.supplier, right), act)
    return before


def refuse_brand(session: Session, right: BrandRight, act: Act) -> None:
    """Sends it back with a word. Raises Refused without one, and where it neither waits nor stands."""
    why = one_line(act.why)[:BRAND_WHY_LIMIT]
    if not why:
        raise Refused("why", N_("写一句为什么，对方会看到"))
    _hold(session, right.supplier)
    facts = {"decided_by": act.member.id, "decided_at": act.at, "why": why}
    facts |= {"ended_at": act.at} if right.state == "standing" else {}
    if not take(session, right, BRAND_RIGHT, "refuse", facts):
        raise Refused("", _CHANGED)
    note_audit(session, "brand.refuse", _subject(right.supplier, right), act.because(why))


def lapse_brand(session: Session, right: BrandRight, act: Act) -> bool:
    """Its last day is over; says whether it was this one."""
    _hold(session, right.supplier)
    if not take(session, right, BRAND_RIGHT, "lapse", {"ended_at": act.at}):
        return False
    note_audit(session, "brand.lapse", _subject(right.supplier, right), act)
    return True


def require_brand(session: Session, supplier: Supplier, brand: str) -> None:
    """Raises Refused where goods of this brand may not come on sale: its papers ran out, or, of who applied itself,
    nobody has seen any."""
    key = loosely(brand)
    if not key:
        return
    if brand_ran_out(session, supplier, brand):
        raise Refused("", N_("“%(brand)s”的授权到期了，续上才能上架"), brand=brand)
    if supplier.proves_brands and _in_state(session, supplier.id, key, "standing") is None:
        raise Refused("", N_("还没有“%(brand)s”的授权，先交上来"), brand=brand)


def brand_ran_out(session: Session, supplier: Supplier, brand: str) -> bool:
    """Whether there was a right to this brand, and there is none any more."""
    key = loosely(brand)
    if not key or _in_state(session, supplier.id, key, "standing") is not None:
        return False
    ended = (BrandRight.supplier_id == supplier.id, BrandRight.brand_key == key, col(BrandRight.ended_at).is_not(None))
    return session.exec(select(BrandRight.id).where(*ended).limit(1)).first() is not None


def brand_rights(session: Session, supplier: Supplier) -> list[BrandRight]:
    """All but those that were replaced, by brand."""
    own = (BrandRight.supplier_id == supplier.id, BrandRight.state != "replaced")
    return list(session.exec(select(BrandRight).where(*own).order_by(BrandRight.brand, col(BrandRight.id))))


def brand_right_coded(session: Session, code: str) -> BrandRight | None:
    """Anybody's, for the desk."""
    return session.exec(select(BrandRight).where(BrandRight.code == code)).first()


def rights_to(session: Session, supplier_id: int, brand: str) -> list[BrandRight]:
    """What waits, stands or lapsed of one brand, newest first: shown beside goods that are decided."""
    mine = (BrandRight.supplier_id == supplier_id, BrandRight.brand_key == loosely(brand))
    living = col(BrandRight.state).in_(("waiting", "standing", "lapsed"))
    return list(session.exec(select(BrandRight).where(*mine, living).order_by(col(BrandRight.id).desc())))


def checked_brand(brand: str) -> tuple[str, str]:
    """The brand as it is written, and however it may be written. Raises Refused."""
    name = one_line(brand)
    if not name or not loosely(name):
        raise Refused("brand", N_("请填品牌名"))
    if len(name) > BRAND_LIMIT:
        raise Refused("brand", N_("最多 %(most)d 个字"), most=BRAND_LIMIT)
    return name, loosely(name)


def paper_kind(brand: str, place: int) -> str:
    """What a paper is kept as: another one of the same brand and place takes its place, no other."""
    return f"brand:{hashlib.sha256(loosely(brand).encode()).hexdigest()[:12]}:{place}"


def _check_papers(papers: Sequence[PaperShown], basis: Basis, today: date, rules: Rules) -> None:
    most = rules.brand_chain if basis == "chain" else EVIDENCE_PAPERS
    if not papers:
        raise Refused("papers", N_("至少要一份文件"))
    if len(papers) > most:
        raise Refused("papers", N_("最多 %(most)d 份，层级再多就看不清来源了"), most=most)
    for number, paper in enumerate(papers, 1):
        if not one_line(paper.granted_by) or not one_line(paper.granted_to):
            raise Refused("papers", N_("第 %(number)d 份：写上谁授权、授权给谁"), number=number)
        if max(len(paper.granted_by), len(paper.granted_to)) > PARTY_LIMIT:
            raise Refused("papers", N_("第 %(number)d 份：名字最多 %(most)d 个字"), number=number, most=PARTY_LIMIT)
        if paper.ends_on is not None and paper.ends_on < today:
            raise Refused("papers", N_("第 %(number)d 份已经过期了"), number=number)
    if basis == "chain":
        _check_links(papers)


def _check_links(papers: Sequence[PaperShown]) -> None:
    """Who may by one paper grants by the next."""
    for number, (upper, lower) in enumerate(pairwise(papers), 2):
        if loosely(upper.granted_to) != loosely(lower.granted_by):
            words = N_("第 %(number)d 份的授权方“%(by)s”不是上一份的被授权方“%(to)s”，接不上")
            raise Refused("papers", words, number=number, by=lower.granted_by, to=upper.granted_to)


def _in_state(session: Session, supplier_id: int, key: str, state: str) -> BrandRight | None:
    mine = (BrandRight.supplier_id == supplier_id, BrandRight.brand_key == key, BrandRight.state == state)
    return session.exec(select(BrandRight).where(*mine).order_by(col(BrandRight.id).desc()).limit(1)).first()


def _hold(session: Session, supplier: Supplier) -> None:
    """The supplier's row is the queue of all that changes its rights at once."""
    session.exec(select(Supplier.id).where(Supplier.id == supplier.id).with_for_update())


def _subject(supplier: Supplier, right: BrandRight) -> str:
    return f"{supplier_subject(supplier)} {right.brand}"
