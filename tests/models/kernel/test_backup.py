"""Backup and restore: a network comes back as it was, on either database, or not at all."""

import gzip
import io
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, text
from sqlmodel import select

from models.account.member import Member
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.kernel.backup import backup, restore
from models.kernel.backup.schema import tables
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.media import MediaStore
from models.kernel.said import Said
from models.kernel.snapshot import snapshot
from models.link.linking import link_for
from models.shop.shop import Shop
from tests.given import databases
from tests.given.factories import make_goods, make_member, make_pick, make_shop, make_supplier, store_picture


@pytest.fixture
def media(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/media")


def fill(database: Database, media: MediaStore) -> Database:
    """A small network with every kind of value: text, amounts, moments, lists, maps, roots of their own table."""
    digest = store_picture(media)
    with database.transaction() as session:
        goods = make_goods(session, make_supplier(session), digest=digest, title="福鼎白茶 “老寿眉”\n☕")
        goods.attributes = {"年份": "2019"}
        goods.state_why = Said("还缺 %(count)s 张图片", count=1)
        shop = make_shop(session, introduction="茶，慢慢喝。")
        link_for(session, make_pick(session, shop, goods), "moments", at=now())
    return database


@pytest.fixture
def network(database: Database, media: MediaStore) -> Database:
    return fill(database, media)


@pytest.fixture(params=["sqlite", "postgres"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind to restore into."""
    folder = tmp_path / "target"
    folder.mkdir()
    with databases.sqlite(folder) if request.param == "sqlite" else databases.postgres(own=True) as url:
        opened = Database(url)
        yield opened
        opened.engine.dispose()


@pytest.fixture
def elsewhere(tmp_path: Path) -> MediaStore:
    return MediaStore(f"file://{tmp_path}/elsewhere")


def rows(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in every table."""

    def every(table: Table) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in session.execute(table.select().order_by(*table.primary_key))]

    with database.reading() as session:
        return {table.name: every(table) for table in tables()}


def names(path: Path) -> list[str]:
    with tarfile.open(path) as archive:
        return archive.getnames()


def rewritten(path: Path, change: Callable[[str, bytes], bytes | None], *extra: tuple[str, bytes]) -> Path:
    """The archive with entries changed, left out (None) or added."""
    made = path.with_name("rewritten.tar.gz")
    with tarfile.open(path) as old, tarfile.open(made, "w:gz") as new:
        kept = [(e.name, change(e.name, old.extractfile(e).read())) for e in old]  # type: ignore[union-attr]
        for name, data in (*kept, *extra):
            if data is not None:
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                new.addfile(entry, io.BytesIO(data))
    return made


def same(name: str, data: bytes) -> bytes:
    return data


class TestThereAndBack:
    def test_everything_comes_back_on_either_database(
        self, network: Database, media: MediaStore, target: Database, elsewhere: MediaStore, tmp_path: Path
    ) -> None:
        path = tmp_path / "backup.tar.gz"
        written = backup(network, media, path)
        taken = restore(target, elsewhere, path)
        assert rows(target) == rows(network)
        assert written == taken
        assert taken.files == 3
        with target.reading() as session:
            assert isinstance(session.exec(select(Goods.state_why)).one(), Said)
        assert sorted(elsewhere.every_key()) == sorted(media.every_key())
        assert all(elsewhere.get(key) == media.get(key) for key in media.every_key())

    def test_new_rows_follow_the_restored_ones(
        self, network: Database, media: MediaStore, target: Database, elsewhere: MediaStore, tmp_path: Path
    ) -> None:
        backup(network, media, tmp_path / "b.tar.gz")
        restore(target, elsewhere, tmp_path / "b.tar.gz")
        with target.transaction() as session:
            before = {member.id for member in session.exec(select(Member))}
            assert make_member(session).id not in before
            make_shop(session, name="新店")

    def test_a_child_may_stand_before_its_root(
        self, database: Database, media: MediaStore, target: Database, elsewhere: MediaStore, tmp_path: Path
    ) -> None:
        with database.transaction() as session:
            child = Category(slug="child", name="子", names={"en": "Child"})
            session.add(child)
            session.flush()
            root = Category(slug="root", name="根", names={"en": "Root"})
            session.add(root)
            session.flush()
            child.parent_id = root.id
        backup(database, media, tmp_path / "b.tar.gz")
        restore(target, elsewhere, tmp_path / "b.tar.gz")
        with target.reading() as session:
            child, root = session.exec(select(Category).order_by(Category.slug))
            assert (child.slug, child.parent_id) == ("child", root.id)

    def test_many_rows_come_in_chunks(
        self, database: Database, media: MediaStore, elsewhere: MediaStore, tmp_path: Path
    ) -> None:
        with database.transaction() as session:
            session.add_all(
                Member(phone=f"138{n:08d}", name="人", password_hash="-", joined_at=now()) for n in range(1_203)
            )
        (tmp_path / "other").mkdir()
        backup(database, media, tmp_path / "b.tar.gz")
        with databases.sqlite(tmp_path / "other") as url:
            assert restore(Database(url), elsewhere, tmp_path / "b.tar.gz").rows["member"] == 1_203


class TestTheArchive:
    def test_it_says_what_it_holds_and_only_its_owner_reads_it(
        self, network: Database, media: MediaStore, tmp_path: Path
    ) -> None:
        path = tmp_path / "b.tar.gz"
        counts = backup(network, media, path)
        found = names(path)
        assert found[0] == "manifest.json"
        assert found[-1] == "end.json"
        places = [found.index(f"tables/{name}.jsonl") for name in ("supplier", "goods", "sku")]
        assert places == sorted(places)
        assert counts.rows["goods"] == 1
        assert path.stat().st_mode & 0o777 == 0o600
        assert "rows of" in str(counts)

    def test_a_failure_leaves_no_file_and_keeps_the_old_one(self, database: Database, tmp_path: Path) -> None:
        class Broken(MediaStore):
            def every_key(self) -> Iterator[str]:
                raise OSError("the store does not answer")

        path = tmp_path / "kept" / "b.tar.gz"
        path.parent.mkdir()
        path.write_bytes(b"the old one")
        with pytest.raises(OSError, match="does not answer"):
            backup(database, Broken(f"file://{tmp_path}/media"), path)
        assert [(one.name, one.read_bytes()) for one in path.parent.iterdir()] == [("b.tar.gz", b"the old one")]

    def test_a_file_deleted_meanwhile_is_left_out(self, database: Database, tmp_path: Path) -> None:
        class Forgetful(MediaStore):
            def every_key(self) -> Iterator[str]:
                yield from ("gone.txt", *super().every_key())

        media = Forgetful(f"file://{tmp_path}/media")
        media.put("kept.txt", b"kept")
        assert backup(database, media, tmp_path / "b.tar.gz").files == 1

    def test_a_database_without_tables_is_refused(self, media: MediaStore, tmp_path: Path) -> None:
        with pytest.raises(Refused, match="升级"):
            backup(Database(f"sqlite:///{tmp_path}/bare.sqlite3"), media, tmp_path / "b.tar.gz")
        assert not (tmp_path / "b.tar.gz").exists()


class TestOneMoment:
    def test_what_is_written_meanwhile_is_not_seen(self, database: Database) -> None:
        with snapshot(database) as connection:
            assert connection.execute(text("SELECT count(*) FROM member")).scalar() == 0
            with database.transaction() as session:
                make_member(session)
            assert connection.execute(text("SELECT count(*) FROM member")).scalar() == 0

    def test_shops_may_open_while_it_is_written(
        self, database: Database, media: MediaStore, target: Database, elsewhere: MediaStore, tmp_path: Path
    ) -> None:
        stop = threading.Event()

        def open_shops() -> None:
            while not stop.is_set():
                with database.transaction() as session:
                    make_shop(session)

        writer = threading.Thread(target=open_shops)
        writer.start()
        try:
            counts = backup(database, media, tmp_path / "b.tar.gz")
        finally:
            stop.set()
            writer.join()
        # Each shop came with its keeper and its number, or not at all.
        assert counts.rows["shop"] == counts.rows["member"] == counts.rows["door_number"]
        assert restore(target, elsewhere, tmp_path / "b.tar.gz") == counts


class TestRefusals:
    @pytest.fixture
    def path(self, tmp_path: Path, media: MediaStore) -> Path:
        with databases.sqlite(tmp_path) as url:
            backup(fill(Database(url), media), media, tmp_path / "b.tar.gz")
        return tmp_path / "b.tar.gz"

    def refused(self, target: Database, elsewhere: MediaStore, path: Path, words: str) -> None:
        before = rows(target)
        with pytest.raises(Refused, match=words):
            restore(target, elsewhere, path)
        assert rows(target) == before

    def test_a_database_that_holds_anything(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        with target.transaction() as session:
            make_member(session)
        self.refused(target, elsewhere, path, "不是空的")

    def test_an_archive_that_ends_too_soon(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        whole = path.read_bytes()
        for length in (0, 100, len(whole) // 2, len(whole) - 4):
            path.write_bytes(whole[:length])
            self.refused(target, elsewhere, path, "损坏")

    def test_an_archive_with_a_wrong_byte(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        whole = bytearray(path.read_bytes())
        whole[-6] ^= 1
        path.write_bytes(bytes(whole))
        self.refused(target, elsewhere, path, "损坏")

    def test_something_else(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        path.write_bytes(gzip.compress(b"nothing of the kind"))
        self.refused(target, elsewhere, path, "损坏")

    def test_an_archive_without_its_end(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        headless = rewritten(path, lambda name, data: None if name == "end.json" else data)
        self.refused(target, elsewhere, headless, "损坏")

    def test_a_row_too_few(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        fewer = rewritten(path, lambda name, data: b"" if name == "tables/sku.jsonl" else data)
        self.refused(target, elsewhere, fewer, "损坏")

    def test_a_row_that_belongs_to_nothing(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        orphan = rewritten(path, lambda name, data: b"" if name == "tables/supplier.jsonl" else data)
        self.refused(target, elsewhere, orphan, "不收")

    def test_a_file_that_wants_to_lie_elsewhere(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        sly = rewritten(path, same, ("media/../../sly.txt", b"sly"))
        self.refused(target, elsewhere, sly, "损坏")
        assert not (path.parent / "sly.txt").exists()

    @pytest.mark.parametrize(("fact", "value", "words"), [("format", 99, "格式"), ("columns", {}, "不一样")])
    def test_another_version(
        self, target: Database, elsewhere: MediaStore, path: Path, fact: str, value: Any, words: str
    ) -> None:
        def change(name: str, data: bytes) -> bytes:
            return json.dumps(json.loads(data) | {fact: value}).encode() if name == "manifest.json" else data

        self.refused(target, elsewhere, rewritten(path, change), words)

    def test_another_revision(self, target: Database, elsewhere: MediaStore, path: Path) -> None:
        def change(name: str, data: bytes) -> bytes:
            return json.dumps(json.loads(data) | {"revision": "0001"}).encode() if name == "manifest.json" else data

        with target.transaction() as session:
            session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            session.execute(text("INSERT INTO alembic_version VALUES ('0002')"))
        self.refused(target, elsewhere, rewritten(path, change), "0001.*0002")

    def test_a_refused_database_takes_the_right_archive_after(
        self, target: Database, elsewhere: MediaStore, path: Path
    ) -> None:
        headless = rewritten(path, lambda name, data: None if name == "end.json" else data)
        self.refused(target, elsewhere, headless, "损坏")
        restore(target, elsewhere, path)
        with target.reading() as session:
            goods, shop = session.exec(select(Goods)).one(), session.exec(select(Shop)).one()
            assert goods.attributes == {"年份": "2019"}
            assert shop.introduction == "茶，慢慢喝。"
