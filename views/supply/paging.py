"""Pages of a long table. Their number lives in the URL beside the filters."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of `total` rows; `filters` are kept in the links to the others."""

    total: int
    size: int
    endpoint: str
    filters: dict[str, Any]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        """The page asked for, brought inside the range."""
        asked = request.args.get("page", 1, int)
        return min(max(1, asked), self.pages)

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.size

    def url(self, number: int) -> str:
        """The address of another page."""
        return url_for(self.endpoint, **self.filters, page=number if number > 1 else None)
