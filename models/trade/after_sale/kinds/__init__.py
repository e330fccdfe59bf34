"""What a buyer may ask for after the sale: one file each. Its CHECK in the database is written from these files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.kernel.errors import N_
from models.kernel.kinds import kinds_in


@dataclass(frozen=True, slots=True)
class AfterSaleKind:
    """`words` is its name for people, a msgid; `place` its rank among the choices. `never` are the supplier's steps
    that it does not lead to ("agree" gives money back, "agree_return" has the goods sent back, "resend" sends the buyer
    something), each with what a supplier is told who tries it. One that asks `before_shipping` means the pieces that
    have not left, while there are any. `sending` heads the form by which the supplier sends."""

    name: str
    place: int
    words: str
    never: Mapping[str, str] = field(default_factory=dict)
    before_shipping: bool = False
    sending: str = N_("把货寄给买家")

    @property
    def gives_money(self) -> bool:
        """Whether money goes back. Where none does, nothing is said of an amount."""
        return "agree" not in self.never

    @property
    def takes_goods(self) -> bool:
        """Whether the goods go back to the supplier."""
        return "agree_return" not in self.never

    @property
    def sends_goods(self) -> bool:
        """Whether the buyer gets goods for it."""
        return "resend" not in self.never


def after_sale_kinds() -> dict[str, AfterSaleKind]:
    """Every kind by name, in the order of their places."""
    return kinds_in(__name__, "KIND")
