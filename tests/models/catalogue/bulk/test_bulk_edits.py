"""An edit of many goods: each is changed, proposed, refused or left; it is taken back; a dead worker is no loss."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from models.catalogue.bulk import running
from models.catalogue.bulk.bulk_edit import BulkEdit, BulkEditRow
from models.catalogue.bulk.choosing import ChosenGoods
from models.catalogue.bulk.moves import BulkWish, PriceMove, StockMove
from models.catalogue.bulk.running import run_bulk_edit
from models.catalogue.bulk.runs import ask_bulk_edit, ask_undo, bulk_refusals
from models.catalogue.category.category import Attribute
from models.catalogue.goods.finding import GoodsFilter
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import announced_of, listed_price
from models.catalogue.goods.proposal import waiting_proposals
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.long_run import standing_still
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from tests.given.baskets import NOON
from tests.given.factories import make_goods, make_member, make_supplier
from tests.given.kinds import ON_SQLITE

ALL = ChosenGoods()
DEARER = BulkWish(price=PriceMove("percent", 1_000))


@pytest.fixture
def stock(database: Database) -> int:
    """A supplier with goods at ¥100, ¥200 … ¥500, and another supplier's; the supplier's id."""
    with database.transaction() as session:
        own, other = make_supplier(session), make_supplier(session)
        for yuan in (100, 200, 300, 400, 500):
            make_goods(session, own, price=str(yuan), title=f"茶 {yuan}", digest="ab" * 16)
        make_goods(session, other, price="100", digest="ab" * 16)
        return own.id


def ask(database: Database, supplier: int, wish: BulkWish, chosen: ChosenGoods = ALL, once: str = "one") -> str:
    """Asks for an edit; the run's code."""
    with database.transaction() as session:
        act = Act.supplier(make_member(session), NOON)
        return ask_bulk_edit(session, session.get_one(Supplier, supplier), chosen, wish, act, once=once).code


def edit(database: Database, supplier: int, wish: BulkWish, chosen: ChosenGoods = ALL, once: str = "one") -> BulkEdit:
    """The same, done by the worker."""
    return run(database, ask(database, supplier, wish, chosen, once))


def run(database: Database, code: str, *, at: Any = NOON) -> BulkEdit:
    """The run, after the worker had it."""
    run_bulk_edit(database, code, rules=DEFAULT, clock=lambda: at)
    with database.reading() as session:
        return session.exec(select(BulkEdit).where(BulkEdit.code == code)).one()


def undo(database: Database, done: BulkEdit) -> BulkEdit:
    """Takes it back."""
    with database.transaction() as session:
        act = Act.supplier(None, NOON)
        own = session.get_one(Supplier, done.supplier_id)
        code = ask_undo(session, own, session.get_one(BulkEdit, done.id), act).code
    return run(database, code)


def prices(database: Database, *, of: int | None = None) -> list[str]:
    """The prices of all goods, by id; `of` one supplier."""
    with database.reading() as session:
        rows: Sequence[SKU] = session.exec(select(SKU).order_by(col(SKU.id))).all()
        return [listed_price(sku).short for sku in rows if of is None or sku.goods.supplier_id == of]


def counts(done: BulkEdit) -> tuple[int, ...]:
    """Changed, same, proposed, refused."""
    return done.goods_changed, done.goods_same, done.goods_proposed, done.goods_refused


def each(session: Session, supplier: int) -> list[Goods]:
    """The supplier's goods."""
    return list(session.exec(select(Goods).where(Goods.supplier_id == supplier).order_by(col(Goods.id))))


def test_small_moves_hold_at_once_and_nobody_elses_goods_move(database: Database, stock: int) -> None:
    done = edit(database, stock, DEARER)
    assert (done.state, done.goods_total, *counts(done)) == ("done", 5, 5, 0, 0, 0)
    assert prices(database) == ["110", "220", "330", "440", "550", "100"]


def test_large_moves_wait_for_approval_and_buyers_see_what_was_approved(database: Database, stock: int) -> None:
    done = edit(database, stock, BulkWish(price=PriceMove("percent", 5_000)))
    assert counts(done) == (0, 0, 5, 0)
    assert prices(database, of=stock) == ["100", "200", "300", "400", "500"]
    back = undo(database, done)
    assert back.state == "done" and back.goods_refused == 0
    with database.reading() as session:
        assert waiting_proposals(session, [goods.id for goods in each(session, stock)]) == {}


def test_chosen_and_filtered_and_the_same_form_twice(database: Database, stock: int) -> None:
    with database.reading() as session:
        codes = tuple(goods.code for goods in each(session, stock)[:2])
        others = session.exec(select(Goods.code).where(Goods.supplier_id != stock)).one()
    one = ask(database, stock, DEARER, ChosenGoods((*codes, others)))
    assert ask(database, stock, DEARER, ChosenGoods((*codes, others))) == one
    assert counts(run(database, one)) == (2, 0, 0, 0)
    assert counts(edit(database, stock, DEARER, ChosenGoods((), GoodsFilter(words="茶 300")), "two")) == (1, 0, 0, 0)
    assert prices(database) == ["110", "220", "330", "400", "500", "100"]
    for nothing in (ChosenGoods(("-",)), ChosenGoods((), GoodsFilter(words="nothing like it"))):
        with pytest.raises(Refused):
            ask(database, stock, DEARER, nothing, "three")
    with pytest.raises(Refused):
        ask(database, stock, BulkWish(), once="four")


