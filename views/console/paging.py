"""Pages of a list: which one is asked for, how many there are, and where the others are."""

from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

FURTHEST = 1_000


@dataclass(frozen=True, slots=True)
class Paging:
    """What parts/pager.html draws. `filters` are the values that stay in the address; empty ones are left out."""

    endpoint: str
    number: int
    pages: int
    filters: dict[str, Any] = field(default_factory=dict)

    def url(self, number: int) -> str:
        """The address of another page under the same filters."""
        kept = {name: value for name, value in self.filters.items() if value}
        if number > 1:
            kept["page"] = number
        return url_for(self.endpoint, **kept)

    @property
    def here(self) -> str:
        """The address of this page."""
        return self.url(self.number)


def paging(endpoint: str, total: int, size: int, **filters: Any) -> Paging:
    """The page asked for; past the end it is the last one."""
    asked = request.values.get("page", 1, type=int)
    pages = max(1, -(-total // size))
    return Paging(endpoint, min(max(asked, 1), pages, FURTHEST), min(pages, FURTHEST), filters)
