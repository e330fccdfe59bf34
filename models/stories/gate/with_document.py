"""Items that are decided by looking at a document: with the decision its days are counted."""

from collections.abc import Sequence

from sqlmodel import Session, select

from models.account.identity.giving import identity_of
from models.account.identity.identity import Identity
from models.gate.checklist import ChecklistItem
from models.gate.deciding import undecide_item
from models.gate.documents.document import Document
from models.gate.documents.keeping import end_use, use_again
from models.kernel.act import Act
from models.kernel.rules import Rules


def item_documents(session: Session, item: ChecklistItem) -> Sequence[Document]:
    """What was given for it, as long as it is there."""
    code = item.given.get("document", "")
    query = select(Document).where(Document.code == code, Document.member_id == item.checklist.member_id)
    return [one for one in session.exec(query) if one.is_there]


def item_identity(session: Session, item: ChecklistItem) -> Identity | None:
    """What a photo is compared with."""
    return identity_of(session, item.checklist.member_id)


def end_documents(session: Session, item: ChecklistItem, act: Act, rules: Rules) -> None:
    """After a decision."""
    for one in item_documents(session, item):
        end_use(session, one, at=act.at, rules=rules)


def undecide_with_documents(session: Session, item: ChecklistItem, act: Act) -> None:
    """The item waits again, and what it is decided by stays."""
    undecide_item(session, item, act)
    for one in item_documents(session, item):
        use_again(session, one)
