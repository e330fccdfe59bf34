"""What import-goods prints of a file that was loaded: the counts, what was refused by line, what was left out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import approve
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import make_category, make_supplier, picture_bytes
from tests.given.goods_files import Cells, pictures_zip, table
from views.kit.house import House

TEA = {
    "商品编号": "tea", "标题": "Old tea", "类目": "tea", "规格1名": "weight", "规格1值": "100 g", "规格编号": "T1",
    "价格": "128", "库存": "10", "佣金率": "15%", "图片": "front.jpg", "上架": "是",
}  # fmt: skip
MORE = {"商品编号": "tea", "规格1值": "200 g", "规格编号": "T2", "价格": "200", "库存": "3", "佣金率": "15%"}
CUP = {"商品编号": "cup", "标题": "Cup", "规格编号": "C1", "价格": "39.9", "库存": "5"}
BAD = CUP | {"商品编号": "bowl", "价格": "dear"}


Loading = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def load(app: Flask, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loading:
    """Loads rows with the command; its exit code and the lines that it printed."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    with house.database.transaction() as session:
        make_category(session)
        code = make_supplier(session).code
    (tmp_path / "front.zip").write_bytes(pictures_zip(front=picture_bytes()))

    def loaded(rows: Cells, *options: str) -> tuple[int, list[str]]:
        path = tmp_path / "goods.csv"
        path.write_bytes(table(rows))
        args = ["import-goods", str(path), "--supplier", code, "--pictures", f"{tmp_path}/front.zip", *options]
        done = app.test_cli_runner().invoke(args=args)
        return done.exit_code, done.output.splitlines()

    return loaded


def test_new_refused_and_left_out_then_unchanged_and_changed(house: House, load: Loading) -> None:
    code, lines = load([TEA | {"备注": "x"}, MORE, CUP, BAD])
    assert (code, lines[-1]) == (1, "new 2, changed 0, unchanged 0, bad rows 1")
    assert [line.split(":")[0] for line in lines[:2]] == ["line 5, 价格", "not read"]
    assert "备注" in lines[1]
    assert "Goods without a category: 1" in lines and any(line.startswith("  line 4: Cup: ") for line in lines)

    assert load([TEA, MORE, CUP])[1][-1] == "new 0, changed 0, unchanged 2, bad rows 0"
    with house.database.transaction() as session:
        approve(session, session.exec(select(Goods).where(Goods.handle == "tea")).one(), Act.program(now()))
    code, lines = load([TEA | {"标题": "Another tea", "佣金率": "13%"}, CUP])
    assert (code, lines[-1]) == (0, "new 0, changed 1, unchanged 1, bad rows 0")
    told = [line for line in lines if not line.startswith(" ")]
    assert [line.rsplit(": ")[-1] for line in told[:3]] == ["1", "1", "1"], lines
    assert any("200 g" in line for line in lines), "the SKU that the file has no more"


def test_all_or_nothing_says_that_nothing_was_loaded_and_why(house: House, load: Loading) -> None:
    code, lines = load([CUP, BAD], "--all-or-nothing")
    assert code == 1 and lines[0].startswith("line 3, 价格: ")
    assert lines[-1].startswith("Error: ") and not any(line.startswith("new ") for line in lines)
    with house.database.reading() as session:
        assert session.exec(select(Goods)).first() is None
