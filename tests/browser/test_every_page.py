"""Every kind of page in both sizes and languages: nothing sticks out, no console errors, and axe finds nothing."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import look, sign_in

BUYER = ("/", "/{shop}", "/{shop}/{goods}", "/Q/{link}", "/cart", "/find?q=100000", "/find?q=hello", "/nothing-here")
CONSOLE = ("", "/picks", "/goods", "/goods/{goods}", "/share", "/links/{link}", "/orders", "/me")
SUPPLY = (
    "",
    "/goods",
    "/goods/new",
    "/imports",
    "/imports/new",
    "/parcels?state=to_ship",
    "/parcels?state=",
    "/after-sales",
    "/after-sales?state=done",
    "/profile",
)
DESK = ("", "/disputes", "/disputes?state=over", "/goods", "/suppliers", "/suppliers/new", "/invitations", "/shops", "/categories", "/audit")


def _facts(demo: dict[str, Any]) -> dict[str, str]:
    shop = demo["shops"][0]
    return {"shop": shop["number"], "goods": shop["goods"][0], "link": shop["links"][0]["code"]}


def _visit(page: Page, demo: dict[str, Any], path: str, name: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(demo["url"] + path.format(**_facts(demo)))
    page.wait_for_load_state("networkidle")
    look(page, name)
    # A page that says 404 is itself reported as a failed resource; that is its job.
    assert [words for words in said if "404" not in words] == [], path
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, f"{path}\n{found.generate_report()}"


@pytest.mark.parametrize("size", ["phone", "desk"])
@pytest.mark.parametrize(
    ("audience", "prefix", "paths"),
    [
        ("buyer", "", BUYER),
        ("keeper", "/console", CONSOLE),
        ("staff", "/supply", SUPPLY),
        ("operator", "/desk", DESK),
    ],
)
def test_pages_hold(
    size: str, audience: str, prefix: str, paths: tuple[str, ...], request: pytest.FixtureRequest, demo: dict[str, Any]
) -> None:
    context: BrowserContext = request.getfixturevalue(size)
    page = context.new_page()
    people = {"keeper": demo["shops"][0], "staff": demo["suppliers"][0], "operator": demo["operator"]}
    if audience in people:
        sign_in(page, demo["url"], people[audience])
    for place, path in enumerate(paths):
        _visit(page, demo, prefix + path, f"{size}-{audience}-{place}")
