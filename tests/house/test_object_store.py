"""The media store on an S3-compatible server: a real one over HTTP, found by the variables that README.md names."""

import io
import logging
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from moto.server import ThreadedMotoServer
from PIL import Image
from sqlmodel import select

from app import create_app
from config import Config
from models.catalogue.goods.goods import Picture
from models.checks.check import check
from models.kernel.backup import backup, restore
from models.kernel.database import Database
from models.kernel.errors import Gone
from models.kernel.media import MediaStore, square_key
from models.poster.poster import Poster
from models.shop.shop import Shop
from tests.given import databases
from tests.given.factories import at_desk, make_goods, make_member, make_pick, make_shop, make_supplier, picture_bytes
from tests.given.people import Person
from views.kit.house import House

SIDES = (1080, 540, 270)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The server's address."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    yield "http://{}:{}".format(*running.get_host_and_port())
    running.stop()


@pytest.fixture
def bucket(server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty bucket, with the environment that leads to it."""
    for name, value in {
        "AWS_ENDPOINT_URL": server,
        "AWS_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    _ask(f"{server}/moto-api/reset", "POST")
    _ask(f"{server}/shop", "PUT")
    return "s3://shop/media"


@pytest.fixture
def media(bucket: str) -> MediaStore:
    return MediaStore(bucket)


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """Files do not depend on the kind of database."""
    with databases.sqlite(tmp_path) as url:
        yield url


@pytest.fixture
def config(database_url: str, bucket: str, tmp_path: Path) -> Config:
    return Config(env="test", data=tmp_path, database_url=database_url, media_url=bucket, page_cache_seconds=0)


def _ask(url: str, method: str) -> None:
    with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=10):  # noqa: S310  Our own server.
        pass


def test_what_is_put_is_got_listed_and_deleted(media: MediaStore) -> None:
    large = bytes(range(256)) * 50_000
    for key, data in (("pictures/ab/one.jpg", b"\x00\xff"), ("imports/large 表.zip", large), ("empty", b"")):
        media.put(key, data)
        assert media.get(key) == data
        assert media.has(key)
    assert sorted(media.every_key()) == ["empty", "imports/large 表.zip", "pictures/ab/one.jpg"]
    media.put("empty", b"no more")
    assert media.get("empty") == b"no more"
    for _ in range(2):
        media.delete("empty")
    assert not media.has("empty")
    with pytest.raises(Gone):
        media.get("empty")


@pytest.mark.slow
def test_more_keys_than_a_page_of_the_list_holds(media: MediaStore) -> None:
    for number in range(1_005):
        media.put(f"many/{number:04d}", b"")
    assert len(set(media.every_key())) == 1_005


def test_two_prefixes_of_one_bucket_do_not_meet(media: MediaStore) -> None:
    other = MediaStore("s3://shop/other")
    media.put("one", b"1")
    assert not other.has("one")
    assert list(other.every_key()) == []


def test_pictures_and_posters_are_kept_there_and_served(app: Flask, house: House, media: MediaStore) -> None:
    staff, keeper = _people(app, house)
    staff.get("/supply/goods/new")
    form = {"once": "0" * 16, "title": "手作陶杯", "rows": "1", "sku0-price": "58", "sku0-stock": "3"}
    reply = staff.post("/supply/goods/new", form | {"pictures": (io.BytesIO(picture_bytes()), "cup.jpg")})
    assert reply.status_code == 303
    with house.database.reading() as session:
        digest = session.exec(select(Picture.digest)).one()
    assert all(media.has(square_key(digest, side)) for side in SIDES)
    served = keeper.get(f"/media/{digest}-540.jpg")
    assert (served.status_code, served.mimetype) == (200, "image/jpeg")
    assert Image.open(io.BytesIO(served.data)).size == (540, 540)
    assert keeper.get(f"/media/{'0' * 32}-540.jpg").status_code == 404

    code = _share(keeper, house, digest)
    with house.database.reading() as session:
        posters = [(poster.style, poster.media_key) for poster in session.exec(select(Poster))]
    assert posters
    assert all(media.has(key) for _style, key in posters)
    assert keeper.get(f"/posters/{code}-{posters[0][0]}.jpg").data == media.get(posters[0][1])
    assert list(check(house.database, house.media, all_posters=True)) == []

    media.delete(square_key(digest, 270))
    media.delete(posters[0][1])
    assert len(list(check(house.database, house.media, all_posters=True))) == 2


def _people(app: Flask, house: House) -> tuple[Person, Person]:
    with house.database.transaction() as session:
        who = make_member(session)
        make_supplier(session, staff=who)
        shop = make_shop(session)
        at_desk(session, make_member(session).id)
        phones = who.phone, shop.keeper.phone
    return Person(app).sign_in(phones[0]), Person(app).sign_in(phones[1])


def _share(keeper: Person, house: House, digest: str) -> str:
    with house.database.transaction() as session:
        shop = session.exec(select(Shop)).one()
        goods = make_goods(session, make_supplier(session), digest=digest)
        make_pick(session, shop, goods)
        code = goods.code
    keeper.get("/console/picks")
    reply = keeper.post(f"/console/picks/{code}/share")
    assert reply.status_code == 303, reply.text
    return str(reply.location).rsplit("/", 1)[1]


def test_ready_only_while_the_bucket_can_be_asked(
    app: Flask, config: Config, buyer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert buyer.get("/readyz").status_code == 200
    astray = create_app(config.model_copy(update={"media_url": "s3://no-such-bucket/media"}))
    reply = Person(astray).get("/readyz")
    assert (reply.status_code, reply.text.split(":")[0]) == (503, "media")
    monkeypatch.delenv("AWS_ALLOW_HTTP")
    assert Person(create_app(config)).get("/readyz").status_code == 503


def test_a_backup_takes_the_files_along_and_brings_them_back(house: House, media: MediaStore, tmp_path: Path) -> None:
    for side in SIDES:
        media.put(square_key("ab" * 16, side), picture_bytes(side=side))
    with house.database.transaction() as session:
        make_goods(session, make_supplier(session), digest="ab" * 16)
    counts = backup(house.database, media, tmp_path / "all.tar.gz")
    assert counts.files == 3
    (tmp_path / "other").mkdir()
    with databases.sqlite(tmp_path / "other") as url:
        target, elsewhere = Database(url), MediaStore("s3://shop/elsewhere")
        assert restore(target, elsewhere, tmp_path / "all.tar.gz").files == 3
        assert sorted(elsewhere.every_key()) == sorted(media.every_key())
        assert all(elsewhere.get(key) == media.get(key) for key in media.every_key())
        target.engine.dispose()
