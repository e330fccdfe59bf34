"""What the parts of an owner add up to, asked owner by owner through an index: the database sums nothing else up."""

from typing import Any

from sqlalchemy import func, select, type_coerce

from models.kernel.money import MoneyColumn


def money_of(amount: Any, belongs: Any, owner: Any) -> Any:
    """A sum of money; `belongs` says which rows are the owner's. The owner may be several tables, joined."""
    return type_coerce(count_of(amount, belongs, owner), MoneyColumn)


def count_of(number: Any, belongs: Any, owner: Any) -> Any:
    """A sum of plain numbers; the arguments are those of `money_of`."""
    owners = owner if isinstance(owner, tuple) else (owner,)
    return select(func.coalesce(func.sum(number), 0)).where(belongs).correlate(*owners).scalar_subquery()
