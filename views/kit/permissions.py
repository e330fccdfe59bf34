"""What every route answers to everybody: the guards' declarations as one table, which docs/permissions.md shows and a
test walks with real sign-ins (tests/house/test_permissions.py)."""

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from flask import Flask, current_app
from werkzeug.routing import Rule

from models.account.role import DESK_ROLES, STAFF_ROLES
from views.kit.groups import may_with, roles_for

Answer = Literal["opens", "403", "404", "sign-in", "opening"]
# Whoever may ask: nobody signed in, a member with nothing, a keeper, each role alone, and who left.
EVERYBODY: Final = (
    "buyer",
    "member",
    "keeper",
    *(f"desk {role.name}" for role in DESK_ROLES),
    "desk before",
    *(f"staff {role.name}" for role in STAFF_ROLES),
    "staff before",
)
_GUARDED: Final = ("account", "applying", "console", "desk", "supply")
_OFFICES: Final = {"desk": "desk", "supply": "staff"}
# The one page of the console that a member without a shop comes to.
_WITHOUT_SHOP: Final = {"console.opening"}


class Door(NamedTuple):
    """One way to ask for a route."""

    method: str
    rule: str
    endpoint: str

    @property
    def audience(self) -> str:
        """The blueprint; empty for files."""
        return self.endpoint.partition(".")[0] if "." in self.endpoint else ""


def doors(app: Flask) -> list[Door]:
    """All of them, by audience and address."""
    found = [
        Door(method, rule.rule, rule.endpoint) for rule in app.url_map.iter_rules() for method in sorted(_methods(rule))
    ]
    return sorted(set(found), key=lambda door: (door.audience, door.rule, door.method))


def answer(door: Door, who: str) -> Answer:
    """What the guards say."""
    if door.audience not in _GUARDED:
        return "opens"
    if who == "buyer":
        return "sign-in"
    if door.audience == "console":
        return "opens" if who == "keeper" or door.endpoint in _WITHOUT_SHOP else "opening"
    office = _OFFICES.get(door.audience)
    if office is None:
        return "opens"
    place, _, role = who.partition(" ")
    if place != office or role == "before":
        return "404"
    return "opens" if may_with({role}, roles_for(door.endpoint)) else "403"


def table() -> Iterator[str]:
    """The whole of it, in Markdown."""
    signs = {"opens": "●", "sign-in": "→", "opening": "↷"}
    audience = None
    for door in doors(current_app):
        if door.audience != audience:
            audience = door.audience
            yield from ("", f"## {audience or 'files'}", "", f"| route | {' | '.join(EVERYBODY)} |")
            yield "|---" * (len(EVERYBODY) + 1) + "|"
        cells = (signs.get(said, said) for said in (answer(door, who) for who in EVERYBODY))
        yield f"| {door.method} `{door.rule}` | {' | '.join(cells)} |"


def _methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}
