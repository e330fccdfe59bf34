"""Goods written aside and put in place at once: nobody waits meanwhile, and nothing of anybody else's is lost."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select, update

from models.account.member import Member
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.staging import ChangedMeanwhile, Staging, staging
from models.catalogue.imports.loading import Loader
from models.catalogue.imports.run import WHOLE_ACCIDENT, ImportRun
from models.catalogue.imports.runs import let_run_go_on
from models.kernel.clock import now
from models.kernel.money import Money
from tests.given.goods_files import Loads, goods_named, table

TEA = {"商品编号": "tea-1", "标题": "老寿眉", "类目": "tea", "规格编号": "T1", "价格": "128", "库存": "10"}


def _title(loads: Loads) -> str:
    with loads.database.reading() as session:
        return goods_named(session, "tea-1").title


def _new(session: Session, loads: Loads) -> None:
    made = Goods(
        code="NEWTEA01", supplier_id=loads.supplier_id, handle="new", title="新茶", made_at=now(), changed_at=now()
    )
    made.skus = [SKU(code="N1", options=[], listed_price=Money(100), listed_rate=1200)]
    session.add(made)


def test_others_write_while_goods_are_written_aside_and_see_nothing_before_the_end(loads: Loads) -> None:
    loads.load(table([TEA]))
    with staging(loads.database) as aside:
        with aside.writing(loads.supplier_id, ["tea-1", "new"]) as session:
            tea = goods_named(session, "tea-1")
            tea.title = "改过的茶"
            _new(session, loads)
            session.flush()
            with loads.database.transaction() as other:
                # An order takes pieces; somebody who has nothing to do with it writes as well.
                sku = other.exec(select(SKU).where(SKU.code == "T1")).one()
                sku.stock -= 3
                other.exec(select(Member).limit(1)).one().name = "忙着的人"
        assert _title(loads) == "老寿眉"
        aside.ready()
        with aside.swapping():
            pass
    with loads.database.reading() as session:
        tea, new = goods_named(session, "tea-1"), goods_named(session, "new")
        assert (tea.title, tea.skus[0].stock) == ("改过的茶", 7)
        assert new.id < 2**40 and [sku.code for sku in new.skus] == ["N1"]
    # The numbers of what comes next begin where they ended.
    assert loads.load(table([TEA | {"商品编号": "tea-2", "规格编号": "T2"}])).goods_new == 1


@pytest.mark.parametrize("which", ["title", "sku", "handle"])
def test_what_somebody_else_changed_meanwhile_is_never_written_over(loads: Loads, which: str) -> None:
    loads.load(table([TEA]))
    with staging(loads.database) as aside:
        with aside.writing(loads.supplier_id, ["tea-1", "new"]) as session:
            goods_named(session, "tea-1").title = "改过的茶"
            _new(session, loads)
        aside.ready()
        with loads.database.transaction() as other:
            tea = goods_named(other, "tea-1")
            if which == "title":
                tea.title = "别人改的"
            elif which == "sku":
                tea.skus.append(SKU(code="T9", options=["x"], listed_price=Money(100), listed_rate=1200))
            else:
                tea.handle = "renamed"
        with pytest.raises(ChangedMeanwhile), aside.swapping():
            pass
    with loads.database.reading() as session:
        assert [goods.title for goods in session.exec(select(Goods))] == ["别人改的" if which == "title" else "老寿眉"]


def test_all_or_nothing_writes_the_same_as_row_by_row(loads: Loads) -> None:
    rows = [TEA | {"商品编号": f"t{n}", "规格编号": f"T{n}", "备注": ""} for n in range(230)]
    assert loads.load(table(rows[:120])).goods_new == 120
    dearer = [row | {"价格": "129"} for row in rows]
    run = loads.load(table(dearer), all_or_nothing=True)
    assert (run.state, run.goods_new, run.goods_changed, run.goods_same) == ("done", 110, 120, 0)
    again = loads.load(table(dearer))
    assert (again.goods_new, again.goods_changed, again.goods_same) == (0, 0, 230)


def test_a_handle_that_somebody_took_meanwhile_is_theirs(loads: Loads) -> None:
    with staging(loads.database) as aside:
        with aside.writing(loads.supplier_id, ["new"]) as session:
            _new(session, loads)
        aside.ready()
        with loads.database.transaction() as other:
            _new(other, loads)
        with pytest.raises(ChangedMeanwhile), aside.swapping():
            pass


def test_any_other_rule_that_is_broken_is_our_fault_and_loads_nothing(
    loads: Loads, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = Loader.load

    def load(self: Loader, session: Session, batch: Any, *, at: Any) -> Any:
        tally = real(self, session, batch, at=at)
        session.exec(update(Goods).values(category_id=999_999))
        return tally

    code = loads.start(table([TEA]), all_or_nothing=True)
    with monkeypatch.context() as patch, pytest.raises(IntegrityError):
        patch.setattr(Loader, "load", load)
        loads.run(code)
    with loads.database.reading() as session:
        assert session.exec(select(Goods)).first() is None
        run = session.exec(select(ImportRun)).one()
        assert (run.state, run.failure, run.goods_new) == ("failed", WHOLE_ACCIDENT, 0)
    assert f"import {code} stopped" in caplog.text
    with loads.database.transaction() as session:
        assert let_run_go_on(session.exec(select(ImportRun)).one(), at=now())
    assert loads.run(code).goods_new == 1


@pytest.mark.parametrize("times", [1, 99])
def test_a_batch_whose_goods_others_change_is_written_again_and_at_last_behind_the_lock(
    loads: Loads, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    loads.load(table([TEA]))
    real, left = Staging.ready, [times]

    def ready(self: Staging, *, many: bool = True) -> None:
        real(self, many=many)
        if left[0]:
            left[0] -= 1
            with loads.database.transaction() as other:
                goods_named(other, "tea-1").brand = f"别人的 {left[0]}"

    monkeypatch.setattr(Staging, "ready", ready)
    run = loads.load(table([TEA | {"价格": "129", "重量(克)": "250", "每人限购": "3"}, TEA | {"商品编号": "new"}]))
    assert (run.state, run.goods_changed, run.goods_new) == ("done", 1, 1)
    with loads.database.reading() as session:
        tea = goods_named(session, "tea-1")
        assert (tea.skus[0].listed_price, tea.skus[0].grams, tea.per_buyer) == (12900, 250, 3)
        assert tea.brand == ("别人的 0" if times == 1 else f"别人的 {left[0]}")
        new = goods_named(session, "new")
        assert (new.per_buyer, new.state, new.skus[0].stock) == (None, "draft", 10) and new.state_why
