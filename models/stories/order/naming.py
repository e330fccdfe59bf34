"""The names of an order that is about to be placed."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from models.kernel.clock import local
from models.kernel.codes import new_code, new_token


@dataclass(frozen=True, slots=True)
class Names:
    """`once` is the form's own mark. `number` is the day and six random digits: short enough to read out, telling
    nobody how many orders there are. `token` is the buyer's address of the order, `payment` what its gateway knows it
    by. Long codes are unique by chance and by their constraints; a number, which is short, is asked about first."""

    once: str
    number: str
    token: str
    payment: str
    parcels: list[str]


def draw_names(once: str, parcels: int, at: datetime) -> Names:
    """Random ones."""
    return Names(
        once=once,
        number=f"{local(at):%y%m%d}{secrets.randbelow(1_000_000):06d}",
        token=new_token(),
        payment=new_code(12),
        parcels=[new_code(8) for _ in range(parcels)],
    )
