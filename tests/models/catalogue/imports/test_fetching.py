"""Pictures that files named by address, fetched from a real server on this machine."""

import http.server
import threading
from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

import pytest

from models.catalogue.imports.fetching import TRIES, fetch_again, fetch_missing
from models.catalogue.supplier.supplier import Supplier
from models.kernel.fetch import Reach, fetch_picture
from models.kernel.rules import DEFAULT
from tests.given.factories import picture_bytes
from tests.given.goods_files import Loads, goods_named, table


class Shelf(http.server.BaseHTTPRequestHandler):
    """Gives a picture at /good*, something else at /text.jpg, nothing elsewhere; counts what it was asked."""

    asked: ClassVar[Counter[str]] = Counter()
    colours: ClassVar[dict[str, str]] = {"/good-1.jpg": "#aa2211", "/good-2.jpg": "#11aa22"}

    def do_GET(self) -> None:
        self.asked[self.path] += 1
        known = self.path in self.colours or self.path == "/text.jpg"
        body = b"no picture" if self.path == "/text.jpg" else picture_bytes(self.colours.get(self.path, "#000"), 300)
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    Shelf.asked.clear()
    served = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shelf)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def _fetch(loads: Loads, server: http.server.ThreadingHTTPServer) -> None:
    here = Reach(allowed=lambda ip: True, ports=(server.server_port,))
    fetch_missing(loads.database, loads.media, rules=DEFAULT, fetch=lambda url: fetch_picture(url, here))


def _row(server: http.server.ThreadingHTTPServer, handle: str, *names: str) -> dict[str, object]:
    pictures = "|".join(f"http://127.0.0.1:{server.server_port}/{name}" for name in names)
    return {
        "商品编号": handle,
        "标题": "白茶",
        "类目": "tea",
        "图片": pictures,
        "价格": "10",
        "佣金率": "15%",
        "上架": "是",
    }


def test_goods_that_only_waited_for_pictures_are_submitted(
    loads: Loads, server: http.server.ThreadingHTTPServer
) -> None:
    loads.load(table([_row(server, "a", "good-1.jpg", "good-2.jpg"), _row(server, "b", "good-1.jpg")]))
    _fetch(loads, server)
    with loads.database.reading() as session:
        both = goods_named(session, "a")
        assert both.state == "submitted" and not both.missing and not both.submit_wanted
        assert [picture.source.rsplit("/")[-1] for picture in both.pictures] == ["good-1.jpg", "good-2.jpg"]
        assert goods_named(session, "b").state == "submitted"
    assert Shelf.asked["/good-1.jpg"] == 1


def test_what_refuses_is_tried_a_few_times_and_then_says_why(
    loads: Loads, server: http.server.ThreadingHTTPServer
) -> None:
    loads.load(table([_row(server, "a", "good-1.jpg", "lost.jpg", "text.jpg")]))
    _fetch(loads, server)
    _fetch(loads, server)
    assert (Shelf.asked["/lost.jpg"], Shelf.asked["/text.jpg"]) == (TRIES, 1)
    with loads.database.reading() as session:
        goods = goods_named(session, "a")
        whys = {missing.source.rsplit("/")[-1]: missing.why for missing in goods.missing}
        assert goods.state == "draft" and len(goods.pictures) == 1
        assert "还缺 2 张图片" in goods.state_why
        assert "404" in whys["lost.jpg"] and whys["text.jpg"]

    Shelf.colours["/lost.jpg"] = "#2211aa"
    try:
        with loads.database.transaction() as session:
            assert fetch_again(session, session.get_one(Supplier, loads.supplier_id)) == 2
        _fetch(loads, server)
    finally:
        del Shelf.colours["/lost.jpg"]
    with loads.database.reading() as session:
        assert [picture.position for picture in goods_named(session, "a").pictures] == [0, 1]
        assert [missing.source.rsplit("/")[-1] for missing in goods_named(session, "a").missing] == ["text.jpg"]


def test_addresses_inside_the_house_are_not_asked(loads: Loads, server: http.server.ThreadingHTTPServer) -> None:
    loads.load(table([_row(server, "a", "good-1.jpg")]))
    fetch_missing(loads.database, loads.media, rules=DEFAULT)
    assert not Shelf.asked
    with loads.database.reading() as session:
        assert goods_named(session, "a").missing[0].why
