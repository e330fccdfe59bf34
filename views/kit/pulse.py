"""The worker's signs of life, kept beside the jobs: whoever asks whether we are ready hears of a worker that died."""

import logging
import threading
import time
from typing import Any

log = logging.getLogger(__name__)
_SIGN = "xiaopu.worker"
EVERY_SECONDS = 15.0
# A worker that said nothing for so long is dead; one that is busy with a long file still says something.
SILENCE_SECONDS = 75.0
# So many jobs never wait where they are done: a round of the clock is a handful.
MOST_WAITING = 300
_BEGUN = time.time()


def keep_beating(huey: Any) -> None:
    """Gives a sign now and every few seconds, from a thread of its own, as long as this process lives."""

    def go_on() -> None:
        while True:
            try:
                beat(huey)
            except Exception as error:
                log.warning("the queue took no sign of life: %s", type(error).__name__)
            time.sleep(EVERY_SECONDS)

    threading.Thread(target=go_on, name="pulse", daemon=True).start()


def beat(huey: Any) -> None:
    """One sign of life."""
    huey.put(_SIGN, time.time())


def last_sign(huey: Any) -> float:
    """When a worker gave its last one, in seconds of the clock; 0 where none ever did."""
    return float(huey.get(_SIGN, peek=True) or 0.0)


def amiss(huey: Any) -> str:
    """What is wrong with the jobs: nobody does them, or they pile up; empty where nothing is. Raises where the queue
    does not answer. A worker has as long to come up as one may be silent."""
    waiting = huey.pending_count()
    if huey.immediate:
        return ""
    silent = time.time() - max(last_sign(huey), _BEGUN)
    if silent > SILENCE_SECONDS:
        return f"no worker gave a sign of life for {silent:.0f} s, {waiting} wait"
    return f"{waiting} wait, and the worker does not keep up" if waiting > MOST_WAITING else ""
