"""Finding posters that were drawn."""

from sqlmodel import Session, select

from models.link.link import Link
from models.poster.poster import Poster


def poster_at(session: Session, code: str, style: str) -> Poster | None:
    """The current poster of a link in a style."""
    return session.exec(select(Poster).join(Link).where(Link.code == code, Poster.style == style)).first()
