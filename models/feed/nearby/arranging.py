"""The one order of nearby, which the page says: newest first; of twenty a shop has at most two; every fifth place is
for a shop that opened lately and is not shown yet, the latest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

# How many are shown, how many of one shop, and which places are for shops that opened lately.
NEARBY_SHOWN, _OF_ONE_SHOP, _NEWCOMERS_PLACE = 20, 2, 5


@dataclass(frozen=True, slots=True)
class NearbyLine:
    """What is shown at one place of the list: a shop, and a post of it or None for the shop itself; when it came."""

    shop_id: int
    post_id: int | None
    at: datetime


def arranged(told: Iterable[NearbyLine], newcomers: Sequence[int], most: int = NEARBY_SHOWN) -> list[NearbyLine]:
    """The list of all that there is to tell. `newcomers` are shops that opened lately, the latest first; each of them
    is in `told`."""
    waiting = sorted(told, key=lambda one: (one.at, one.shop_id, one.post_id or 0), reverse=True)
    first = {one.shop_id: one for one in reversed(waiting)}
    shown: dict[NearbyLine, None] = {}
    late = _not_shown((first[shop_id] for shop_id in newcomers if shop_id in first), shown)
    usual = _not_too_many(waiting, shown)
    while len(shown) < most:
        is_theirs = len(shown) % _NEWCOMERS_PLACE == _NEWCOMERS_PLACE - 1
        one = (next(late, None) if is_theirs else None) or next(usual, None)
        if one is None:
            break
        shown[one] = None
    return list(shown)


def _not_shown(told: Iterable[NearbyLine], shown: dict[NearbyLine, None]) -> Iterator[NearbyLine]:
    """What no shop of which is shown yet."""
    return (one for one in told if all(other.shop_id != one.shop_id for other in shown))


def _not_too_many(told: Iterable[NearbyLine], shown: dict[NearbyLine, None]) -> Iterator[NearbyLine]:
    for one in told:
        if one not in shown and sum(other.shop_id == one.shop_id for other in shown) < _OF_ONE_SHOP:
            yield one
