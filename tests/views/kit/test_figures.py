"""Figures of several processes: summed, kept when a process ends, and no file behind them."""

import multiprocessing
import os
import signal

from flask import Flask

from tests.given.people import Person
from views.kit import figures
from views.kit.figures import Figure, SharedFigures
from views.kit.metrics import FIGURES

FORK = multiprocessing.get_context("fork")
SHOPS, ORDERS = Figure("shops", ("GET", "店")), Figure("orders")


def _count(shared: SharedFigures, place: int | None, times: int, *, kill: bool = False) -> None:
    shared.take(place)
    for _ in range(times):
        shared.add((SHOPS, 1.0), (ORDERS, 0.25))
    if kill:
        os.kill(os.getpid(), signal.SIGKILL)


def _run(shared: SharedFigures, place: int | None, times: int, *, kill: bool = False) -> None:
    process = FORK.Process(target=_count, args=(shared, place, times), kwargs={"kill": kill})
    process.start()
    process.join()


def test_what_processes_count_is_summed_and_outlives_them() -> None:
    shared = SharedFigures()
    first, second = shared.find_place(), shared.find_place()
    assert first != second
    _run(shared, first, 3)
    _run(shared, second, 4, kill=True)
    shared.add((ORDERS, 10.0))
    assert shared.totals() == {SHOPS: 7.0, ORDERS: 11.75}
    shared.leave(second)
    assert shared.find_place() == second
    _run(shared, second, 1)
    assert shared.totals() == {SHOPS: 8.0, ORDERS: 12.0}


def test_a_process_without_a_place_counts_for_itself() -> None:
    shared = SharedFigures()
    places = [shared.find_place() for _ in range(figures.PLACES)]
    assert places[-1] is None
    _run(shared, None, 5)
    assert shared.totals() == {}


def test_a_figure_without_room_is_left_out_and_the_others_go_on() -> None:
    shared = SharedFigures()
    for n in range(40_000):
        shared.add((Figure(f"much too many of them {n}"), 1.0))
    before = len(shared.totals())
    assert 10_000 < before < 40_000
    shared.add((Figure("orders" * 20), 1.0), (Figure("much too many of them 7"), 1.0))
    totals = shared.totals()
    assert len(totals) == before
    assert totals[Figure("much too many of them 7")] == 2.0


def test_the_page_has_them_in_prometheus_form(app: Flask, buyer: Person) -> None:
    before = FIGURES.totals().get(Figure("sum", ("health.alive", "GET", "200")), 0.0)
    assert buyer.get("/healthz").status_code == 200
    assert FIGURES.totals()[Figure("sum", ("health.alive", "GET", "200"))] > before
    text = buyer.get("/metrics").text
    assert "# TYPE xiaopu_request_seconds histogram" in text
    counted = [line for line in text.splitlines() if 'endpoint="health.alive",' in line]
    assert 'le="+Inf"' in "".join(counted) and any("_count" in line for line in counted)
    assert "xiaopu_kept_pages_total" in text
