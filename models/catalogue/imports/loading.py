"""Writes the goods of a file, a batch at a time: new ones, changed ones, and those that stay as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.goods import listing
from models.catalogue.goods.editing import usual_rate, what_is_lacking
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.pictures import attach, await_picture, place_picture, renumber
from models.catalogue.goods.skus import SkuDraft, set_skus
from models.catalogue.goods.writing import set_facts
from models.catalogue.imports.checks import Checked
from models.catalogue.imports.sheets.entries import SkuEntry
from models.kernel.act import Act
from models.kernel.codes import new_code
from models.kernel.money import Money
from models.kernel.record import related
from models.kernel.rules import Rules


@dataclass(slots=True)
class Tally:
    """What became of the goods of a batch."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True)
class Loader:
    """Writes goods for one supplier. `columns` are those the file has: what a file does not speak of stays as it is.
    `digests` and `whys` are the answers about its pictures (import_pictures.py), growing as the file is read."""

    supplier_id: int
    by: int | None
    columns: frozenset[str]
    digests: Mapping[str, str]
    whys: Mapping[str, str]
    rules: Rules

    def load(self, session: Session, batch: Sequence[Checked], *, at: datetime) -> Tally:
        """Creates or updates each goods by its handle. Nothing is committed here."""
        tally = Tally()
        existing = self._existing(session, [item.entry.handle for item in batch])
        codes = iter(_codes(session, len(batch)))
        fresh: list[Goods] = []
        changed: list[bool] = []
        written: list[Goods] = []
        with session.no_autoflush:
            for item in batch:
                goods = existing.get(item.entry.handle)
                if goods is None:
                    goods = self._blank(item, next(codes), at)
                    session.add(goods)
                    fresh.append(goods)
                    # Two spellings of one handle in a file are one goods; the later rows count.
                    existing[goods.handle] = goods
                changed.append(self._write(goods, item, at))
                written.append(goods)
        session.flush()
        member = session.get(Member, self.by) if self.by else None
        # Looking at one goods need not write the others first.
        with session.no_autoflush:
            for goods in fresh:
                listing.first_draft(session, goods, Act.supplier(member, at))
            for goods, item, differs in zip(written, batch, changed, strict=True):
                _settle(session, goods, item, differs, Act.supplier(member, at))
        tally.new = len(fresh)
        tally.changed = sum(changed) - len(fresh)
        tally.same = len(batch) - tally.new - tally.changed
        session.flush()
        return tally

    def _existing(self, session: Session, handles: list[str]) -> dict[str, Goods]:
        mine = (Goods.supplier_id == self.supplier_id, col(Goods.handle).in_(handles))
        parts = (
            selectinload(related(Goods.skus)),
            selectinload(related(Goods.pictures)),
            selectinload(related(Goods.missing)),
        )
        return {goods.handle: goods for goods in session.exec(select(Goods).where(*mine).options(*parts))}

    def _blank(self, item: Checked, code: str, at: datetime) -> Goods:
        goods = Goods(
            code=code, supplier_id=self.supplier_id, handle=item.entry.handle, title="", made_at=at, changed_at=at
        )
        # Said to be empty, so that nobody asks the database for what new goods cannot have.
        goods.skus, goods.pictures, goods.missing = [], [], []
        return goods

    def _write(self, goods: Goods, item: Checked, at: datetime) -> bool:
        entry = item.entry
        facts: dict[str, object] = {
            "title": entry.title,
            "option_names": list(entry.option_names),
            "attributes": goods.attributes | item.attributes,
        }
        # A blank category keeps the one that was chosen by form; Shopify's files often have none we know.
        if item.category_id is not None:
            facts["category_id"] = item.category_id
        for column, name, value in (
            ("description", "description", entry.description),
            ("barcode", "barcode", entry.barcode),
            ("declared_price", "declared_price", entry.declared_price),
            ("declared_commission", "declared_commission_bp", entry.declared_commission_bp),
        ):
            if column in self.columns:
                facts[name] = value
        changed = set_facts(goods, **facts)
        rate = usual_rate(item.floor_bp, self.rules)
        changed |= set_skus(goods, self._skus(goods, entry.skus), usual_bp=rate, at=at)
        changed |= self._pictures(goods, entry.pictures)
        if changed:
            goods.changed_at = at
        return changed

    def _skus(self, goods: Goods, entries: Sequence[SkuEntry]) -> list[SkuDraft]:
        existing = {sku.code: sku for sku in goods.skus}
        return [
            SkuDraft(
                code=entry.code,
                options=entry.options,
                price=entry.price,
                was=self._was(entry, existing.get(entry.code)),
                stock=entry.stock,
                commission_bp=entry.commission_bp,
                barcode=entry.barcode if "barcode" in self.columns else None,
            )
            for entry in entries
        ]

    def _was(self, entry: SkuEntry, existing: SKU | None) -> Money | None:
        if "was" in self.columns or existing is None:
            return entry.was
        return existing.was if existing.was is not None and existing.was >= entry.price else None

    def _pictures(self, goods: Goods, names: Sequence[str]) -> bool:
        """Attaches what is there and notes what is not. Pictures that an earlier file named and this one does not go,
        once all the new ones are there; those uploaded by hand stay."""
        if not names:
            return False
        have = {picture.source for picture in goods.pictures}
        awaited = [name for name in names if name not in have and name not in self.digests]
        changed = _drop_stale(goods, set(names)) if not awaited else False
        for position, name in enumerate(names):
            if name in self.digests and name not in have and len(goods.pictures) < PICTURES:
                if attach(goods, self.digests[name], source=name):
                    place_picture(goods, goods.pictures[-1], position)
                    changed = True
            elif name in awaited:
                await_picture(goods, name, position, self.whys.get(name, ""))
        for missing in [missing for missing in goods.missing if missing.source not in awaited]:
            goods.missing.remove(missing)
        return changed


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
        session.expire(goods, ["category"])
        listing.check_again(session, goods, at=act.at)


def _drop_stale(goods: Goods, named: set[str]) -> bool:
    stale = [picture for picture in goods.pictures if picture.source and picture.source not in named]
    for picture in stale:
        goods.pictures.remove(picture)
    if stale:
        renumber(goods)
    return bool(stale)


def _codes(session: Session, number: int) -> list[str]:
    """Public codes that no goods have yet, found with one question instead of one each."""
    while True:
        codes = [new_code(8) for _ in range(number)]
        taken = session.exec(select(Goods.code).where(col(Goods.code).in_(codes))).first()
        if taken is None and len(set(codes)) == number:
            return codes
