"""Web and worker, run together until one ends or Ctrl-C: `python together.py FD`; FD is a pipe that holds an Errand.

This is a program of its own that knows the standard library alone. `flask up` becomes it once everything is prepared,
so that what preparing took (the whole program, pictures drawn) goes back to the machine."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass
from types import FrameType
from typing import NoReturn

PATIENCE = 30.0


@dataclass(frozen=True)
class Errand:
    """The commands to run, the address that answers once they serve, and what is said then."""

    commands: list[list[str]]
    answers: str
    banner: str


def become(errand: Errand) -> NoReturn:
    """Replaces this process, its number and all, by one that runs the errand."""
    reading, writing = os.pipe()
    os.set_inheritable(reading, True)
    # A pipe holds 64 KB before anybody reads it.
    with os.fdopen(writing, "w") as pipe:
        json.dump(asdict(errand), pipe)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, __file__, str(reading)])  # noqa: S606  Our own interpreter and file.


def run(errand: Errand) -> int:
    """Both or none: where one ends, the other is ended; Ctrl-C ends both. Returns the exit status."""
    running = [subprocess.Popen(command, start_new_session=True) for command in errand.commands]  # noqa: S603

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        if _answers(errand.answers, running):
            _say(errand.banner)
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        print("Error: web or worker ended; its words stand above", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("\nStopping …")
        return 0
    finally:
        _end(running)


def _answers(address: str, running: list[subprocess.Popen[bytes]]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(process.poll() is None for process in running):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  Our own server.
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _say(words: str) -> None:
    print(words, flush=True)


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    with os.fdopen(int(sys.argv[1])) as pipe:
        told = Errand(**json.load(pipe))
    sys.exit(run(told))
