"""The worker's part of making stale posters anew: one link at a time, its posters and the count kept together, so that
a run that died goes on where it was and draws nothing twice."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.media import MediaStore
from models.kernel.rules import Rules
from models.pick.picking import pick_coded
from models.poster.renewals import note_renewed, running_renewal, take_renewal
from models.report.shop.links import next_renewable
from models.shop.shop import Shop
from models.stories.share.draw import Studio
from models.stories.share.share import share_pick

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What the worker draws with: where posters are kept, where the network lives, and its rules."""

    database: Database
    media: MediaStore
    public_url: str
    rules: Rules


def renew_posters(workshop: Workshop, code: str, *, clock: Callable[[], datetime]) -> None:
    """Goes through a run to its end. Returns at once where it is another worker's, or over."""
    with workshop.database.transaction() as session:
        start = take_renewal(session, code, at=clock())
    while start and _next(workshop, code, start, clock()):
        pass


def _next(workshop: Workshop, code: str, start: int, at: datetime) -> bool:
    """The next link; says whether the run goes on. A shop that closed meanwhile shares nothing more."""
    with workshop.database.transaction() as session:
        run = running_renewal(session, code, start)
        if run is None:
            return False
        stale = None if run.shop.closed_at else next_renewable(session, run.shop, before=run.last_id)
        if stale is None:
            run.state, run.ended_at = "done", at
            return False
        run.moved_at = at
        is_made = _renewed(session, workshop, run.shop, stale, at)
        return note_renewed(session, code, start, stale.id, is_made=is_made, at=at)


def _renewed(session: Session, workshop: Workshop, shop: Shop, stale: Any, at: datetime) -> bool:
    """Whether it went well; one that cannot be drawn does not keep the others waiting."""
    picked = pick_coded(session, shop, stale.goods)
    if picked is None:
        return True

    @contextmanager
    def outside() -> Iterator[None]:
        session.commit()
        yield

    studio = Studio(workshop.media, workshop.public_url, workshop.rules, outside)
    try:
        share_pick(session, studio, picked, stale.placement, at=at)
    except Refused as refusal:
        log.warning("a stale poster of goods %s could not be made anew: %s", stale.goods, refusal)
        return False
    return True
