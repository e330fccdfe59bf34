"""A demo network in real processes (gunicorn, worker) for whoever measures from outside, and a browser for it."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from huey import Huey

from models.kernel.job.queue import queue_beside_records, queue_over_redis
from views.kit.pulse import last_sign

ROOT = Path(__file__).resolve().parent.parent
FLASK = [sys.executable, "-m", "flask", "--app", "app"]
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"]
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
PATIENCE = 60.0


def free_port() -> int:
    """One that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Answer(NamedTuple):
    """What came back, and how long it took."""

    status: int
    text: str
    seconds: float
    where: str = ""


class Network:
    """The demo in a folder, on a free port. `settings` are variables without their XIAOPU_."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data, self.port = data, free_port()
        own = {name: value for name, value in os.environ.items() if not name.startswith("XIAOPU_")}
        said = {f"XIAOPU_{name.upper()}": value for name, value in settings.items()}
        self.environment = own | {"XIAOPU_DATA": str(data), "PORT": str(self.port), "XIAOPU_WEB_THREADS": "8"} | said
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def flask(self, *words: str) -> str:
        """What a command prints."""
        ran = subprocess.run(
            [*FLASK, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True
        )
        return ran.stdout

    def demo(self) -> dict[str, Any]:
        """Loads the demo; what it tells of itself."""
        told: dict[str, Any] = json.loads(self.flask("demo", "--json").splitlines()[-1])
        return told

    def start(self, *, worker: bool = True) -> "Network":
        """Web, and the worker; waits until pages are served."""
        self.start_web()
        if worker:
            self.start_worker()
        return self

    def start_web(self) -> None:
        """Web alone."""
        self.web = self._run(GUNICORN)
        self.wait_for("/healthz", 200)

    def start_worker(self) -> None:
        """The worker alone; waits for its first sign of life. What is taken away before would meet a program that
        only begins: it makes the folder of pictures, and has no connection that could hang."""
        begun = time.time()
        self.worker = self._run([*FLASK, "worker"])
        queue = self._queue()
        while last_sign(queue) < begun:
            if time.time() - begun > PATIENCE:
                raise TimeoutError("the worker gave no sign of life")
            time.sleep(0.2)

    def _queue(self) -> Huey:
        """Where its jobs wait."""
        redis = self.environment.get("XIAOPU_REDIS_URL", "")
        database = self.environment.get("XIAOPU_DATABASE_URL", "")
        return queue_over_redis(redis) if redis else queue_beside_records(database, self.data)

    def stop(self) -> None:
        """Asks both to end, and sees to it."""
        for one in (self.web, self.worker):
            if one is not None and one.poll() is None:
                one.terminate()
        for one in (self.web, self.worker):
            if one is not None:
                try:
                    one.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    os.killpg(one.pid, signal.SIGKILL)

    def wait_for(self, path: str, status: int, seconds: float = PATIENCE) -> float:
        """Asks until the answer has this status; how long that took. Raises TimeoutError."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            try:
                if Browser(self).get(path).status == status:
                    return time.monotonic() - begun
            except OSError:
                pass
            time.sleep(0.1)
        raise TimeoutError(f"{path} never answered {status}")

    def serving(self) -> list[int]:
        """The web processes that serve."""
        assert self.web
        children = Path(f"/proc/{self.web.pid}/task/{self.web.pid}/children").read_text()
        return [int(child) for child in children.split()]

    def _run(self, command: list[str]) -> subprocess.Popen[bytes]:
        log = (self.data.parent / f"{self.data.name}.log").open("ab")
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True)


def copied(folder: Path, into: Path) -> Path:
    """A data folder of one's own."""
    shutil.copytree(folder, into, dirs_exist_ok=True)
    return into


class Browser:
    """Somebody's: keeps cookies, sends the token of the last page as its form would."""

    def __init__(self, network: Network) -> None:
        self._port, self._cookies, self.token = network.port, SimpleCookie(), ""

    def get(self, path: str) -> Answer:
        """Opens a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, **fields: str) -> Answer:
        """Sends a form from the page seen last."""
        body = urlencode({"csrf_token": self.token} | fields).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, name: str, data: bytes, *, field: str = "file", **fields: str) -> Answer:
        """Sends a form with a file."""
        edge = "----form-edge"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in ({"csrf_token": self.token} | fields).items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
        body = b"".join([*parts, head, data, f"\r\n--{edge}--\r\n".encode()])
        return self._ask("POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def sign_in(self, phone: str, password: str) -> Answer:
        """By the form."""
        self.get("/sign-in")
        return self.post("/sign-in", phone=phone, password=password)

    def _ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        own = {"Cookie": "; ".join(f"{name}={one.value}" for name, one in self._cookies.items())}
        site = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "zh-CN"}
        begun = time.monotonic()
        try:
            # What is too large is refused, and the line closed, before all of it was sent.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, path, body, headers | own | site)
            reply = connection.getresponse()
            text = reply.read().decode(errors="replace")
        except (BrokenPipeError, ConnectionResetError, http.client.ResponseNotReady):
            return Answer(0, "", time.monotonic() - begun)
        finally:
            connection.close()
        for cookie in reply.headers.get_all("Set-Cookie", []):
            self._cookies.load(cookie)
        found = _TOKEN.search(text)
        self.token = found[1] if found else self.token
        return Answer(reply.status, text, time.monotonic() - begun, reply.headers.get("Location", ""))
