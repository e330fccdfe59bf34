"""What a supplier said of one file is known for the next with the same headings; its words for categories are known for
every file."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from models.catalogue.imports.run import ImportCategory, ImportMemory
from models.catalogue.imports.sheets.layout import plain_heading
from models.catalogue.imports.understanding.looking import Wishes
from models.catalogue.imports.understanding.plan import UNCOUNTED, Plan

# So many words for categories are remembered of one file.
_MOST_WORDS = 500


def headings_digest(header: Sequence[str]) -> str:
    """The digest of headings, whatever their width and case."""
    return hashlib.sha256("\n".join(map(plain_heading, header)).encode()).hexdigest()


def recall(session: Session, supplier_id: int, header: Sequence[str], wishes: Wishes) -> Wishes:
    """What is wished, beside what was said before: what is said now goes first. The rate of a currency is not recalled:
    it was that day's."""
    mine = (ImportMemory.supplier_id == supplier_id, ImportMemory.headings == headings_digest(header))
    memory = session.exec(select(ImportMemory).where(*mine)).first()
    categories = categories_known(session, supplier_id) | dict(wishes.categories)
    if memory is None:
        return replace(wishes, categories=categories)
    plan = Plan.of_json(memory.plan)
    said = {text.strip(): meaning for text, meaning in zip(header, plan.meanings, strict=False)}
    before = plan.uncounted_stock if plan.uncounted_stock != UNCOUNTED else None
    return replace(
        wishes,
        format=wishes.format or plan.format,
        meanings=said | dict(wishes.meanings),
        known_by=wishes.known_by or plan.known_by,
        currency=wishes.currency or plan.currency,
        decimal=wishes.decimal or ("," if plan.decimal == "," else None),
        empty_stock=plan.empty_stock if wishes.empty_stock is None else wishes.empty_stock,
        uncounted_stock=before if wishes.uncounted_stock is None else wishes.uncounted_stock,
        categories=categories,
    )


def categories_known(session: Session, supplier_id: int) -> dict[str, str]:
    """The supplier's words under our slugs."""
    mine = select(ImportCategory).where(ImportCategory.supplier_id == supplier_id)
    return {row.words: row.slug for row in session.exec(mine)}


def remember(session: Session, supplier_id: int, header: Sequence[str], plan: Plan, *, at: datetime) -> None:
    """Keeps what was said; what was said before of such headings is forgotten."""
    kept = plan.as_json() | {"way": {}, "categories": {}, "rate": "", "day": ""}
    mine = (ImportMemory.supplier_id == supplier_id, ImportMemory.headings == headings_digest(header))
    fresh = ImportMemory(supplier_id=supplier_id, headings=headings_digest(header), plan=kept, at=at)
    if not _added(session, fresh):
        memory = session.exec(select(ImportMemory).where(*mine)).one()
        memory.plan, memory.at = kept, at


def learn_categories(session: Session, supplier_id: int, said: Mapping[str, str]) -> None:
    """Keeps which of our categories the supplier's words mean."""
    for words, slug in list(said.items())[:_MOST_WORDS]:
        if not _added(session, ImportCategory(supplier_id=supplier_id, words=words, slug=slug)):
            mine = (ImportCategory.supplier_id == supplier_id, col(ImportCategory.words) == words)
            session.exec(select(ImportCategory).where(*mine)).one().slug = slug


def _added(session: Session, row: SQLModel) -> bool:
    """Writes the row; False where there is one already. The constraint decides between two at once."""
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return False
    return True
