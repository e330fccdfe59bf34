"""Goods of which one buyer may have only so many: what a quote takes of each, over all its SKUs and shops."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.kernel.errors import N_, Refused
from models.trade.cart.lines import QuotedLine


@dataclass(frozen=True, slots=True)
class LimitedGoods:
    """`pieces` are wanted now, of at most `most` a buyer; over `days`, or over all orders ever where that is None."""

    goods_id: int
    title: str
    most: int
    days: int | None
    pieces: int

    def too_many(self, wanted: int) -> Refused:
        """More are wanted in one order than anybody may have."""
        words = N_("“%(title)s”每人限购 %(most)s 件，这单有 %(pieces)s 件，改少一点")
        return Refused("", words, title=self.title, most=self.most, pieces=wanted)

    def refusal(self, bought: int) -> Refused | None:
        """Why a phone that has bought so many cannot have these too; None where it can."""
        if bought + self.pieces <= self.most:
            return None
        facts = {"title": self.title, "most": self.most, "bought": bought}
        if bought >= self.most:
            words = N_("“%(title)s”每人限购 %(most)s 件，这个手机号已经买过 %(bought)s 件，不能再买了")
            return Refused("phone", words, **facts)
        words = N_("“%(title)s”每人限购 %(most)s 件，这个手机号已经买过 %(bought)s 件，最多再买 %(left)s 件")
        return Refused("phone", words, **facts, left=self.most - bought)


def limits_on(lines: Sequence[QuotedLine]) -> list[LimitedGoods]:
    """The limits that concern these lines, by goods; empty where none does, which is nearly always."""
    limited = {line.goods_id: line for line in lines if line.per_buyer is not None}
    return [
        LimitedGoods(
            one.goods_id,
            one.title,
            one.per_buyer or 0,
            one.per_buyer_days,
            sum(line.quantity for line in lines if line.goods_id == one.goods_id),
        )
        for one in limited.values()
    ]
