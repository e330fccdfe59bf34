"""What `flask shell` has at hand: the house, a session that reads, every record, and what finds them."""

import inspect
import re
import sys
from typing import Any

from flask import Flask

from models.kernel.clock import now
from models.kernel.money import Money
from models.kernel.record import Record
from views.kit.house import House

FINDS = re.compile(r"[a-z]+_(coded|numbered|keyed|named|by_[a-z]+)")


def init_app(app: Flask) -> None:
    """Hangs the nouns on the shell."""
    app.shell_context_processor(lambda: nouns(app.extensions["xiaopu"]))


def nouns(here: House) -> dict[str, Any]:
    """By name. To change something: `with database.transaction() as session: …`; the session at hand cannot."""
    at_hand = {"house": here, "database": here.database, "rules": here.rules, "now": now, "Money": Money}
    return records() | finders() | at_hand | {"session": here.database.reading()}


def records() -> dict[str, type[Record]]:
    """Every record that the program has loaded, which is every one."""
    return {record.__name__: record for record in Record.__subclasses__()}


def finders() -> dict[str, Any]:
    """What takes a session first and finds one by what people call it: shop_numbered(session, 258147)."""
    rooms = [vars(module) for name, module in sys.modules.items() if name.startswith("models.")]
    return {name: made for room in rooms for name, made in room.items() if FINDS.fullmatch(name) and _asks(made)}


def _asks(made: object) -> bool:
    return inspect.isfunction(made) and next(iter(inspect.signature(made).parameters), "") == "session"
