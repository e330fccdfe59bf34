"""Writes the goods of a file, a batch at a time: new ones, changed ones, and those that stay as they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.category.category import asking_once
from models.catalogue.goods import listing
from models.catalogue.goods.adding_many import add_drafts
from models.catalogue.goods.change import GoodsOutcome, as_wanted, is_standing, want
from models.catalogue.goods.editing import what_is_lacking
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.pictures import await_picture
from models.catalogue.goods.proposal import Proposal, waiting_proposals
from models.catalogue.goods.writing import set_facts
from models.catalogue.imports.became import became, offered, without_category
from models.catalogue.imports.checks import Checked
from models.catalogue.imports.forbidding import rates_below_floor, still_forbidden
from models.catalogue.imports.left_out import LeftKind
from models.catalogue.imports.selling import set_said_selling
from models.catalogue.imports.sheets.entries import Problem
from models.catalogue.imports.wanting import FileWishes
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.record import related
from models.kernel.said import Said

Written = tuple[Goods, Checked, GoodsOutcome]


@dataclass(slots=True)
class Tally:
    """What became of the goods of a batch, of which so many were `taken`. `told` is what became of goods that were
    written, otherwise than the file says it; `problems` what could not be taken at all."""

    taken: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    told: list[tuple[LeftKind, Problem]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Counts another batch along; what was told of it is not kept."""
        self.new, self.changed, self.same = self.new + other.new, self.changed + other.changed, self.same + other.same

    def count(self, item: Checked, outcome: GoodsOutcome) -> None:
        """Counts goods that were there already."""
        if outcome.why:
            self.problems.append(_problem(item, outcome.why))
        elif outcome.changed:
            self.changed += 1
        else:
            self.same += 1


@dataclass(frozen=True, slots=True)
class Loader:
    """Writes goods for one supplier. `heading` is what the file calls its columns."""

    supplier_id: int
    by: int | None
    heading: Callable[[str], str]
    wishes: FileWishes

    def load(self, session: Session, batch: Sequence[Checked], *, at: datetime) -> Tally:
        """Creates or updates each goods by its handle. Where one comes again, the batch ends before it: `taken` says
        how many it had. Nothing is committed here."""
        batch = _each_once(batch)
        # Kept at hand, as goods ask for it one by one.
        supplier = session.get_one(Supplier, self.supplier_id)
        if supplier.is_self_run:
            # Categories' floors do not bind a shop's own goods.
            batch = [replace(item, floor_bp=0) for item in batch]
        existing = self._existing(session, [item.entry.handle for item in batch])
        act = Act.supplier(session.get(Member, self.by) if self.by else None, at)
        categories = {item.category_id for item in batch} | {goods.category_id for goods in existing.values()}
        with asking_once(session, categories):
            return self._written(session, supplier, batch, existing, act)

    def _written(
        self, session: Session, supplier: Supplier, batch: Sequence[Checked], existing: dict[str, Goods], act: Act
    ) -> Tally:
        tally = Tally(taken=len(batch))
        fresh: list[Checked] = []
        written: list[Written] = []
        waiting = waiting_proposals(session, [goods.id for goods in existing.values() if is_standing(goods)])
        with session.no_autoflush:
            for item in batch:
                goods = existing.get(item.entry.handle)
                bad = [*still_forbidden(item.forbidden, goods), *rates_below_floor(item, goods, self.heading)]
                tally.problems += bad
                if goods is None and not bad:
                    fresh.append(item)
                elif goods is not None and not bad:
                    written.append(self._write(session, goods, item, act, waiting, tally))
        session.flush()
        self._add(session, supplier, fresh, act, tally)
        # Looking at one goods need not write the others first.
        with session.no_autoflush:
            for goods, item, outcome in written:
                if not outcome.why:
                    _settle(session, goods, item, outcome.applied, act)
        session.flush()
        return tally

    def _existing(self, session: Session, handles: list[str]) -> dict[str, Goods]:
        mine = (Goods.supplier_id == self.supplier_id, col(Goods.handle).in_(handles))
        parts = (
            selectinload(related(Goods.skus)),
            selectinload(related(Goods.pictures)),
            selectinload(related(Goods.details)),
            selectinload(related(Goods.missing)),
        )
        # Held, in the order in which everybody holds goods: a decision at the desk comes before or after.
        query = select(Goods).where(*mine).order_by(col(Goods.id)).options(*parts).with_for_update(key_share=True)
        return {goods.handle: goods for goods in session.exec(query)}

    def _add(self, session: Session, supplier: Supplier, fresh: Sequence[Checked], act: Act, tally: Tally) -> None:
        complete = add_drafts(session, supplier, [self.wishes.of_new(item, supplier) for item in fresh], act)
        tally.new += len(fresh)
        for item in fresh:
            tally.told += without_category(item.entry, item.category_id)
        if complete:
            for goods in self._existing(session, complete).values():
                listing.submit(session, goods, act)

    def _write(
        self, session: Session, goods: Goods, item: Checked, act: Act, waiting: dict[int, Proposal], tally: Tally
    ) -> Written:
        proposal = waiting.get(goods.id) if is_standing(goods) else None
        wanted, awaited = self.wishes.of_standing(goods, as_wanted(goods, proposal) if proposal else None, item)
        before = offered(goods)
        outcome = want(session, goods, wanted, act, self.wishes.rules, waiting)
        if not outcome.why:
            self._await(goods, item.entry.pictures, awaited)
            sold = set_said_selling(goods, item.entry, self.wishes.columns)
            outcome = replace(outcome, applied=outcome.applied or sold)
            tally.told += became(goods, item.entry, before, outcome)
        tally.count(item, outcome)
        return goods, item, outcome

    def _await(self, goods: Goods, names: Sequence[str], awaited: Sequence[str]) -> None:
        if not names:
            return
        for position, name in enumerate(names):
            if name in awaited:
                await_picture(goods, name, position, self.wishes.whys.get(name, ""))
        for missing in [missing for missing in goods.missing if missing.source not in awaited]:
            goods.missing.remove(missing)


def _each_once(batch: Sequence[Checked]) -> Sequence[Checked]:
    """As far as no handle comes again: goods that a file speaks of twice are there when it does so again."""
    seen: set[str] = set()
    for place, item in enumerate(batch):
        if item.entry.handle in seen:
            return batch[:place]
        seen.add(item.entry.handle)
    return batch


def _problem(item: Checked, why: str) -> Problem:
    message, params = why.sentences[0] if isinstance(why, Said) else (why, {})
    return Problem(item.entry.line, "", message, params, item.entry.title)


def settle_draft(session: Session, goods: Goods, act: Act) -> None:
    """Submits a draft that a file wanted submitted, if it lacks nothing; else writes on it what it lacks."""
    lack = what_is_lacking(session, goods)
    if goods.submit_wanted and not lack:
        goods.submit_wanted = False
        listing.submit(session, goods, act)
    else:
        set_facts(goods, state_why=lack)


def _settle(session: Session, goods: Goods, item: Checked, changed: bool, act: Act) -> None:
    """Takes goods as far as the file asks and the rules allow."""
    if goods.state == "draft":
        set_facts(goods, submit_wanted=item.entry.submit)
        settle_draft(session, goods, act)
    elif goods.state == "refused" and changed and item.entry.submit and not listing.lacks(session, goods):
        listing.submit(session, goods, act)
    elif changed:
        listing.check_again(session, goods, at=act.at)
