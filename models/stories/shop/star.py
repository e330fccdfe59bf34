"""An application to be a star keeper with the screenshot that shows its audience: given together, and the screenshot's
days are counted from the decision on."""

from dataclasses import replace
from typing import Literal

from sqlmodel import Session, select

from models.account.member import Member
from models.gate.documents.document import Document
from models.gate.documents.keeping import SealedUpload, end_use, keep_document, use_again
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.shop.opening import hold_keeper
from models.shop.star import Star
from models.shop.starring import Shown, ask_for_star, decide_star, star_of, undecide_star

STAR_DOCUMENT = "star"


def apply_for_star(
    session: Session, keeper: Member, shown: Shown, upload: SealedUpload | None, act: Act, *, rules: Rules
) -> Star:
    """A second press gives the one that waits, with the screenshot it had. Raises Refused as `ask_for_star` does."""
    hold_keeper(session, keeper)
    standing = star_of(session, keeper)
    is_over = standing is None or standing.state not in ("waiting", "granted")
    if upload is not None and is_over:
        shown = replace(shown, picture=keep_document(session, keeper, STAR_DOCUMENT, upload, act).code)
    return ask_for_star(session, keeper, shown, act, rules=rules)


def rule_on_star(
    session: Session, asked: Star, outcome: Literal["granted", "refused"], act: Act, *, rules: Rules
) -> None:
    """The desk's decision. Raises Refused as `decide_star` does."""
    decide_star(session, asked, outcome, act, rules=rules)
    for one in star_documents(session, asked):
        end_use(session, one, at=act.at, rules=rules)


def look_again_at_star(session: Session, asked: Star, act: Act) -> None:
    """The decision is taken back, and what it is made by stays. Raises Refused as `undecide_star` does."""
    undecide_star(session, asked, act)
    for one in star_documents(session, asked):
        use_again(session, one)


def star_documents(session: Session, asked: Star) -> list[Document]:
    """The screenshot, as long as it is there."""
    theirs = (Document.code == asked.picture, Document.member_id == asked.keeper_id)
    return [one for one in session.exec(select(Document).where(*theirs)) if one.is_there]
