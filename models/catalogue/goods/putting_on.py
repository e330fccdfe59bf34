"""A look is put on the row of goods: facts, SKUs, pictures. Whether it may be is decided before (change.py)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import inspect

from models.catalogue.goods.detail_picture import DetailPicture
from models.catalogue.goods.goods import Goods, Picture
from models.catalogue.goods.look import GATED, UNGATED, GoodsLook, LongShot, Shot
from models.catalogue.goods.skus import SkuDraft, set_skus
from models.catalogue.goods.writing import set_facts
from models.kernel.rules import Rules


def put_on(goods: Goods, look: GoodsLook, *, at: datetime, rules: Rules | None) -> bool:
    """Makes the row look so; says whether that changed anything. Without rules the rates of SKUs that are there stay as
    they are."""
    changed = put_facts(goods, look.facts(*GATED, *UNGATED), at=at)
    changed |= put_details(goods, look.details, at=at)
    return changed | put_parts(goods, look.skus, look.pictures, at=at, rules=rules)


def put_facts(goods: Goods, facts: Mapping[str, object], *, at: datetime) -> bool:
    """Sets these facts."""
    before = goods.category_id
    changed = set_facts(goods, **facts)
    if goods.category_id != before:
        _forget_category(goods)
    if changed:
        goods.changed_at = at
    return changed


def put_parts(
    goods: Goods,
    skus: Sequence[SkuDraft] | None,
    pictures: Sequence[Shot] | None,
    *,
    at: datetime,
    rules: Rules | None,
    usual_bp: int = 0,
) -> bool:
    """Makes the SKUs and the pictures these; those that are not spoken of stay."""
    changed = skus is not None and set_skus(goods, skus, usual_bp=usual_bp, at=at, rules=rules)
    changed |= pictures is not None and set_pictures(goods, pictures)
    if changed:
        goods.changed_at = at
    return changed


def put_details(goods: Goods, shots: Sequence[LongShot] | None, *, at: datetime) -> bool:
    """Makes the long pictures these, in this order; where they are not spoken of, they stay."""
    if shots is None or [one.digest for one in goods.details] == [shot.digest for shot in shots]:
        return False
    existing = {one.digest: one for one in goods.details}
    wanted = {shot.digest for shot in shots}
    for gone in [one for one in goods.details if one.digest not in wanted]:
        goods.details.remove(gone)
    for place, shot in enumerate(shots):
        if shot.digest in existing:
            existing[shot.digest].position = place
        else:
            goods.details.append(DetailPicture(**asdict(shot), position=place))
    goods.details.sort(key=lambda one: one.position)
    goods.changed_at = at
    return True


def set_pictures(goods: Goods, shots: Sequence[Shot]) -> bool:
    """Makes the pictures these, in this order; says whether that changed anything."""
    if [(one.digest, one.source) for one in goods.pictures] == [(shot.digest, shot.source) for shot in shots]:
        return False
    existing = {picture.digest: picture for picture in goods.pictures}
    wanted = {shot.digest for shot in shots}
    for gone in [picture for picture in goods.pictures if picture.digest not in wanted]:
        goods.pictures.remove(gone)
    for place, shot in enumerate(shots):
        picture = existing.get(shot.digest)
        if picture is None:
            goods.pictures.append(Picture(digest=shot.digest, source=shot.source, position=place))
        else:
            picture.source, picture.position = shot.source, place
    goods.pictures.sort(key=lambda one: one.position)
    return True


def _forget_category(goods: Goods) -> None:
    """The category is asked for anew by its id."""
    state = inspect(goods)
    if state.persistent:
        state.session.expire(goods, ["category"])
