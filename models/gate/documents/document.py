"""One document. What was decided because of it is kept elsewhere, and stays."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, Session, col, select

from models.account.member import Member
from models.kernel.errors import Gone
from models.kernel.record import Record, belongs_to, moment, row_id
from models.kernel.sealed_files import sealed_file

DOCUMENT_PURPOSE = "document of a member"
DOCUMENT_CODE = 10


class Document(Record, table=True):
    """`kind` is the name of what it is given for. `key` names its sealed file, and is empty once that was deleted.
    `digest` is a keyed one of the picture: the very same one given twice is seen. `delete_after` is set by what ends
    its use: a decision, or another in its place. `size` is the picture's, in bytes."""

    __table_args__ = (
        CheckConstraint("(key IS NULL) = (deleted_at IS NOT NULL)", name="file_or_deleted"),
        CheckConstraint("size > 0", name="size_makes_sense"),
        CheckConstraint("kind <> ''", name="kind_said"),
        Index("ix_document_member_kind", "member_id", "kind"),
        Index("ix_document_to_delete", "deleted_at", "delete_after"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=DOCUMENT_CODE)
    member_id: int = belongs_to("member.id", index=False)
    kind: str = Field(max_length=24)
    key: str | None = sealed_file(DOCUMENT_PURPOSE, default=None, nullable=True)
    digest: str = Field(max_length=64, index=True)
    size: int
    given_at: datetime = moment()
    delete_after: datetime | None = moment(default=None, nullable=True)
    deleted_at: datetime | None = moment(default=None, nullable=True)

    @property
    def is_there(self) -> bool:
        """Whether it can still be looked at."""
        return self.key is not None


def document_coded(session: Session, code: str) -> Document:
    """Anybody's, for the desk. Raises Gone."""
    found = session.exec(select(Document).where(Document.code == code)).first()
    if found is None:
        raise Gone(code)
    return found


def document_of(session: Session, member: Member, kind: str) -> Document | None:
    """The one that a member gave last for this."""
    mine = select(Document).where(Document.member_id == member.id, Document.kind == kind)
    return session.exec(mine.order_by(col(Document.id).desc()).limit(1)).first()
