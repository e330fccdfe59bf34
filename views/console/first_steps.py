"""The way of a shop that has shared nothing yet: goods, a sentence, a poster. Its pages say how far it has come."""

from dataclasses import dataclass

from models.pick.shelf import tally
from models.report.shop.links import links_count
from views.kit import store
from views.kit.identity import shop


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """`picks` stand in the shop, `written` of them say why."""

    picks: int
    written: int

    @property
    def step(self) -> int:
        """Which of the three comes next, from 0 on."""
        return 2 if self.written else 1 if self.picks else 0


def first_steps() -> FirstSteps | None:
    """How far the shop has come; None once it has shared something."""
    if links_count(store.session(), shop()):
        return None
    counts = tally(store.session(), shop())
    return FirstSteps(counts[""], counts[""] - counts["unwritten"])