def test_what_cannot_be_is_refused_by_goods_and_reason_and_stops_no_other(database: Database, stock: int) -> None:
    done = edit(database, stock, BulkWish(price=PriceMove("amount", -20_000), rate_bp=1_500))
    assert counts(done) == (0, 0, 3, 2)
    with database.reading() as session:
        rows = session.exec(select(BulkEditRow).where(BulkEditRow.result == "refused")).all()
        assert {row.goods.title for row in rows} == {"茶 100", "茶 200"}
        assert all("不到一分钱" in row.why for row in rows)
    assert prices(database, of=stock) == ["100", "200", "300", "400", "500"]


def test_rates_rise_at_once_and_fall_by_notice_and_the_undo_calls_it_off(database: Database, stock: int) -> None:
    done = edit(database, stock, BulkWish(rate_bp=1_000))
    assert (done.goods_announced, *counts(done)) == (5, 5, 0, 0, 0)
    with database.reading() as session:
        assert all(announced_of(goods.skus[0]) for goods in each(session, stock))
    undo(database, done)
    with database.reading() as session:
        skus = [goods.skus[0] for goods in each(session, stock)]
        assert [(sku.listed_rate, announced_of(sku)) for sku in skus] == [(1_500, None)] * 5


def test_stock_goes_back_by_the_difference_so_that_nothing_sold_comes_back(database: Database, stock: int) -> None:
    done = edit(database, stock, BulkWish(stock=StockMove("set", 50)))
    with database.transaction() as session:
        each(session, stock)[0].skus[0].stock -= 3
    assert counts(undo(database, done)) == (5, 0, 0, 0)
    with database.reading() as session:
        assert [goods.stock for goods in each(session, stock)] == [7, 10, 10, 10, 10]


def test_what_was_changed_since_stays_when_the_rest_is_taken_back(database: Database, stock: int) -> None:
    done = edit(database, stock, DEARER)
    with database.transaction() as session:
        each(session, stock)[1].skus[0].listed_price = Money.parse("199")
    back = undo(database, done)
    assert counts(back) == (4, 0, 0, 1)
    assert prices(database, of=stock) == ["100", "199", "300", "400", "500"]
    assert undo(database, done).id == back.id
    with database.transaction() as session, pytest.raises(Refused):
        ask_undo(
            session, session.get_one(Supplier, stock), session.get_one(BulkEdit, back.id), Act.supplier(None, NOON)
        )


def test_a_worker_that_died_is_no_loss_and_two_do_nothing_twice(
    database: Database, stock: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, note, seen = ask(database, stock, DEARER), running._note, list[int]()

    def dies(*rest: Any) -> None:
        seen.append(1)
        if len(seen) == 3:
            raise MemoryError
        note(*rest)

    with monkeypatch.context() as patched:
        for name in ("_FIRST", "_LEAST", "_MOST"):
            patched.setattr(running, name, 2)
        patched.setattr(running, "_note", dies)
        with pytest.raises(MemoryError):
            run(database, code)
    assert prices(database, of=stock) == ["110", "220", "330", "440", "500"]
    assert run(database, code).state == "running"
    later = NOON + timedelta(minutes=3)
    with database.reading() as session:
        assert standing_still(session, BulkEdit, at=later) == [code]
    done = run(database, code, at=later)
    assert (done.state, done.goods_done, *counts(done)) == ("done", 5, 5, 0, 0, 0)
    assert run(database, code, at=later).goods_done == 5
    assert prices(database, of=stock) == ["110", "220", "330", "440", "550"]


@ON_SQLITE
def test_a_category_and_an_attribute(database: Database, stock: int) -> None:
    with database.reading() as session:
        goods = each(session, stock)[0]
        category = goods.category_id
    done = edit(database, stock, BulkWish(attribute=("产地", "福鼎")))
    assert done.goods_refused == 5
    with database.reading() as session:
        row = session.exec(select(BulkEditRow)).first()
        assert row is not None and "没有“产地”这一项" in row.why
    assert counts(edit(database, stock, BulkWish(category_id=category), once="two")) == (0, 5, 0, 0)


@ON_SQLITE
def test_words_that_goods_may_not_say_are_refused(database: Database) -> None:
    with database.transaction() as session:
        own = make_supplier(session)
        goods = make_goods(session, own, digest="ab" * 16)
        assert goods.category_id
        session.add(Attribute(category_id=goods.category_id, name="产地", position=9))
        supplier = own.id
    done = edit(database, supplier, BulkWish(attribute=("产地", "加微信 abc12345")))
    assert counts(done) == (0, 0, 0, 1)
    with database.reading() as session:
        (row,) = bulk_refusals(session, done.id)
        assert "不能写联系方式" in row.why and row.goods.attributes.get("产地") is None
