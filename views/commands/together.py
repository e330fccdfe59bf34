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
# A web process serves what it has begun with for up to ten seconds (gunicorn.conf.py).
END_SECONDS = 15
Processes = list[subprocess.Popen[bytes]]


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
    running = start(errand.commands)
    ended_by_signal()
    try:
        if does_answer(errand.answers, running):
            _say(errand.banner)
        while are_running(running):
            time.sleep(0.2)
        print("Error: web or worker ended; its words stand above", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        _say("\nStopping …")
        return 0
    finally:
        end(running)


def start(commands: list[list[str]]) -> Processes:
    """Each in a session of its own: Ctrl-C at the terminal reaches us alone."""
    return [subprocess.Popen(command, start_new_session=True) for command in commands]  # noqa: S603  Our own.


def ended_by_signal() -> None:
    """From here on SIGTERM is what Ctrl-C is."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def are_running(running: Processes) -> bool:
    """Whether none has ended."""
    return all(process.poll() is None for process in running)


def does_answer(address: str, running: Processes) -> bool:
    """Waits until the address answers; false where a process ended before, or patience did."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and are_running(running):
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  Our own server.
                return True
        except OSError:
            time.sleep(0.1)
    return False


def end(running: Processes) -> None:
    """Asks each to end, and sees to it."""
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    with os.fdopen(int(sys.argv[1])) as pipe:
        told = Errand(**json.load(pipe))
    sys.exit(run(told))
