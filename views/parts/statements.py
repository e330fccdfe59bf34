"""What shops and suppliers see and download alike of their statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.catalogue.supplier.supplier import Supplier
from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.months import begins, ends
from models.kernel.snapshot import snapshot
from models.ledger.owners import Owner
from models.report.statement.columns import month_paper
from models.report.statement.paper import Paper, paper_csv
from models.report.statement.statement import Statement, months_of, statement
from models.shop.shop import Shop
from views.kit import store
from views.kit.house import house

FORMATS = ("csv", "pdf")


@contextmanager
def one_moment() -> Iterator[Session]:
    """A session in which every question is answered as of the same moment, so that sums agree with their rows."""
    with snapshot(house().database) as connection, Session(connection) as session:
        yield session


def month_named(session: Session, owner: Owner, year: int, number: int) -> str:
    """The month of an address. Raises Gone where the owner has none such: 404."""
    month = f"{year:04d}-{number:02d}"
    if month not in months_of(session, owner, at=now()):
        raise Gone(month)
    return month


@dataclass(frozen=True, slots=True)
class Month:
    """A month of an owner's, in the session that sees it as of one moment. `place` is what tells it from others in an
    address."""

    session: Session
    statement: Statement
    since: datetime
    until: datetime
    place: dict[str, str]


@contextmanager
def one_month(owner: Owner, year: int, number: int) -> Iterator[Month]:
    """The month of an address. Raises Gone as month_named does."""
    with one_moment() as session:
        name = month_named(session, owner, year, number)
        place = {"year": f"{year:04d}", "number": f"{number:02d}"}
        yield Month(session, statement(session, owner, name), begins(name), ends(name), place)


def months_in(session: Session, owner: Owner, year: int) -> list[str]:
    """The months of a year that have begun, whether the owner was there or not: a tax year is a whole one. Raises Gone
    for a year without any of the owner's."""
    months = months_of(session, owner, at=now())
    if not any(month.startswith(f"{year:04d}-") for month in months):
        raise Gone(str(year))
    whole = [f"{year:04d}-{number:02d}" for number in range(1, 13)]
    return [month for month in whole if month <= months[-1]]


def month_file(owner: Owner, year: int, number: int, form: str) -> Response:
    """A month as CSV or PDF."""
    with one_moment() as session:
        month = month_named(session, owner, year, number)
        sheet = month_paper(session, _again(session, owner), month, at=now(), say=gettext)
    return download(sheet, form, month)


def _again(session: Session, owner: Owner) -> Owner:
    """The owner in this session, so that what belongs to it can be asked."""
    if isinstance(owner, Shop):
        return session.get_one(Shop, owner.id)
    return session.get_one(Supplier, owner.id)


def download(sheet: Paper, form: str, name: str) -> Response:
    """The sheet as a file. It is drawn with no transaction open."""
    if form not in FORMATS:
        raise Gone(form)
    with store.outside_transaction():
        body = b"".join(paper_csv(sheet)) if form == "csv" else _drawn(sheet)
    reply = Response(body, mimetype={"csv": "text/csv", "pdf": "application/pdf"}[form])
    reply.headers["Content-Disposition"] = f'attachment; filename="xiaopu-{name}.{form}"'
    reply.headers["Cache-Control"] = "private, no-store"
    return reply


def _drawn(sheet: Paper) -> bytes:
    from models.report.statement.drawn_paper import paper_pdf

    return paper_pdf(sheet, gettext)
