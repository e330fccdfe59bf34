"""Looking at a document: on record before anything is shown, and marked all over with who looks."""

from datetime import datetime

from sqlmodel import Session

from models.account.audit import note_audit
from models.account.member import Member
from models.gate.documents.document import Document
from models.kernel.act import Act
from models.kernel.clock import local
from models.kernel.errors import N_, Gone, Refused
from models.kernel.sealed_files import SealedFiles
from models.kernel.sealing import Unreadable


def note_document_look(session: Session, document: Document, act: Act) -> None:
    """The row of a look, to be committed before the picture is shown. Raises Gone where it was deleted, Refused for
    one's own."""
    if document.key is None:
        raise Gone(document.code)
    if document.member_id == act.member.id:
        raise Refused("", N_("这是你自己的，要由另一位平台人员来办"))
    owner = session.get_one(Member, document.member_id)
    note_audit(session, "document.look", owner, act.because(f"{document.kind} {document.code} {act.why}".strip()))


def shown_document(files: SealedFiles, document: Document, looker: Member, *, at: datetime) -> bytes:
    """The picture as JPEG, with the looker's name, code and the minute written across all of it. Raises Gone, and
    Refused where no secret of the network opens it."""
    if document.key is None:
        raise Gone(document.code)
    return shown_sealed(files, document.key, looker, at=at)


def shown_sealed(files: SealedFiles, key: str, looker: Member, *, at: datetime) -> bytes:
    """The same of any sealed picture."""
    try:
        data = files.read(key)
    except Unreadable:
        raise Refused("", N_("这张照片读不出来：网站的密钥换过。请对方重新传一次")) from None
    # What draws is heavy, and looks are rare: it is loaded with the first one.
    from models.stories.gate.marking import marked_picture

    return marked_picture(data, looker.name, f"{looker.code} {local(at):%Y-%m-%d %H:%M}")
