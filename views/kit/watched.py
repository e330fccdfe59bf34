"""What machines that watch read of the desk: what waits there past its promise, and what the last proof found."""

import logging
from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from models.kernel.clock import now
from models.report.desk.proof import last_proof
from models.stories.waiting import waiting_kinds
from models.stories.waiting.figures import waiting_figures
from views.kit.house import House

log = logging.getLogger(__name__)
# Counted up to here: whoever watches needs no more.
_MOST = 100_000


class DeskFigures(Collector):
    """Asked of the database at the moment; where that is gone, the other figures are told all the same."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[Metric]:
        """Gauges by kind."""
        try:
            yield from self._waiting()
        except SQLAlchemyError:
            log.exception("the desk's figures could not be read")

    def _waiting(self) -> Iterator[Metric]:
        at = now()
        with self._house.database.reading() as session:
            rules = self._house.rules
            found = waiting_figures(session, waiting_kinds().values(), rules=rules, at=at, most=_MOST)
            proof = last_proof(session)
        gauges = [
            GaugeMetricFamily("xiaopu_desk_waiting", "What waits for operators.", labels=("kind",)),
            GaugeMetricFamily("xiaopu_desk_overdue", "What waits past its promise.", labels=("kind",)),
            GaugeMetricFamily("xiaopu_desk_oldest_seconds", "How long the oldest has waited.", labels=("kind",)),
        ]
        for one in found:
            oldest = (at - one.oldest).total_seconds() if one.oldest else 0.0
            for gauge, value in zip(gauges, (one.waiting, one.overdue, oldest), strict=True):
                gauge.add_metric((one.kind.name,), value)
        yield from gauges
        if proof is not None:
            yield _gauge("xiaopu_proof_faults", "What the last nightly proof found.", proof.faults)
            seconds = (at - proof.ended_at).total_seconds()
            yield _gauge("xiaopu_proof_age_seconds", "How long ago the last proof ended.", seconds)


def _gauge(name: str, about: str, value: float) -> Metric:
    gauge = GaugeMetricFamily(name, about)
    gauge.add_metric((), value)
    return gauge
