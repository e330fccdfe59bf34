"""Finding posters that were drawn."""

from sqlmodel import Session, select

from models.link.link import Link
from models.poster.poster import Poster


def poster_at(session: Session, code: str, style: str, size: str = "phone") -> Poster | None:
    """The current poster of a link in a style and a size."""
    query = select(Poster).join(Link).where(Link.code == code)
    return session.exec(query.where(Poster.style == style, Poster.size == size)).first()
