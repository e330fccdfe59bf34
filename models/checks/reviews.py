"""Reviews are of lines that were received, of the goods, shop and supplier of their line, never of the own; the counts
that pages show are those of the rows; pictures have their files."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, case, func, or_, select

from models.kernel.fault import Fault
from models.kernel.media import MediaStore
from models.kernel.record import table_of
from models.kernel.snapshot import CHUNK, stream
from models.review.review import MOST_LIFTED, Review, ReviewPicture, UsefulTap
from models.review.review_pictures import picture_key
from models.review.tally import ReviewTally
from models.review.useful import DAY
from models.trade.order.order import Line, Parcel

_review, _picture, _tap = table_of(Review), table_of(ReviewPicture), table_of(UsefulTap)
_tally, _line, _parcel = table_of(ReviewTally), table_of(Line), table_of(Parcel)


def reviewed_lines(connection: Connection) -> Iterator[Fault]:
    """Each is of a received line, and says the same of it; what came back after all is hidden."""
    same = (
        (_review.c.goods_id == _line.c.goods_id)
        & (_review.c.shop_id == _line.c.shop_id)
        & (_review.c.supplier_id == _parcel.c.supplier_id)
    )
    arrived = or_(_parcel.c.received_at.is_not(None), _review.c.hidden_rule == "not_received")
    query = (
        select(_review.c.code, same.label("same"), arrived.label("arrived"), _line.c.own)
        .join_from(_review, _line, _line.c.id == _review.c.line_id)
        .join(_parcel, _parcel.c.id == _line.c.parcel_id)
        .where(or_(~same, ~arrived, _line.c.own != ""))
    )
    for row in stream(connection, query):
        words = "it is of another line's goods" if not row.same else "its line was never received"
        yield Fault("review.line", f"review {row.code}", "it is the keeper's own" if row.own else words)


def review_tallies(connection: Connection) -> Iterator[Fault]:
    """What stands on each goods' page is what its rows come to."""
    counted = select(_review.c.goods_id, *_sums()).group_by(_review.c.goods_id).subquery()
    names = [column.name for column in counted.c if column.name != "goods_id"]
    told = {name: func.coalesce(_tally.c[name], 0) for name in names}
    found = {name: func.coalesce(counted.c[name], 0) for name in names}
    wrong = or_(*(told[name] != found[name] for name in names))
    tallied = select(_tally.c.goods_id, *_pairs(told, found)).select_from(
        _tally.outerjoin(counted, counted.c.goods_id == _tally.c.goods_id)
    )
    missing = select(counted.c.goods_id, *_pairs(told, found)).select_from(
        counted.outerjoin(_tally, counted.c.goods_id == _tally.c.goods_id)
    )
    for query in (tallied.where(wrong), missing.where(_tally.c.goods_id.is_(None))):
        for row in stream(connection, query):
            off = [name for name in names if getattr(row, f"told_{name}") != getattr(row, f"found_{name}")]
            yield Fault("review.tally", f"goods {row.goods_id}", f"not what the reviews come to: {', '.join(off)}")


def review_ranks(connection: Connection) -> Iterator[Fault]:
    """Who finds it useful is counted, and lifts it as the order that is stated says."""
    taps = select(_tap.c.review_id, func.count().label("taps")).group_by(_tap.c.review_id).subquery()
    query = select(_review.c.code, _review.c.useful, func.coalesce(taps.c.taps, 0).label("taps"), _review.c.rank)
    query = query.add_columns(_review.c.at).select_from(_review.outerjoin(taps, taps.c.review_id == _review.c.id))
    for row in stream(connection, query):
        lifted = int(row.at.timestamp()) + DAY * min(row.useful, MOST_LIFTED)
        if row.taps != row.useful or row.rank != lifted:
            yield Fault("review.rank", f"review {row.code}", f"{row.taps} taps, {row.useful} told, rank {row.rank}")


def review_pictures(connection: Connection, media: MediaStore) -> Iterator[Fault]:
    """Every picture has its files, and every review as many as it says."""
    many = select(_picture.c.review_id, func.count().label("many")).group_by(_picture.c.review_id).subquery()
    wrong = _review.c.pictured != func.coalesce(many.c.many, 0)
    query = select(_review.c.code).select_from(_review.outerjoin(many, many.c.review_id == _review.c.id)).where(wrong)
    for row in stream(connection, query):
        yield Fault("review.pictures", f"review {row.code}", "it has not as many pictures as it says")
    for (key,) in connection.execute(select(_picture.c.key), execution_options={"yield_per": CHUNK}):
        if not (media.has(picture_key(key, "whole")) and media.has(picture_key(key, "small"))):
            yield Fault("review.picture", f"picture {key[:6]}…", "no file")


def _sums() -> list[Any]:
    shown = _review.c.hidden_at.is_(None)
    first = shown & ~_review.c.is_again
    parts: dict[str, Any] = {f"n{stars}": first & (_review.c.stars == stars) for stars in range(1, 6)}
    parts |= {"again": shown & _review.c.is_again, "hidden": ~shown}
    parts |= {"pictured": shown & (_review.c.pictured > 0), "low": shown & (_review.c.stars <= 3)}
    summed = [func.sum(case((one, 1), else_=0)).label(name) for name, one in parts.items()]
    return [func.count().label("total"), *summed]


def _pairs(told: dict[str, Any], found: dict[str, Any]) -> list[Any]:
    return [one.label(f"told_{name}") for name, one in told.items()] + [
        one.label(f"found_{name}") for name, one in found.items()
    ]
