"""Applicants who gave what is looked at: identity, a photo, a screenshot."""

from datetime import datetime

from sqlmodel import Session, select

from models.account.identity.giving import IdentityKeys
from models.account.member import Member
from models.gate.checklist import ChecklistItem
from models.gate.documents.keeping import sealed_upload
from models.gate.finding import checklist_of_shop, item_of
from models.kernel.act import Act
from models.kernel.rules import DEFAULT
from models.kernel.sealed_files import SealedFiles
from models.shop.shop import Shop
from models.stories.gate.giving import give_item_document, give_item_identity
from tests.given.documents import HASHING, drawn_photo, real
from tests.given.factories import make_unopened
from views.kit.house import House


def item_named(session: Session, member: Member, name: str) -> ChecklistItem:
    """An item of the only shop that a member has."""
    shop = session.exec(select(Shop).where(Shop.keeper_id == member.id)).one()
    checklist = checklist_of_shop(session, shop.id)
    found = item_of(checklist, name) if checklist else None
    assert found
    return found


def applicant(session: Session, *, name: str = "阿禾") -> Member:
    """Somebody whose shop is begun."""
    return make_unopened(session, name=f"{name}家", keeper=name).keeper


def give_real(session: Session, member: Member, keys: IdentityKeys, *, n: int, at: datetime) -> ChecklistItem:
    """Name and number."""
    item = item_named(session, member, "identity")
    give_item_identity(session, item, real(n), Act.keeper(member, at), keys=keys, rules=DEFAULT)
    return item


def give_photo(
    session: Session, member: Member, files: SealedFiles, *, kind: str = "certification", seed: int, at: datetime
) -> ChecklistItem:
    """A drawing of somebody with a card, or of a screenshot."""
    item = item_named(session, member, kind)
    with sealed_upload(files, drawn_photo(seed=seed), field="photo", secret=HASHING) as upload:
        give_item_document(session, item, upload, Act.keeper(member, at), rules=DEFAULT)
    return item


def keys_of(house: House) -> IdentityKeys:
    """What the running program seals identities with."""
    return IdentityKeys(house.config.ring, house.hash_secret)
