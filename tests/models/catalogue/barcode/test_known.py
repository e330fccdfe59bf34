"""Known barcodes: from approved goods, however their number was written, else from the operator's table, which is
replaced whole."""

from pathlib import Path

import pytest

from models.catalogue.barcode.known import known_goods, same_barcode
from models.catalogue.barcode.loading import category_words, count_gtins, read_gtins, replace_gtins
from models.kernel.database import Database
from models.kernel.errors import Refused
from tests.given.factories import make_goods, make_supplier


def _table(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_approved_goods_are_known_by_every_spelling(database: Database) -> None:
    with database.transaction() as session:
        supplier = make_supplier(session)
        goods = make_goods(session, supplier, digest="ab" * 16)
        goods.barcode = "036000291452"
        session.flush()
        known = known_goods(session, "0036000291452")
        assert known and (known.title, known.source) == (goods.title, "network")
        twin = make_goods(session, supplier, digest="cd" * 16, title="别的名字")
        twin.barcode = "00036000291452"
        session.flush()
        assert [one.title for one in same_barcode(session, goods)] == ["别的名字"]
        goods.state = twin.state = "off_sale"
        session.flush()
        assert known_goods(session, "0036000291452") is None and known_goods(session, "") is None


def test_a_table_replaces_the_one_before(database: Database, tmp_path: Path) -> None:
    with database.transaction() as session:
        words = category_words(session)
        first = _table(
            tmp_path / "a.csv", "条码,品名,品牌,产地\n6901234567892,山泉水,林间,浙江\n6901234567893,坏的,,\n"
        )
        table = read_gtins(first, "a.csv", words)
        assert (len(table.rows), table.unusable, table.twice) == (1, 1, 0)
        assert replace_gtins(session, table) == 0
        known = known_goods(session, "6901234567892")
        assert known and (known.title, known.brand, known.attributes) == ("山泉水", "林间", {"产地": "浙江"})
        rows = "gtin,title\n036000291452,Tissues\n00036000291452,Tissues 2\n2100123012555,apples\n"
        table = read_gtins(_table(tmp_path / "b.csv", rows), "b.csv", words)
        assert (len(table.rows), table.unusable, table.twice) == (1, 1, 1)
        assert (replace_gtins(session, table), count_gtins(session)) == (1, 1)
        assert known_goods(session, "6901234567892") is None
    with pytest.raises(Refused, match="没有找到条码和品名"):
        read_gtins(_table(tmp_path / "c.csv", "a,b\n1,2\n"), "c.csv", words)
    with pytest.raises(Refused, match="没有一行能用"):
        read_gtins(_table(tmp_path / "d.csv", "gtin,title\n1,2\n"), "d.csv", words)
