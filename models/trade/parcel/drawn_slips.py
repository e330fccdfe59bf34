"""Packing slips as a PDF. Apart from slips.py, because what draws is loaded by those alone who draw."""

from collections.abc import Sequence
from functools import partial

from models.kernel.errors import N_, Say
from models.poster.clusters import shortened
from models.poster.paper import A6, Cell, Flow
from models.trade.parcel.slips import Packed, Slip

_TITLE = 80


def draw_slips(slips: Sequence[Slip], say: Say) -> bytes:
    """One PDF, a part a slip; a slip with many lines goes on over the page. `say` turns a msgid into words."""
    flow = Flow(A6)
    for slip in slips:
        flow.begin(partial(_head, flow, slip, say))
        _body(flow, slip, say)
    title = say(N_("装箱单")) + (f" {slips[0].code}" if len(slips) == 1 else "")

    def foot(part: int, page: int, pages: int) -> list[Cell]:
        slip = slips[part]
        count = f"{page} / {pages}" if pages > 1 else ""
        sender = f"{say(N_('自营'))} · {slip.supplier}" if slip.is_own else slip.supplier
        return [Cell(sender, 0.8, 7), Cell(count, 0.2, 7, align="right")]

    return flow.finish(title, foot)


def _head(flow: Flow, slip: Slip, say: Say) -> None:
    flow.row(Cell(say(N_("装箱单")), 0.4, 10), Cell(slip.code, 0.6, 16, 700, "right"), space=1)
    flow.text(say(N_("订单 %(number)s"), number=slip.order), 8)
    flow.rule(heavy=True)


def _body(flow: Flow, slip: Slip, say: Say) -> None:
    flow.row(Cell(slip.to.name, 0.5, 12, 700), Cell(slip.to.phone, 0.5, 12, 700, "right"))
    where = f"{slip.to.region} {slip.to.street}" if slip.to.street else say(N_("到店自取"))
    flow.text(where, 11, weight=500, space=2)
    if slip.collect is not None:
        flow.rule()
        collect = f"¥{slip.collect.yuan}"
        label = say(N_("货到代收") if slip.to.street else N_("取货时收"))
        flow.row(Cell(label, 0.5, 11, 700), Cell(collect, 0.5, 14, 700, "right"))
    if slip.note:
        flow.rule()
        flow.text(say(N_("买家留言：%(note)s"), note=slip.note), 9)
    if slip.before:
        flow.text(say(N_("前面已经发出 %(n)s 箱，这里是还要发的。"), n=slip.before), 8)
    flow.rule()
    for one in slip.packed:
        _packed(flow, one)
    flow.rule()
    pieces = sum(one.pieces for one in slip.packed)
    flow.row(Cell("  ".join(slip.shops), 0.7, 8), Cell(say(N_("共 %(n)s 件"), n=pieces), 0.3, 9, 700, "right"))


def _packed(flow: Flow, one: Packed) -> None:
    # A cell holds some lines: of a long title the end goes, so that what tells pieces apart stays.
    what = "\n".join(part for part in (shortened(one.title, _TITLE), one.options) if part)
    flow.row(Cell(what, 0.56, 9), Cell(one.code, 0.28, 8), Cell(f"× {one.pieces}", 0.16, 11, 700, "right"))
