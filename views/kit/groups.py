"""Groups of screens, and the roles that open each.

A module of an audience with roles says `OPENED_BY = ("finance",)`, or the folder that it is in says so for all of its
modules; one screen that others may open too is marked by `@opened_by(…)`. The nearest word counts, and a screen without
any stops the program from starting: nobody forgets to close a new door.
"""

import importlib
from collections.abc import Callable, Collection
from typing import Any, Final, TypeVar

from flask import Flask, current_app, g, request

from models.account.role import DESK_ROLES, STAFF_ROLES

View = TypeVar("View", bound=Callable[..., Any])
# The audiences whose people have roles, and which there are.
AUDIENCES: Final[dict[str, tuple[str, ...]]] = {
    "desk": tuple(role.name for role in DESK_ROLES),
    "supply": tuple(role.name for role in STAFF_ROLES),
}
_OPENS_ALL = {role.name for role in STAFF_ROLES if role.opens_all}
_KEPT = "xiaopu.opened_by"


class Ungrouped(Exception):
    """A screen of which nothing says who opens it."""


def opened_by(*roles: str) -> Callable[[View], View]:
    """Says of one screen who opens it, where it is not who opens the module's others."""

    def said(view: View) -> View:
        vars(view)["opened_by"] = roles
        return view

    return said


def init_app(app: Flask) -> None:
    """Asks every screen, once all of them hang. Raises Ungrouped."""
    app.extensions[_KEPT] = {
        endpoint: _roles(endpoint, view)
        for endpoint, view in app.view_functions.items()
        if endpoint.partition(".")[0] in AUDIENCES
    }
    app.add_template_global(may)
    app.add_template_global(may_open)


def roles_for(endpoint: str) -> frozenset[str]:
    """The roles that open a screen; one of them is enough."""
    opening: dict[str, frozenset[str]] = current_app.extensions[_KEPT]
    return opening[endpoint]


def may(*roles: str) -> bool:
    """Whether the reader may do what one of these roles does. Roles are those of the page's audience: where there are
    none, nobody may."""
    return may_with(g.get("roles", ()), roles)


def may_with(has: Collection[str], roles: Collection[str]) -> bool:
    """Whether somebody with these roles may do what one of those does."""
    return not _OPENS_ALL.isdisjoint(has) or not set(roles).isdisjoint(has)


def may_open(endpoint: str) -> bool:
    """Whether the reader may open that screen of the same audience; any screen of another is not for this to say."""
    return endpoint.partition(".")[0] not in AUDIENCES or may(*roles_for(endpoint))


def may_be_here() -> bool:
    """Whether the screen that is asked for is open to whoever asks. An address that is none has no door."""
    return request.endpoint is None or may_open(request.endpoint)


def _roles(endpoint: str, view: Any) -> frozenset[str]:
    audience = endpoint.partition(".")[0]
    said = getattr(view, "opened_by", None) or _of_module(getattr(view, "hung_by", view.__module__), audience)
    if not said or not set(said) <= set(AUDIENCES[audience]):
        raise Ungrouped(f"{endpoint}: say by OPENED_BY in its module, or in its folder, which roles open it: {said}")
    return frozenset(said)


def _of_module(name: str, audience: str) -> tuple[str, ...] | None:
    """What the module says, else the folders that it is in; not the audience's own, which holds everything."""
    while name.startswith(f"views.{audience}."):
        said: tuple[str, ...] | None = getattr(importlib.import_module(name), "OPENED_BY", None)
        if said:
            return said
        name = name.rpartition(".")[0]
    return None
