"""A file of tracking numbers whose worker is killed again and again: every parcel leaves once."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from time import sleep

import pytest
from sqlmodel import Session, select

from models.kernel.clock import now
from models.kernel.database import Database
from models.trade.parcel.shipment import Shipment
from models.trade.waybill import run as running
from models.trade.waybill.file import ShippingFile
from models.trade.waybill.keeping import files_standing_still
from models.trade.waybill.reading import Waybill
from models.trade.waybill.run import Sent, Used, send_rows, ship_file
from tests.given.kills import killed_past, wait_to_be_killed
from tests.models.trade.waybill.test_run import Warehouse, row

PARCELS, BATCH, KILLS = 40, 4, 4


def send(url: str, code: str) -> None:
    """What the worker does, in a process of its own, in batches that leave room to be killed between them."""
    running.PARCELS_BATCH = BATCH
    vars(running)["send_rows"] = _slowly
    database = Database(url)
    ship_file(database, code, clock=now)
    database.engine.dispose()


def _slowly(session: Session, kept: ShippingFile, rows: Sequence[Waybill], *others: Used, at: datetime) -> Sent:
    """So slowly that chance always finds it in the middle, however fast the machine, and never to the end."""
    sleep(0.05)
    if rows[-1].line > PARCELS:
        wait_to_be_killed()
    return send_rows(session, kept, rows, *others, at=at)


def _left(database: Database) -> list[str]:
    with database.reading() as session:
        return files_standing_still(session, at=now())


def _time_passes(database: Database) -> None:
    with database.transaction() as session:
        session.exec(select(ShippingFile)).one().moved_at = now() - timedelta(minutes=3)


def _got_to(house: Warehouse, code: str) -> int:
    kept = house.file(code)
    return kept.rows_done if kept.state != "waiting" else -1


@pytest.mark.slow
def test_a_file_that_is_killed_again_and_again_sends_every_parcel_once(database: Database, database_url: str) -> None:
    house, chance = Warehouse(database, PARCELS), Random(3)
    code = house.keep(*(row(n + 2, parcel) for n, parcel in enumerate(house.codes)))
    for part in range(KILLS):
        least = PARCELS * part // (KILLS + 2)
        killed_past(send, (database_url, code), lambda: _got_to(house, code), least, chance)
        _time_passes(database)
        assert _left(database) == [code]
    # Not `send`: its batches are for a process of their own.
    ship_file(database, code, clock=now)
    sent = house.file(code)
    assert (sent.state, sent.shipped, sent.again, sent.problems) == ("done", PARCELS, 0, [])
    with database.reading() as session:
        assert Counter(session.exec(select(Shipment.tracking))) == Counter(f"SF{n + 2:010d}" for n in range(PARCELS))
    assert _left(database) == []


def test_a_file_that_was_never_handed_over_is_found(database: Database) -> None:
    house = Warehouse(database, 1)
    code = house.keep(row(2, house.codes[0]))
    _time_passes(database)
    assert _left(database) == [code]
    ship_file(database, code, clock=now)
    assert _left(database) == []
