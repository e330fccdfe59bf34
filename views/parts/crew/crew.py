"""Whose people a page shows, and the verbs by which they change."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from models.account.by_link import open_joining_links
from models.account.colleague import Colleague, colleagues
from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.account.role import Role
from models.kernel.clock import now
from models.kernel.errors import Gone
from views.kit import store


class CrewVerbs(Protocol):
    """What an admin, or an owner, may do with people."""

    def invite(self, called: str, roles: Collection[str]) -> JoiningLink:
        """Makes a link for one person."""

    def uninvite(self, link: JoiningLink) -> bool:
        """Revokes it; says whether it was open."""

    def change(self, member: Member, roles: Collection[str], why: str, seen: Collection[str]) -> bool:
        """Gives exactly these roles; says whether anything changed."""

    def remove(self, member: Member, why: str) -> bool:
        """Ends it all; says whether there was anything to end."""

    def give_back(self, member: Member, roles: Collection[str], why: str) -> None:
        """Lets somebody who left come back."""


@dataclass(frozen=True)
class Crew:
    """`where` is the blueprint, `rows` their appointments, and `supplier_id` whose staff they are: None at the desk."""

    where: str
    roles: Sequence[Role[Any]]
    rows: Sequence[Any]
    supplier_id: int | None
    verbs: CrewVerbs
    words: dict[str, str]

    def people(self) -> list[Colleague]:
        """Everybody who works here, or did."""
        return colleagues(store.session(), self.rows)

    def one(self, code: str) -> Colleague:
        """Raises Gone where nobody of this code ever worked here."""
        for found in self.people():
            if found.member.code == code:
                return found
        raise Gone(code)

    def links(self) -> Sequence[JoiningLink]:
        """Those that can still be used."""
        return open_joining_links(store.session(), self.supplier_id, at=now())

    def link(self, mark: str) -> JoiningLink | None:
        """One of them; None where it is used, over or revoked already."""
        return next((link for link in self.links() if link.mark == mark), None)
