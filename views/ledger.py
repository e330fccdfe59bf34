"""/ledger: the roots of the ledger, a night each, and how anybody checks a statement by them. Everybody may read them;
they say nothing of anybody's money."""

from datetime import date
from pathlib import Path

from flask import Blueprint, jsonify
from sqlmodel import col, select
from werkzeug.wrappers import Response

from models.account.audit import Audit
from models.kernel.errors import Gone
from models.ledger.sealing.night import Night, newest_night, night_before, night_from, night_of, published_roots
from views.kit import store
from views.kit.page import page
from views.kit.paging import Paged

bp = Blueprint("ledger", __name__)
NIGHTS = 60
_TOOL = Path(__file__).parents[1] / "tools" / "verify_statement.py"
# What was published does not change, and who checks asks for it now and then.
_SECONDS = 300


@bp.get("/ledger")
def nights() -> Response:
    """Every root, the newest first, and what they are for."""
    return _nights()


def _nights(missing: str = "") -> Response:
    """With `missing`, a day that was asked for and has no root: 404, and the nights that there are."""
    session = store.session()
    every = published_roots(session)
    paging = Paged(len(every), NIGHTS, "ledger.nights")
    shown = list(every.items())[paging.offset : paging.offset + NIGHTS]
    restored = session.exec(
        select(Audit.at).where(Audit.what == "trail.restore").order_by(col(Audit.id).desc()).limit(5)
    ).all()
    status = 404 if missing else 200
    return page(
        "ledger/nights.html",
        status=status,
        unsaved=False,
        rows=shown,
        paging=paging,
        restored=restored,
        missing=missing,
    )


@bp.get("/ledger.json")
def all_roots() -> Response:
    """The same for the tool."""
    return _public(jsonify(roots=published_roots(store.session())))


@bp.get("/ledger/<day>")
def night(day: str) -> Response:
    """One night's root, and how to check a statement by it."""
    try:
        one = _found(day)
    except Gone:
        return _nights(missing=day[:10])
    session = store.session()
    before, after = night_before(session, one.day), night_from(session, f"{one.day}~")
    return page("ledger/night.html", one=one, before=before, after=after, is_newest=_is_newest(one))


@bp.get("/ledger/<day>.json")
def night_file(day: str) -> Response:
    """The same for the tool."""
    one = _found(day)
    said = {"day": one.day, "root": one.root, "entries": one.entry_total, "logs": one.log_total}
    return _public(jsonify(**said, sealed_at=one.sealed_at.isoformat()))


@bp.get("/ledger/verify_statement.py")
def tool() -> Response:
    """The tool itself: what it does can be read in it."""
    reply = Response(_TOOL.read_bytes(), mimetype="text/x-python")
    reply.headers["Content-Disposition"] = f'attachment; filename="{_TOOL.name}"'
    return _public(reply)


def _found(day: str) -> Night:
    """The night of an address. Raises Gone for a day that has none, or that is no day: 404."""
    try:
        name = date.fromisoformat(day).isoformat()
    except ValueError:
        raise Gone(day) from None
    one = night_of(store.session(), name) if name == day else None
    if one is None:
        raise Gone(day)
    return one


def _is_newest(one: Night) -> bool:
    newest = newest_night(store.session())
    return newest is not None and newest.day == one.day


def _public(reply: Response) -> Response:
    reply.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    return reply
