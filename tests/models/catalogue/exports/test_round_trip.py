"""Goods that are taken as a file and loaded again as they are: nothing changes, whatever they say."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from models.catalogue.category.category import Category
from models.catalogue.exports import export_layouts
from models.catalogue.exports.exporting import Exported, export_csv, export_xlsx
from models.catalogue.goods.description import clean
from models.catalogue.goods.editing import note_lacks
from models.catalogue.goods.finding import GoodsFilter
from models.catalogue.goods.goods import SKU, Goods, MissingPicture, Picture
from models.catalogue.goods.version import keep_version
from models.catalogue.imports.importing import run_import
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.media import MediaStore, picture_address
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from models.kernel.text import one_line
from tests.given.factories import make_category, store_picture
from tests.given.goods_files import Loads

ADDRESS = "https://xiaopu.example"
RULES = replace(DEFAULT, own_host="xiaopu.example")
TABLES = (table_of(Goods), table_of(SKU), table_of(Picture), table_of(MissingPicture))
# What is no letter to anybody is reported by a file, whatever a form made of it.
_LETTERS = st.characters(exclude_categories=["C", "Zl", "Zp"])
FEW = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _lines(most: int) -> st.SearchStrategy[str]:
    odd = st.sampled_from(
        ["=1+1", "@here", "-5", "+86", "'=x", "1,280", "007", "6.9E+12", "<b>", '"', "a;b|c", "是", "茶"]
    )
    return (
        st.one_of(odd, st.text(_LETTERS, min_size=1, max_size=most))
        .map(one_line)
        .filter(bool)
        .map(lambda text: text[:most])
    )


barcodes = st.sampled_from(["", "6901234567892", "96385074", "036000291452"])
skus: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    value=_lines(40),
    price=st.integers(1, 10_000_000),
    was=st.none() | st.integers(1, 500),
    stock=st.integers(0, 9),
    rate=st.integers(1200, 9000),
    barcode=barcodes,
    grams=st.none() | st.integers(1, 1_000_000),
    withdrawn=st.booleans(),
)
things = st.fixed_dictionaries(
    {
        "title": _lines(120),
        "description": st.text(_LETTERS, max_size=200).map(clean),
        "barcode": barcodes,
        "option": st.none() | _lines(40),
        "attributes": st.dictionaries(
            st.sampled_from(["产地", "材质", "Net weight", "口味（甜）"]), _lines(40), max_size=2
        ),
        "per_buyer": st.none() | st.integers(1, 99),
        "declared": st.none() | st.integers(10_000_000, 100_000_000),
        "state": st.sampled_from(["draft", "on_sale", "off_sale", "refused"]),
        "pictures": st.lists(
            st.sampled_from(["", "a.jpg", "https://elsewhere.example/1.jpg"]), max_size=2, unique=True
        ),
        "skus": st.lists(skus, min_size=1, max_size=3, unique_by=lambda sku: sku["value"]),
    }
)


@pytest.fixture
def digests(media: MediaStore) -> list[str]:
    """Two pictures that stand in the store."""
    return [store_picture(media), store_picture(media, "cd" * 16)]


def make(session: Session, supplier: Supplier, category: Category, said: dict[str, Any], digests: list[str]) -> Goods:
    number = len(list(session.exec(select(Goods.id))))
    # What was approved once lacks nothing.
    standing = said["state"] in ("on_sale", "off_sale")
    goods = Goods(
        code=f"G{number:07d}",
        supplier_id=supplier.id,
        handle=f"h-{number}",
        title=said["title"],
        description=said["description"],
        barcode=said["barcode"],
        category_id=category.id if standing or number % 2 else None,
        option_names=[said["option"]] if said["option"] else [],
        attributes=said["attributes"],
        declared_price=Money(said["declared"]) if said["declared"] else None,
        per_buyer=said["per_buyer"],
        per_buyer_days=said["per_buyer"] and 30,
        declared_commission_bp=None if said["declared"] is None else 0,
        state="draft",
        made_at=now(),
        changed_at=now(),
    )
    for place, sku in enumerate(said["skus"] if said["option"] else said["skus"][:1]):
        goods.skus.append(
            SKU(
                code=f"S-{number}-{place}",
                options=[sku["value"]] if said["option"] else [],
                listed_price=Money(sku["price"]),
                was=None if sku["was"] is None else Money(sku["price"] + sku["was"]),
                stock=sku["stock"],
                listed_rate=sku["rate"],
                barcode=sku["barcode"],
                grams=sku["grams"],
                position=place,
            )
        )
    for place, source in enumerate(said["pictures"] or [""] * standing):
        goods.pictures.append(Picture(digest=digests[place], source=source, position=place))
    session.add(goods)
    session.flush()
    if said["state"] == "draft":
        note_lacks(session, goods)
    if standing:
        keep_version(session, goods, Act.program(now()))
    goods.state = said["state"]
    session.flush()
    return goods


def dump(database: Database) -> list[tuple[Any, ...]]:
    """All that goods are."""
    with database.reading() as session:
        return [
            tuple(row) for table in TABLES for row in session.connection().execute(table.select().order_by(table.c.id))
        ]


@FEW
@given(data=st.data())
@pytest.mark.parametrize("stock", [False, True])
def test_loaded_again_nothing_changes(loads: Loads, digests: list[str], stock: bool, data: st.DataObject) -> None:
    said = data.draw(st.lists(things, min_size=1, max_size=3))
    layout = export_layouts()[data.draw(st.sampled_from(sorted(export_layouts())))]
    kind = data.draw(st.sampled_from([_csv, _xlsx]))
    with loads.database.transaction() as session:
        supplier = session.get_one(Supplier, loads.supplier_id)
        category = make_category(session)
        for one in said:
            make(session, supplier, category, one, digests)
        session.flush()
    before = dump(loads.database)

    name, file = kind(loads.database, Exported(loads.supplier_id, GoodsFilter(), layout, stock=stock))
    code = loads.start(file, name=name)
    run_import(loads.database, loads.media, code, rules=RULES)

    run = loads.run(code)
    assert [(one.line, one.column, one.reason, one.value) for one in loads.problems(run)] == []
    assert dump(loads.database) == before
    assert (run.state, run.goods_new, run.goods_changed) == ("done", 0, 0)
    with loads.database.reading() as session:
        assert run.goods_same == len(session.exec(select(Goods.id)).all())


def _csv(database: Database, exported: Exported) -> tuple[str, bytes]:
    return "goods.csv", b"".join(export_csv(database, exported, partial(picture_address, ADDRESS)))


def _xlsx(database: Database, exported: Exported) -> tuple[str, bytes]:
    return "goods.xlsx", export_xlsx(database, exported, partial(picture_address, ADDRESS))
