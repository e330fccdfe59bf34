"""Documents and identities on pages: taken from a form, and shown to who decides, in one reply alone."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

from models.account.audit import note_audit
from models.account.identity.giving import IdentityKeys, RealIdentity, opened_identity
from models.account.identity.identity import Identity
from models.account.member import Member
from models.gate.documents.document import DOCUMENT_PURPOSE, Document
from models.gate.documents.keeping import SealedUpload, seal_upload
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.sealed_files import SealedFiles, dropped_where_raised
from models.stories.gate.look import note_document_look, shown_document
from views.kit import store
from views.kit.house import house
from views.kit.identity import member


def document_files() -> SealedFiles:
    """Where documents are sealed."""
    return SealedFiles(house().media, house().config.ring, DOCUMENT_PURPOSE)


def identity_keys() -> IdentityKeys:
    """What seals identities."""
    return IdentityKeys(house().config.ring, house().hash_secret)


@contextmanager
def uploaded_document(data: bytes, field: str) -> Iterator[SealedUpload]:
    """A file of a form, made legible and sealed while no lock is held; dropped where the block raises. What was written
    before is kept. Raises Refused on this field."""
    if not data:
        raise Refused(field, N_("选一张照片"))
    files, secret = document_files(), house().hash_secret
    with store.outside_transaction():
        kept = seal_upload(files, data, field=field, secret=secret)
    with dropped_where_raised(files, kept.key):
        yield kept


def look_at_documents(documents: list[Document], act: Act) -> dict[str, str]:
    """Each picture as a `data:` address, by the document's code: marked with the looker, and shown only after the rows
    of the looks are committed. Raises Refused for one's own."""
    for one in documents:
        note_document_look(store.session(), one, act)
    store.commit()
    files, looker = document_files(), member()
    return {one.code: inline_picture(shown_document(files, one, looker, at=act.at)) for one in documents}


def look_at_identity(identity: Identity, act: Act) -> RealIdentity:
    """Name and number in full, on record first. Raises Refused for one's own."""
    if identity.member_id == act.member.id:
        raise Refused("", N_("这是你自己的，要由另一位平台人员来办"))
    owner = store.session().get_one(Member, identity.member_id)
    note_audit(store.session(), "identity.look", owner, act)
    store.commit()
    return opened_identity(identity, house().config.ring)


def inline_picture(picture: bytes) -> str:
    """A picture as a `data:` address: of one reply, and of no other."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"
