"""Statements: a month of a shop or a supplier in a few figures. Opening and figures make the closing, to the fen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from models.kernel.money import Money
from models.kernel.months import begins, ends, following, month_of
from models.ledger.owners import Owner
from models.report.statement.purses import first_moment, held_at, moved
from models.report.statement.supplier_rows import due_in
from models.shop.shop import Shop

DEPOSITS = ("deposit_paid", "deposit_deducted", "deposit_returned")


@dataclass(frozen=True, slots=True)
class Statement:
    """`figures` by name, in the order they are shown and each with its sign: what came in stands above zero, what went
    out below. `month` is "2026-11"."""

    month: str
    opening: Money
    figures: dict[str, Money]

    @property
    def closing(self) -> Money:
        """What was there at the end."""
        return Money(self.opening + sum(self.figures.values()))

    @property
    def net(self) -> Money:
        """What was earned: everything but what was withdrawn."""
        return self.closing - self.opening - self.figures["withdrawn"]

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened."""
        return not any(self.figures.values())


def statement(session: Session, owner: Owner, month: str) -> Statement:
    """One month, as far as it has gone."""
    return statements(session, owner, [month])[0]


def statements(session: Session, owner: Owner, months: Sequence[str]) -> list[Statement]:
    """Months that follow each other, oldest first; empty ones too. Read them on a snapshot: what is posted between two
    questions would be in one and not in the other."""
    opening, made = held_at(session, owner, begins(months[0])), []
    for month in months:
        figures = _figures(session, owner, begins(month), ends(month))
        made.append(Statement(month, opening, figures))
        opening = made[-1].closing
    return made


def months_of(session: Session, owner: Owner, *, at: datetime) -> list[str]:
    """Every month since the owner's first, oldest first."""
    months = [month_of(first_moment(session, owner))]
    while months[-1] < month_of(at):
        months.append(following(months[-1]))
    return months


def years_of(months: Sequence[str]) -> list[int]:
    """The years they lie in, newest first."""
    return sorted({int(month[:4]) for month in months}, reverse=True)


def added_up(rows: Sequence[Statement]) -> dict[str, Money]:
    """Each figure over several months."""
    return {name: Money(sum(row.figures[name] for row in rows)) for name in rows[0].figures}


def _figures(session: Session, owner: Owner, since: datetime, until: datetime) -> dict[str, Money]:
    brought = moved(session, owner, since, until)
    if isinstance(owner, Shop):
        figures = {
            "commission": brought.get(("capture", "commission"), Money(0)),
            "bonus": brought.get(("capture", "bonus"), Money(0)),
            "coupon": brought.get(("capture", "coupon"), Money(0)),
            "taken_back": _of(brought, "refund"),
        }
    else:
        due = due_in(session, owner, since, until)
        figures = {
            "sold": due.sold,
            "refunded": due.refunded,
            "commission": due.commission,
            "fee": due.fee,
            "coupon": due.coupon,
            "freight": due.freight,
            "deposit": _of(brought, *DEPOSITS),
        }
    # What the bank returned was not withdrawn after all, in the month in which it came back.
    figures["withdrawn"] = _of(brought, "withdrawal_paid", "withdrawal_returned")
    figures["other"] = Money(sum(brought.values()) - sum(figures.values()))
    return figures


def _of(brought: dict[tuple[str, str], Money], *kinds: str) -> Money:
    return Money(sum(amount for (kind, _), amount in brought.items() if kind in kinds))
