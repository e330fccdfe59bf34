"""An act: who does something, when, and why. One value from the view or the job down to the row that records it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, Protocol, Self

# On whose behalf. The clock, a gateway and the program itself act too.
Who = Literal["buyer", "keeper", "supplier", "owner", "operator", "clock", "gateway", "program"]


class Somebody(Protocol):
    """A member, of whom the kernel knows only the id."""

    @property
    def id(self) -> int:
        """The row's id."""
        ...


@dataclass(frozen=True, slots=True)
class Act:
    """`by` is the member who does it: nobody where it is a buyer, who has no account, or no person at all. `why` is
    what is kept of it for others to read, empty where there is nothing to say."""

    who: Who
    by: Somebody | None
    at: datetime
    why: str = ""

    @classmethod
    def buyer(cls, at: datetime, why: str = "") -> Self:
        """A buyer's."""
        return cls("buyer", None, at, why)

    @classmethod
    def keeper(cls, by: Somebody | None, at: datetime, why: str = "") -> Self:
        """A shopkeeper's."""
        return cls("keeper", by, at, why)

    @classmethod
    def supplier(cls, by: Somebody | None, at: datetime, why: str = "") -> Self:
        """By the staff of a supplier."""
        return cls("supplier", by, at, why)

    @classmethod
    def owner(cls, by: Somebody | None, at: datetime, why: str = "") -> Self:
        """By whoever the money is: a shopkeeper, or the staff of a supplier."""
        return cls("owner", by, at, why)

    @classmethod
    def operator(cls, by: Somebody | None, at: datetime, why: str = "") -> Self:
        """By an operator, at the desk."""
        return cls("operator", by, at, why)

    @classmethod
    def clock(cls, at: datetime, why: str = "") -> Self:
        """What happens when time is up."""
        return cls("clock", None, at, why)

    @classmethod
    def gateway(cls, at: datetime, why: str = "") -> Self:
        """What a payment gateway tells."""
        return cls("gateway", None, at, why)

    @classmethod
    def program(cls, at: datetime, why: str = "") -> Self:
        """What the program or its command line does by itself."""
        return cls("program", None, at, why)

    def because(self, why: str) -> Self:
        """The same act with this reason."""
        return replace(self, why=why)

    @property
    def by_id(self) -> int | None:
        """The member's id, as columns keep it."""
        return self.by.id if self.by else None

    @property
    def member(self) -> Somebody:
        """The member, where nobody else may do it."""
        assert self.by is not None, "only a member does this"
        return self.by
