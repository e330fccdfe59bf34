"""The long pictures of goods, and each SKU's own, as their supplier decides it. Of approved goods each change of them
is a proposal (change.py)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session

from models.catalogue.goods.change import GoodsOutcome, GoodsWanted, as_wanted, is_standing, want
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import DETAILS
from models.catalogue.goods.look import GoodsLook, LongShot
from models.catalogue.goods.proposal import waiting_proposal
from models.kernel.act import Act
from models.kernel.errors import N_, Gone, Refused
from models.kernel.long_pictures import long_picture
from models.kernel.media import MediaStore, detail_key
from models.kernel.rules import Rules

_STEPS = {"first": -DETAILS, "earlier": -1, "later": 1}
_Change = Callable[[Sequence[LongShot]], Sequence[LongShot]]


def store_detail(media: MediaStore, data: bytes) -> LongShot:
    """Makes both widths of an upload and keeps them. Raises Refused("pictures")."""
    made = long_picture(data)
    for width, encoded in made.sizes.items():
        media.put(detail_key(made.digest, width), encoded)
    return LongShot(made.digest, made.width, made.height)


def add_details(session: Session, goods: Goods, shots: Sequence[LongShot], act: Act, rules: Rules) -> GoodsOutcome:
    """Adds long pictures at the end, each once. Raises Refused past the twentieth."""

    def added(before: Sequence[LongShot]) -> Sequence[LongShot]:
        found = list({shot.digest: shot for shot in [*before, *shots]}.values())
        if len(found) > DETAILS:
            raise Refused("pictures", N_("图文详情最多 %(most)d 张，先删掉几张"), most=DETAILS)
        return found

    return _details(session, goods, added, act, rules)


def remove_detail(session: Session, goods: Goods, digest: str, act: Act, rules: Rules) -> GoodsOutcome:
    """Takes one away; does nothing where it is gone already."""
    return _details(session, goods, lambda shots: [shot for shot in shots if shot.digest != digest], act, rules)


def move_detail(session: Session, goods: Goods, digest: str, to: str, act: Act, rules: Rules) -> GoodsOutcome:
    """Moves one: "first", "earlier" or "later". Raises Gone where it is not there."""

    def moved(shots: Sequence[LongShot]) -> Sequence[LongShot]:
        at = next((place for place, shot in enumerate(shots) if shot.digest == digest), None)
        if at is None or to not in _STEPS:
            raise Gone(digest)
        rest = [shot for shot in shots if shot.digest != digest]
        rest.insert(max(0, at + _STEPS[to]), shots[at])
        return rest

    return _details(session, goods, moved, act, rules)


def picture_skus(session: Session, goods: Goods, chosen: Mapping[str, str], act: Act, rules: Rules) -> GoodsOutcome:
    """Gives SKUs these pictures, by their codes; an empty one takes it away, who is not named keeps it."""
    look = wanted_look_of(session, goods)
    skus = [replace(sku, stock=None, picture=chosen.get(sku.code, sku.picture)) for sku in look.skus]
    return _wanted(session, goods, GoodsWanted(skus=skus), act, rules)


def wanted_look_of(session: Session, goods: Goods) -> GoodsLook:
    """How the goods are wanted: as they stand, with what waits."""
    return as_wanted(goods, waiting_proposal(session, goods) if is_standing(goods) else None)


def _details(session: Session, goods: Goods, change: _Change, act: Act, rules: Rules) -> GoodsOutcome:
    details = change(wanted_look_of(session, goods).details)
    return _wanted(session, goods, GoodsWanted(details=details), act, rules)


def _wanted(session: Session, goods: Goods, wanted: GoodsWanted, act: Act, rules: Rules) -> GoodsOutcome:
    outcome = want(session, goods, wanted, act, rules)
    if outcome.why:
        raise Refused("pictures", "%(why)s", why=outcome.why)
    session.flush()
    return outcome
