"""Looking at a picture that shows a violation: on record before it is shown, and marked all over with who looks."""

from datetime import datetime

from sqlmodel import Session

from models.account.audit import note_audit
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.errors import Gone
from models.kernel.sealed_files import SealedFiles
from models.shop.violation import ShopViolation
from models.stories.gate.look import shown_sealed


def note_evidence_look(session: Session, violation: ShopViolation, act: Act) -> None:
    """The row of a look, to be committed before the picture is shown. Raises Gone where there is none."""
    if violation.sealed_picture is None:
        raise Gone(violation.code)
    note_audit(session, "shop.evidence", f"{violation.shop.number} {violation.code}", act)


def shown_evidence(files: SealedFiles, violation: ShopViolation, looker: Member, *, at: datetime) -> bytes:
    """The picture as JPEG, marked. Raises Gone, and Refused where no secret of the network opens it."""
    if violation.sealed_picture is None:
        raise Gone(violation.code)
    return shown_sealed(files, violation.sealed_picture, looker, at=at)
