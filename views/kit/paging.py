"""Pages of a long table. Their number lives in the URL beside the filters."""

from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from views.kit.asked import number_asked


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of `total` rows; `filters` are kept in the links to the others, empty ones are left out."""

    total: int
    size: int
    endpoint: str
    filters: dict[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def number(self) -> int:
        """The page asked for, brought inside the range."""
        return min(number_asked(request.args, "page", 1, least=1), self.pages)

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.size

    @property
    def here(self) -> dict[str, Any]:
        """What tells this page from the others in an address."""
        kept = {name: value for name, value in self.filters.items() if value}
        return kept | ({"page": self.number} if self.number > 1 else {})

    def url(self, number: int) -> str:
        """The address of another page."""
        kept = {name: value for name, value in self.filters.items() if value}
        return url_for(self.endpoint, **kept, page=number if number > 1 else None)
