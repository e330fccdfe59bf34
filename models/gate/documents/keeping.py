"""Keeping a document: made legible and sealed outside the transaction, its row written inside."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from models.account.audit import note_audit
from models.account.member import Member
from models.gate.documents.document import DOCUMENT_CODE, Document
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.document_pictures import document_picture
from models.kernel.rules import Rules
from models.kernel.sealed_files import SealedFiles, dropped_where_raised


@dataclass(frozen=True, slots=True)
class SealedUpload:
    """What stands sealed in the media store already."""

    key: str
    digest: str
    size: int


def seal_upload(files: SealedFiles, data: bytes, *, field: str, secret: str) -> SealedUpload:
    """An upload, decoded, encoded anew, sealed and stored. Whoever calls drops it where no row came of it
    (`files.drop`); what a crash leaves is swept away later (forgetting.py). Raises Refused on this field. Call it
    outside the transaction."""
    picture = document_picture(data, field).data
    digest = hmac.new(secret.encode(), b"document\n" + picture, hashlib.sha256).hexdigest()
    return SealedUpload(files.keep(picture), digest, len(picture))


@contextmanager
def sealed_upload(files: SealedFiles, data: bytes, *, field: str, secret: str) -> Iterator[SealedUpload]:
    """The same for the block that keeps its row; dropped where the block raises."""
    kept = seal_upload(files, data, field=field, secret=secret)
    with dropped_where_raised(files, kept.key):
        yield kept


def keep_document(session: Session, member: Member, kind: str, upload: SealedUpload, act: Act) -> Document:
    """Its row. Those the member gave for the same before are deleted by the next round."""
    older = (col(Document.member_id) == member.id, col(Document.kind) == kind, col(Document.deleted_at).is_(None))
    session.exec(update(Document).where(*older).values(delete_after=act.at))
    made = Document(
        code=fresh_code(session, Document.code, DOCUMENT_CODE),
        member_id=member.id,
        kind=kind,
        key=upload.key,
        digest=upload.digest,
        size=upload.size,
        given_at=act.at,
    )
    session.add(made)
    session.flush()
    note_audit(session, "document.give", member, act.because(made.code))
    return made


def end_use(session: Session, document: Document, *, at: datetime, rules: Rules) -> None:
    """A decision was made because of it: it is deleted so many days after that."""
    document.delete_after = at + timedelta(days=rules.document_days)
    session.add(document)
    session.flush()


def use_again(session: Session, document: Document) -> None:
    """The decision was taken back: it is looked at again."""
    document.delete_after = None
    session.add(document)
    session.flush()


def same_elsewhere(session: Session, document: Document) -> int:
    """How many other members gave the very same picture: nobody's photo is two people's."""
    others = (Document.digest == document.digest, Document.member_id != document.member_id)
    return session.exec(select(func.count(func.distinct(Document.member_id))).where(*others)).one()
