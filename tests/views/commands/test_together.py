"""Web and worker run together: what is said, how they end, and that nothing else is kept for it."""

import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from views.commands import together
from views.commands.together import Errand

HERE = Path(together.__file__)
WAITS = [sys.executable, "-c", "import os, time; print('here', os.getpid(), flush=True); time.sleep(60)"]
ENDS = [sys.executable, "-c", "raise SystemExit(3)"]


@pytest.fixture
def port() -> int:
    """A free one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def begun(errand: Errand) -> subprocess.Popen[str]:
    """The errand in a process of its own, as `flask up` becomes it."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as pipe:
        json.dump(asdict(errand), pipe)
    command = [sys.executable, str(HERE), str(reading)]
    running = subprocess.Popen(
        command, pass_fds=[reading], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    os.close(reading)
    return running


def test_the_address_is_said_once_it_answers_and_the_end_ends_both(port: int) -> None:
    web = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    running = begun(Errand([web, WAITS], f"http://127.0.0.1:{port}/", "open: here"))
    assert running.stdout
    said = []
    while "open: here\n" not in said:
        said.append(running.stdout.readline())
        assert said[-1], "it ended without having said so"
    other = int(next(line for line in said if line.startswith("here")).split()[1])
    running.send_signal(signal.SIGTERM)
    rest, _ = running.communicate(timeout=20)
    assert "Stopping" in rest
    assert running.returncode == 0
    with pytest.raises(ProcessLookupError):
        os.kill(other, 0)


def test_where_one_ends_the_other_is_ended() -> None:
    running = begun(Errand([ENDS, WAITS], "http://127.0.0.1:9/", "never said"))
    said, errors = running.communicate(timeout=20)
    assert "never said" not in said
    assert "web or worker ended" in errors
    assert running.returncode == 1


def test_it_carries_nothing_of_the_program() -> None:
    code = f"import runpy, sys; runpy.run_path({str(HERE)!r}); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"flask", "models", "sqlalchemy", "pydantic"} & set(loaded.split())
