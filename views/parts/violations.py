"""The evidence of a violation, as pages show it to the desk and to the keeper."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext
from sqlmodel import Session, select

from models.kernel.act import Act
from models.kernel.errors import Gone
from models.kernel.sealed_files import SealedFiles
from models.shop.violation import EVIDENCE_PURPOSE, ShopViolation
from models.stories.shop.evidence import note_evidence_look, shown_evidence
from views.kit import store
from views.kit.groups import may_open
from views.kit.house import house
from views.kit.identity import member
from views.kit.words import state
from views.parts.documents import inline_picture


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """`words` name what it points to, `link` leads there where the reader may go; `picture`: whether there is one,
    `gone`: that there was one."""

    words: str = ""
    link: str = ""
    picture: bool = False
    gone: bool = False


def evidence_of(violation: ShopViolation) -> ShownEvidence:
    """What shows it."""
    words = f"{state(violation.about, 'evidence')} {violation.about_code}" if violation.about else ""
    link = _link(violation) if violation.about else ""
    return ShownEvidence(words, link, bool(violation.sealed_picture), violation.picture_gone_at is not None)


def _link(violation: ShopViolation) -> str:
    code = violation.about_code
    if violation.about == "order" and may_open("desk.one_order"):
        return url_for("desk.one_order", number=code)
    if violation.about == "goods" and may_open("desk.one_goods"):
        return url_for("desk.one_goods", code=code)
    if violation.about == "talk" and may_open("desk.talk_page"):
        return url_for("desk.talk_page", code=code, why=gettext("违规 %(code)s", code=violation.code))
    return ""


def violation_with(session: Session, code: str) -> ShopViolation:
    """A violation for the desk. Raises Gone."""
    found = session.exec(select(ShopViolation).where(ShopViolation.code == code)).first()
    if found is None:
        raise Gone(code)
    return found


def evidence_files() -> SealedFiles:
    """Where pictures of violations are sealed."""
    return SealedFiles(house().media, house().config.ring, EVIDENCE_PURPOSE)


def look_at_evidence(violation: ShopViolation, act: Act) -> str:
    """The picture as a `data:` address, for who may see the violation: marked with the looker, and shown only after the
    row of the look is committed. Raises Gone where there is none."""
    note_evidence_look(store.session(), violation, act)
    store.commit()
    return inline_picture(shown_evidence(evidence_files(), violation, member(), at=act.at))
