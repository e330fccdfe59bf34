"""Bodies that are too large, too many, or odd: refused before they are read, and never a 500."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask

from tests.given.people import Person
from views.kit.bodies import FILES, ROWS, SMALL

ROOT = Path(__file__).resolve().parents[2]
FORM = "application/x-www-form-urlencoded"
calm = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@calm
@pytest.mark.parametrize("url", ["/cart", "/checkout", "/sign-in", "/console/picks", "/nowhere"])
def test_a_small_form_has_few_fields_and_few_bytes(buyer: Person, url: str) -> None:
    many = b"&".join(b"k%d=1" % n for n in range(SMALL.fields + 1))
    assert buyer.client.post(url, data=many, content_type=FORM).status_code == 413
    long = b"a=" + b"x" * SMALL.bytes
    reply = buyer.client.post(url, data=long, content_type=FORM)
    assert reply.status_code == 413
    assert "太大" in reply.text


@calm
def test_a_body_without_a_length_is_cut_at_the_same_size(buyer: Person) -> None:
    class Endless:
        def __init__(self) -> None:
            self.given = 0

        def read(self, size: int = -1) -> bytes:
            size = 65_536 if size < 0 else min(size, 65_536)
            self.given += size
            assert self.given < 4 * SMALL.bytes, "read on past the limit"
            return b"&" * size

    endless = Endless()
    environ = {"wsgi.input": endless, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    assert buyer.client.post("/cart", content_type=FORM, environ_overrides=environ).status_code == 413


@calm
def test_a_table_of_rows_may_be_larger(staff: Person) -> None:
    rows = {f"k{n}": "1" for n in range(ROWS.fields - 10)}
    assert staff.post("/supply/goods/submissions", rows).status_code != 413
    assert staff.post("/supply/goods/submissions", rows | {f"m{n}": "1" for n in range(20)}).status_code == 413


def test_every_form_with_files_posts_to_a_route_for_files(app: Flask) -> None:
    wanted = set()
    for template in (ROOT / "templates").rglob("*.html"):
        for tag in re.findall(r"<form\b[^>]*multipart/form-data[^>]*>", template.read_text(), re.DOTALL):
            wanted |= set(re.findall(r"url_for\('([\w.]+)'", tag))
    assert wanted
    for endpoint in wanted:
        assert getattr(app.view_functions[endpoint], "body", SMALL) == FILES, endpoint


@calm
@pytest.mark.parametrize(
    "value", ["9" * 5_000, str(2**63), str(-(2**63)), "1e9", "NaN", "٣", "", "-1", "0x10", "\u202d7"]
)
def test_a_number_of_any_size_is_answered(keeper: Person, value: str) -> None:
    for url in ("/console/goods?page=", "/console/earnings?page=", "/console/share?page=", "/console/talks?before="):
        assert keeper.get(f"{url}{value}").status_code < 500
    code = "NONE"
    for field in ("position", "seen", "place", "quantity"):
        assert keeper.post(f"/console/picks/{code}/moving", {field: value}).status_code < 500
        assert keeper.post("/cart", {field: value, "sku": code, "shop": "100000"}).status_code < 500


@calm
def test_a_zero_byte_in_any_value_is_refused(keeper: Person) -> None:
    reply = keeper.client.post(
        "/console/picks", data=f"csrf_token={keeper.token}&goods=A&goods=B%00C".encode(), content_type=FORM
    )
    assert reply.status_code == 400
    assert keeper.get("/console/goods?q=tea&q=a%00b").status_code == 400
    assert keeper.get("/console/goods?a%00b=1").status_code == 400


@calm
@pytest.mark.parametrize("host", ["a" * 300, "[::1", "shop:99999999"])
def test_a_host_that_cannot_be_one_is_refused(buyer: Person, host: str) -> None:
    for url in ("/", "/cart", "/nowhere"):
        assert buyer.client.get(url, headers={"Host": host}).status_code in (200, 400, 404)
    assert buyer.client.get("/nowhere", headers={"Host": "a" * 300}).status_code == 400


@calm
@pytest.mark.parametrize("head", ["form-data", 'form-data; filename="a.jpg"'])
def test_a_part_without_a_name_is_refused(buyer: Person, head: str) -> None:
    body = f"--x\r\nContent-Disposition: {head}\r\n\r\n1\r\n--x--\r\n"
    reply = buyer.client.post("/cart", data=body, content_type="multipart/form-data; boundary=x")
    assert reply.status_code == 400


@calm
def test_a_file_is_no_text(staff: Person, operator: Person) -> None:
    for person, url, field in ((staff, "/supply/goods/new", "description"), (operator, "/desk/categories/new", "name")):
        assert person.get(url).status_code == 200
        reply = person.post(url, {field: (io.BytesIO(b"x"), "a.txt"), "more": "questions"})
        assert reply.status_code in (200, 422), url


@calm
def test_a_rate_that_a_form_lacks_is_no_failure(operator: Person) -> None:
    assert operator.get("/desk/categories/new").status_code == 200
    assert operator.post("/desk/categories/new", {"root": "food", "name": ""}).status_code == 422


@calm
def test_a_level_whose_rate_is_missing_is_no_failure(operator: Person) -> None:
    assert operator.get("/desk/levels").status_code == 200
    assert operator.post("/desk/levels/newcomer", {"newcomer-max_shops": "1"}).status_code == 422
