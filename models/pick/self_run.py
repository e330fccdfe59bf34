"""A self-run seller is a supplier of one shop: what it sells can be picked by its own shop alone.

The database refuses any other pick, whoever asks: a trigger, made with the table. On SQLite a migration that makes
`pick`, `goods` or `supplier` anew drops it first, by its name, and runs `PICK_GUARDS` again after.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, event, or_
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import Gone
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.pick.pick import Pick
from models.pick.picking import hold_shelf, pick_of, put_on_shelf
from models.shop.shop import Shop

_supplier = table_of(Supplier)
PICK_TRIGGERS = ("pick_self_run_insert", "pick_self_run_update")
_FOREIGN = """FROM goods JOIN supplier ON supplier.id = goods.supplier_id
    WHERE goods.id = NEW.goods_id AND supplier.shop_id <> NEW.shop_id"""
_SQLITE = tuple(
    f"CREATE TRIGGER {name} BEFORE {verb} ON pick BEGIN "
    f"SELECT RAISE(ABORT, 'own goods are picked by their own shop alone') {_FOREIGN}; END"
    for name, verb in zip(PICK_TRIGGERS, ("INSERT", "UPDATE OF shop_id, goods_id"), strict=True)
)
_POSTGRES_REFUSE = f"""
CREATE OR REPLACE FUNCTION pick_self_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM {_FOREIGN};
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'own goods are picked by their own shop alone';
  END IF;
  RETURN NEW;
END $$
"""
_POSTGRES = tuple(
    f"CREATE TRIGGER {name} BEFORE {verb} ON pick FOR EACH ROW EXECUTE FUNCTION pick_self_run()"
    for name, verb in zip(PICK_TRIGGERS, ("INSERT", "UPDATE OF shop_id, goods_id"), strict=True)
)
PICK_GUARDS: dict[str, tuple[str, ...]] = {"sqlite": _SQLITE, "postgresql": (_POSTGRES_REFUSE, *_POSTGRES)}


def offered_to(shop_id: Any) -> ColumnElement[bool]:
    """That a supplier's goods are offered to this shop: those of every supplier but other shops' own."""
    return or_(_supplier.c.shop_id.is_(None), _supplier.c.shop_id == shop_id)


def pick_own(session: Session, shop: Shop, goods: Goods, *, rules: Rules, at: datetime) -> Pick:
    """Puts a shop's own goods on its shelf, on top, in whatever state they are: buyers see them once they are on sale.
    Picked again nothing changes. Raises Refused past the limit, Gone for goods of anybody else."""
    hold_shelf(session, shop)
    if goods.supplier.shop_id != shop.id:
        raise Gone(goods.code)
    return pick_of(session, shop, goods) or put_on_shelf(session, shop, goods, rules=rules, at=at)


@event.listens_for(table_of(Pick), "after_create")
def install_pick_guards(target: Any, connection: Connection, **options: Any) -> None:
    """With the table, which is made after those that it reads."""
    for statement in PICK_GUARDS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
