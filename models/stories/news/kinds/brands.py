"""A brand's papers: granted, refused, soon over, over. To whoever looks after goods, and to the owner."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from models.catalogue.supplier.brand_right import BrandRight
from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    moments = (BrandRight.decided_at, BrandRight.asked_at, BrandRight.ended_at)
    recent = or_(*(col(moment) >= span.since for moment in moments))
    staff = select(BrandRight, col(SupplierStaff.member_id)).join(
        SupplierStaff, (col(SupplierStaff.supplier_id) == BrandRight.supplier_id) & who_may("goods")
    )
    settled = span.at - timedelta(seconds=rules.take_back_seconds)
    for right, member_id in session.exec(staff.where(recent)):
        for happened, at, words in _told(right):
            if span.since <= at <= settled:
                subject = f"{right.id}-{happened}"
                yield Wanted(member_id, "supplier", "brand", subject, words, "/supply/brands", at)


def _told(right: BrandRight) -> Iterable[tuple[str, datetime, Said]]:
    named: dict[str, Any] = {"brand": right.brand}
    if right.decided_at and right.state == "refused":
        yield (
            "refused",
            right.decided_at,
            Said(N_("“%(brand)s”的授权没有通过：%(why)s"), **named, why=cut(right.why, _WHY)),
        )
    elif right.decided_at:
        yield "granted", right.decided_at, Said(N_("“%(brand)s”的授权通过了"), **named)
    if right.asked_at and right.ends_on:
        words = N_("“%(brand)s”的授权 %(day)s 到期，到期后这个牌子的商品会下架，早点续上")
        yield "asked", right.asked_at, Said(words, **named, day=right.ends_on.isoformat())
    if right.ended_at and right.state == "lapsed":
        yield "ended", right.ended_at, Said(N_("“%(brand)s”的授权到期了，商品已下架，续上就自动恢复"), **named)


NEWS = NewsKind("brand", 13, N_("品牌授权"), _find)
