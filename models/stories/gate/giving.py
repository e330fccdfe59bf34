"""Giving what shows who somebody is: the thing itself and the item of the checklist, in one transaction."""

from sqlmodel import Session

from models.account.identity.giving import IdentityKeys, RealIdentity, give_identity
from models.account.identity.identity import Identity
from models.gate.checklist import ChecklistItem
from models.gate.documents.document import Document
from models.gate.documents.keeping import SealedUpload, keep_document
from models.gate.giving import give_item, pass_item
from models.kernel.act import Act
from models.kernel.rules import Rules


def give_item_identity(
    session: Session, item: ChecklistItem, given: RealIdentity, act: Act, *, keys: IdentityKeys, rules: Rules
) -> Identity:
    """Name and number. What was proven for another checklist of the same member is not looked at twice. Raises
    Refused."""
    identity = give_identity(session, item.checklist.member, given, act, keys=keys)
    shown = {"last4": identity.last4}
    if identity.state == "proven":
        pass_item(session, item, act, given=shown)
    else:
        give_item(session, item, act, rules=rules, given=shown)
    return identity


def give_item_document(
    session: Session, item: ChecklistItem, upload: SealedUpload, act: Act, *, rules: Rules
) -> Document:
    """A photo or a page. The one of a try before is deleted soon. Raises Refused where it is not the applicant's
    turn."""
    give_item(session, item, act, rules=rules)
    document = keep_document(session, item.checklist.member, item.name, upload, act)
    item.given = {"document": document.code}
    session.flush()
    return document
