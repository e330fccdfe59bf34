"""What to do next in a shop, derived from its figures and explained by one. A kind of thing to do is a file of this
folder, which says its own words and finds its own; nothing else lists it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import cast

from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.kinds import kinds_in
from models.report.next_steps.aside import aside_now
from models.report.numbers.asking import Of, parts_by
from models.report.numbers.day_range import DayRange
from models.report.numbers.figures import Figures, PartFigures
from models.shop.shop import Shop

# More than three are none: whoever reads a list of ten does nothing.
MOST_NEXT_STEPS = 3
# So many days are looked back, today too.
LOOKED_BACK_DAYS = 14
# Of so many goods, links and placements the figures are looked at: those that sell or are seen most.
_PARTS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class NextStep:
    """`thing` tells it from others of its kind, `about` names what it is about, as people wrote it; `count` is the
    figure that speaks for it, and `path` where its button leads."""

    kind: str
    thing: str
    about: str
    count: int
    path: str


class ShopNow:
    """A shop at a moment, with its figures of the last days, each asked for once."""

    def __init__(self, session: Session, shop: Shop, *, at: datetime) -> None:
        self.session, self.shop, self.at = session, shop, at
        today: date = local(at).date()
        self._days = DayRange(today - timedelta(days=LOOKED_BACK_DAYS - 1), today)

    @cached_property
    def by_goods(self) -> dict[int, Figures]:
        """By the goods' id."""
        return {key: found for key, found in self._parts("goods") if isinstance(key, int)}

    @cached_property
    def by_link(self) -> dict[int, Figures]:
        """By the link's id."""
        return {key: found for key, found in self._parts("link") if isinstance(key, int)}

    @cached_property
    def by_placement(self) -> dict[str, Figures]:
        """By its name, "" where no link was opened."""
        return {key: found for key, found in self._parts("placement") if isinstance(key, str)}

    def _parts(self, of: Of) -> Iterator[tuple[int | str | None, Figures]]:
        return ((part.key, part.figures) for part in self._every_part[of])

    @cached_property
    def _every_part(self) -> dict[Of, tuple[PartFigures, ...]]:
        """All of them by one question."""
        return parts_by(self.session, self.shop.id, self._days, ("goods", "link", "placement"), _PARTS_LOOKED_AT)


@dataclass(frozen=True, slots=True)
class NextStepKind:
    """`words` (of `about`), `figure` (of `count`) and `button` are msgids; `find` gives the most useful first. Kinds
    are asked in the order of their `place`, and the first that speaks is shown first."""

    name: str
    place: int
    words: str
    figure: str
    button: str
    find: Callable[[ShopNow], Iterable[NextStep]]


def next_step_kinds() -> dict[str, NextStepKind]:
    """Every kind there is."""
    return cast(dict[str, NextStepKind], kinds_in(__name__, "NEXT_STEP"))


def next_steps(session: Session, shop: Shop, *, at: datetime) -> list[NextStep]:
    """At most three: one of each kind that has something to say, then more of the same. What was set aside is left
    out."""
    here, aside = ShopNow(session, shop, at=at), aside_now(session, shop, at=at)
    found = [
        [step for step in kind.find(here) if (step.kind, step.thing) not in aside][:MOST_NEXT_STEPS]
        for kind in next_step_kinds().values()
    ]
    return _in_turn(found)[:MOST_NEXT_STEPS]


def _in_turn(found: Sequence[Sequence[NextStep]]) -> list[NextStep]:
    """The first of each, then the second of each."""
    return [steps[place] for place in range(MOST_NEXT_STEPS) for steps in found if place < len(steps)]
