"""The checklist's row is the queue of all that changes it at once."""

from sqlmodel import Session, select

from models.gate.checklist import Checklist


def hold_checklist(session: Session, checklist: Checklist) -> None:
    """Whoever comes second waits here, and then sees what the first did."""
    session.flush()
    session.exec(select(Checklist.id).where(Checklist.id == checklist.id).with_for_update())
    session.refresh(checklist)
    for item in checklist.items:
        session.refresh(item)
