"""What a visitor did on the way to an order, for the figures of the shop: told once it stands, and written behind the
page like a visit."""

from flask import current_app, request

from models.statistics.seen import Seen
from views.kit import visitor


def note_deed(seen: Seen) -> None:
    """This browser's visitor did it, in this hour."""
    current_app.extensions["counting"].done(request.environ, seen, visitor.known())
