"""How the network went over some days: curves, each for who may see its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.money import Money
from models.report.desk.days import NetworkDay, last_days, network_days
from models.report.desk.decided import Speed, decided_by_day
from models.report.desk.proof import ProofRun, proofs_since
from models.report.shop.today import midnight
from views.kit.groups import may
from views.parts.curve import Curve, Point, curve_of
from views.parts.numbers.waited import waited_words

# What the first page says of the last days.
TREND_DAYS = 7
# Whose figures money is.
MONEY = ("admin", "finance")


@dataclass(frozen=True, slots=True)
class Trend:
    """One curve: what it shows, a figure of it in words, and what its table is headed by."""

    name: str
    label: str
    curve: Curve
    note: str
    unit: str


@dataclass(frozen=True, slots=True)
class Trends:
    """`today` is the last of the days, empty for who may not see money; `speed` is over all days."""

    trends: list[Trend]
    today: NetworkDay | None
    decided_today: int
    speed: Speed


def trends_of(session: Session, *, days: int, at: datetime) -> Trends:
    """The curves of so many days, today too."""
    speeds, over_all = decided_by_day(session, days=days, at=at, may=may)
    found, today = [], None
    if may(*MONEY):
        network = network_days(session, days=days, at=at)
        found, today = [_sales(network), _refunds(network)], network[-1]
    shown = last_days(days, at)
    found += [_decided(shown, speeds, over_all), _waited(shown, speeds, over_all)]
    if may(*MONEY):
        found.append(_faults(shown, proofs_since(session, midnight(at) - timedelta(days=days - 1))))
    return Trends(found, today, speeds.get(local(at).date(), Speed()).count, over_all)


def _sales(days: Sequence[NetworkDay]) -> Trend:
    points = [Point(_day(one.day), int(one.sales), f"¥{one.sales.yuan} · {one.orders}") for one in days]
    total = Money(sum(one.sales for one in days))
    orders = sum(one.orders for one in days)
    note = _("一共 ¥%(total)s，%(orders)s 单", total=total.yuan, orders=orders)
    return Trend("sales", _("卖出"), curve_of(points), note, _("金额 · 单数"))


def _refunds(days: Sequence[NetworkDay]) -> Trend:
    points = [Point(_day(one.day), int(one.refunded), f"¥{one.refunded.yuan} · {one.refunds}") for one in days]
    total = Money(sum(one.refunded for one in days))
    note = _("一共 ¥%(total)s", total=total.yuan)
    return Trend("refunds", _("退款"), curve_of(points), note, _("金额 · 笔数"))


def _decided(days: Sequence[date], speeds: dict[date, Speed], over_all: Speed) -> Trend:
    counts = [speeds.get(day, Speed()).count for day in days]
    points = [Point(_day(day), count, str(count)) for day, count in zip(days, counts, strict=True)]
    note = ngettext("一共办了 %(num)s 件", "一共办了 %(num)s 件", over_all.count)
    return Trend("decided", _("每天办了多少"), curve_of(points), note, _("件数"))


def _waited(days: Sequence[date], speeds: dict[date, Speed], over_all: Speed) -> Trend:
    points = [_speed_point(day, speeds.get(day, Speed())) for day in days]
    note = ""
    if over_all.count:
        half, nine = waited_words(over_all.half), waited_words(over_all.nine)
        note = _("一半在 %(half)s内，十件里九件在 %(nine)s内", half=half, nine=nine)
    return Trend("waited", _("等了多久才办"), curve_of(points), note, _("一半 · 十件里九件"))


def _speed_point(day: date, speed: Speed) -> Point:
    said = f"{waited_words(speed.half)} · {waited_words(speed.nine)}" if speed.count else "—"
    return Point(_day(day), speed.half.total_seconds() if speed.half is not None else None, said)


def _faults(days: Sequence[date], proofs: Sequence[ProofRun]) -> Trend:
    by_day = {local(proof.ended_at).date(): proof.faults for proof in proofs}
    points = [Point(_day(day), by_day.get(day), str(by_day[day]) if day in by_day else "—") for day in days]
    return Trend("faults", _("每晚对账找到的错"), curve_of(points), "", _("处数"))


def _day(day: date) -> str:
    return f"{day:%m-%d}"
