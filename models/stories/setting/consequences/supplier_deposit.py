"""A supplier's deposit was fixed when it was taken on: only those who come later have another."""

from datetime import datetime

from sqlmodel import Session, func, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.stories.setting import Consequence


def _count(session: Session, rules: Rules, at: datetime) -> int:
    return session.exec(select(func.count()).select_from(Supplier)).one()


CONSEQUENCE = Consequence(
    "supplier_deposit", 40, N_("只管以后加的供货商；现在的 %(num)s 家不变，要改到各家的保证金页改"), _count
)
