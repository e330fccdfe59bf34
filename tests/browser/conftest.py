"""A real browser on a real server: gunicorn on a free port, the demo network, the system's Chromium.

Without Chromium these tests are skipped, unless XIAOPU_TEST_REQUIRE=1: then they fail. Screenshots go to out/.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.given.databases import REQUIRED

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out"
# The camera is a pretended one, and who asks for it is let.
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
    *CAMERA,
]


# Before xdist, which reads the marks then.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where tests run in several processes, these stay together: one server, one browser."""
    for item in items:
        if item.path.is_relative_to(ROOT / "tests" / "browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The demo network on a server of its own; what `flask demo --json` tells, and where its data lies."""
    data = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"XIAOPU_DATA": str(data), "PORT": str(port), "XIAOPU_WEB_WORKERS": "1"}
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    told = subprocess.run([*flask, "demo", "--json"], cwd=ROOT, env=environment, check=True, capture_output=True)
    web = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"]
    running = [subprocess.Popen(command, cwd=ROOT, env=environment) for command in (web, [*flask, "worker"])]
    try:
        _wait(f"http://127.0.0.1:{port}/readyz")
        yield json.loads(told.stdout.splitlines()[-1]) | {"data": str(data)}
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(timeout=20)


def _wait(url: str) -> None:
    for _ in range(1_200):
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310  Our own server.
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"{url} does not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's browser."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        message = "no Chromium on this machine"
        pytest.fail(message) if REQUIRED else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(chromium: Browser, *, width: int = 390, height: int = 844, **facts: Any) -> Iterator[BrowserContext]:
    """A browser of this size, shut afterwards."""
    context = chromium.new_context(viewport={"width": width, "height": height}, **{"locale": "zh-CN"} | facts)
    yield context
    context.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone of 390 px with a Chinese reader."""
    with opened(chromium, has_touch=True) as context:
        yield context


@pytest.fixture
def other_phone(chromium: Browser) -> Iterator[BrowserContext]:
    """Another phone, for who is on the other side."""
    with opened(chromium, has_touch=True) as context:
        yield context


@pytest.fixture
def plain_phone(chromium: Browser) -> Iterator[BrowserContext]:
    """The same without script."""
    with opened(chromium, java_script_enabled=False) as context:
        yield context


@pytest.fixture
def desk(chromium: Browser) -> Iterator[BrowserContext]:
    """A desk of 1280 px with an English reader."""
    with opened(chromium, width=1280, height=900, locale="en-GB") as context:
        yield context


def look(page: Page, name: str) -> None:
    """Keeps a screenshot, and holds that nothing sticks out sideways."""
    OUT.mkdir(exist_ok=True)
    page.screenshot(path=OUT / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} scrolls sideways"


def sign_in(page: Page, url: str, who: dict[str, str]) -> None:
    """By the form."""
    page.goto(f"{url}/sign-in")
    page.fill("#phone", who["phone"])
    page.fill("#password", who["password"])
    page.click("main button[type=submit]")
    page.wait_for_load_state()
