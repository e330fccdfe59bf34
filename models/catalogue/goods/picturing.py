"""Which pictures goods have, and in which order, as their supplier decides it. Of approved goods each change of them is
a proposal (change.py)."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

from models.catalogue.goods.change import GoodsOutcome, GoodsWanted, as_wanted, is_standing, want
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import Shot
from models.catalogue.goods.proposal import waiting_proposal
from models.catalogue.goods.shots import shot_added, shot_arrived, shot_moved, shot_removed
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules


def add_pictures(session: Session, goods: Goods, digests: Sequence[str], act: Act, rules: Rules) -> int:
    """Adds pictures at the end; says how many were new. Raises Refused where there are too many."""
    before = len(_shots(session, goods))

    def added(shots: Sequence[Shot]) -> Sequence[Shot]:
        for digest in digests:
            shots = shot_added(shots, digest)
        return shots

    _change(session, goods, added, act, rules)
    return len(_shots(session, goods)) - before


def remove_picture(session: Session, goods: Goods, digest: str, act: Act, rules: Rules) -> GoodsOutcome:
    """Takes one away. Goods that others look at keep at least one (Refused)."""

    def removed(shots: Sequence[Shot]) -> Sequence[Shot]:
        left = shot_removed(shots, digest)
        if not left and shots and (goods.state == "submitted" or is_standing(goods)):
            raise Refused("pictures", N_("审核中和在售的商品至少要留一张图片，先传一张新的再删"))
        return left

    return _change(session, goods, removed, act, rules)


def move_picture(session: Session, goods: Goods, digest: str, to: str, act: Act, rules: Rules) -> GoodsOutcome:
    """Moves one: "first", "earlier" or "later". Raises Gone where it is not there."""
    return _change(session, goods, lambda shots: shot_moved(shots, digest, to), act, rules)


def picture_arrived(session: Session, goods: Goods, shot: Shot, act: Act, rules: Rules) -> None:
    """A picture that was missing is here. Nobody waits for it any more; it stands at the place that the file gave
    it. Raises Refused where it cannot."""
    awaited = next((missing for missing in goods.missing if missing.source == shot.source), None)
    if awaited is not None:
        _change(session, goods, lambda shots: shot_arrived(shots, shot, awaited.position), act, rules)
        goods.missing.remove(awaited)


def _change(
    session: Session, goods: Goods, change: Callable[[Sequence[Shot]], Sequence[Shot]], act: Act, rules: Rules
) -> GoodsOutcome:
    outcome = want(session, goods, GoodsWanted(pictures=change(_shots(session, goods))), act, rules)
    if outcome.why:
        raise Refused("pictures", "%(why)s", why=outcome.why)
    session.flush()
    return outcome


def _shots(session: Session, goods: Goods) -> Sequence[Shot]:
    waiting = waiting_proposal(session, goods) if is_standing(goods) else None
    return as_wanted(goods, waiting).pictures
