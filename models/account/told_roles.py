"""Roles that changed, as the trail tells of them."""

from collections.abc import Collection
from typing import Any

from models.account.audit import Change
from models.account.role import Role, roles_named
from models.kernel.errors import N_
from models.kernel.said import Said


def role_changes(was: Collection[str], now: Collection[str], roles: Collection[Role[Any]]) -> list[Change]:
    """One change, from the roles that somebody had to those they have."""
    had, has = (Said.joined(Said(one.words) for one in roles_named(some, roles)) for some in (was, now))
    return [Change(Said(N_("岗位")), had, has)]
