"""What operators do to the attributes of a category: the whole list is written at once, as one form shows it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, update
from sqlalchemy import select as sql_select
from sqlmodel import Session, select

from models.account.audit import note_audit
from models.catalogue.category.attribute_types import type_meant
from models.catalogue.category.category import Attribute, Category, attributes_of, not_offered
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import ATTRIBUTE
from models.catalogue.goods.proposal import Proposal
from models.catalogue.goods.version import GoodsVersion
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.languages import OTHER_LANGUAGES
from models.kernel.record import table_of
from models.kernel.text import one_line

_NAME, _OTHER_NAME = 20, 40
MOST_ATTRIBUTES, MOST_CHOICES = 30, 60
_BATCH = 500
_goods, _version, _proposal = table_of(Goods), table_of(GoodsVersion), table_of(Proposal)


@dataclass(frozen=True, slots=True)
class AttributeDraft:
    """One row of the form. `was` is the Chinese name it had when the form was shown, "" for a new one. `names` are the
    names in other languages. Where no `type` is named, the choices tell it."""

    was: str
    name: str
    names: Mapping[str, str]
    choices: tuple[str, ...] = ()
    required: bool = False
    retired: bool = False
    type: str = ""


def drafts_of(session: Session, category: Category) -> list[AttributeDraft]:
    """The list as it stands, retired ones too."""
    return [_draft_of(attribute) for attribute in attributes_of(session, category.id, retired=True)]


def attributes_mark(drafts: Sequence[AttributeDraft]) -> str:
    """What tells one state of the list from another: a form carries it along."""
    return hashlib.sha256(repr(list(drafts)).encode()).hexdigest()[:16]


def write_attributes(
    session: Session, category: Category, wanted: Sequence[AttributeDraft], act: Act, *, seen: str
) -> bool:
    """Makes the list what the form says, in its order; says whether anything changed. `seen` is the mark of the list
    that the form showed: one that somebody else changed meanwhile is not overwritten (Refused). A new name is carried
    into what goods say already. Raises Refused("attribute<row>", …); rows count from 1."""
    # Two who save at once come one after the other.
    session.exec(select(Category.id).where(Category.id == category.id).with_for_update()).one()
    clean = [_checked(draft, row) for row, draft in enumerate(wanted, 1)]
    _check_names(clean)
    existing = attributes_of(session, category.id, retired=True)
    before = [_draft_of(attribute) for attribute in existing]
    if [_told(draft) for draft in before] == [_told(draft) for draft in clean]:
        return False
    if seen != attributes_mark(before):
        raise Refused("", N_("刚刚有人改过这些属性，看一眼现在的样子，再改一次"))
    by_name = {attribute.name: attribute for attribute in existing}
    if sorted(draft.was for draft in clean if draft.was) != sorted(by_name):
        raise Refused("", N_("属性不能删，只能停用"))
    if len(clean) > MOST_ATTRIBUTES:
        raise Refused("", N_("一个类目最多 %(most)d 个属性"), most=MOST_ATTRIBUTES)
    _carry(session, category, {draft.was: draft.name for draft in clean if draft.was and draft.was != draft.name})
    for position, draft in enumerate(clean):
        _write(session, category, by_name.get(draft.was), draft, position, act.at)
    session.flush()
    why = "\n".join(_line(draft) for draft in clean)
    note_audit(session, "category.attributes", f"{category.slug} {category.name}", act.because(why))
    return True


def _write(
    session: Session,
    category: Category,
    attribute: Attribute | None,
    draft: AttributeDraft,
    position: int,
    at: datetime,
) -> None:
    kept = attribute or Attribute(category_id=category.id, name="")
    kept.name, kept.names = draft.name, not_offered(kept.names) | dict(draft.names)
    kept.type, kept.choices = draft.type, list(draft.choices)
    kept.required, kept.position = draft.required, position
    kept.retired_at = (kept.retired_at or at) if draft.retired else None
    session.add(kept)


def _carry(session: Session, category: Category, renamed: dict[str, str]) -> None:
    """Goods keep what they said under the name it goes by now, and so does what was approved and what waits of them."""
    if not renamed:
        return
    held = session.exec(select(Goods.id).where(Goods.category_id == category.id).with_for_update())
    ids = [row for row in held if row is not None]
    for start in range(0, len(ids), _BATCH):
        some = ids[start : start + _BATCH]
        _rewrite(session, _goods, _goods.c.id.in_(some), "attributes", lambda said: _renamed(said, renamed))
        for table, column in ((_version, "facts"), (_proposal, "wanted"), (_proposal, "was")):
            _rewrite(session, table, table.c.goods_id.in_(some), column, lambda facts: _facts_renamed(facts, renamed))


def _rewrite(
    session: Session, table: Table, where: ColumnElement[bool], column: str, again: Callable[[dict[str, Any]], Any]
) -> None:
    """Writes a JSON column anew where that changes it."""
    for row in session.connection().execute(sql_select(table.c.id, table.c[column]).where(where)).all():
        said = again(row[1])
        if said != row[1]:
            session.connection().execute(update(table).where(table.c.id == row.id).values({column: said}))


def _facts_renamed(facts: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
    said = facts.get("attributes")
    return facts | {"attributes": _renamed(said, renamed)} if isinstance(said, dict) else facts


def _renamed(said: dict[str, Any], renamed: dict[str, str]) -> dict[str, Any]:
    carried = {renamed[name]: value for name, value in said.items() if name in renamed}
    return {renamed.get(name, name): value for name, value in said.items()} | carried


def _checked(draft: AttributeDraft, row: int) -> AttributeDraft:
    """The row as it will be kept. Raises Refused."""
    name = one_line(draft.name)
    others = {language: one_line(draft.names.get(language, "")) for language in OTHER_LANGUAGES}
    names = {language: other for language, other in others.items() if other}
    choices = tuple(dict.fromkeys(filter(None, map(one_line, draft.choices))))
    field = f"attribute{row}"
    if not name or not (names or not others):
        raise Refused(field, N_("两种语言的名字都要有"))
    if len(name) > _NAME or any(len(other) > _OTHER_NAME for other in names.values()):
        too_long = N_("名字太长了，中文最多 %(most)d 字，别的语言最多 %(other)d 字")
        raise Refused(field, too_long, most=_NAME, other=_OTHER_NAME)
    if len(choices) > MOST_CHOICES or any(len(choice) > ATTRIBUTE for choice in choices):
        too_many = N_("最多 %(most)d 个选项，每个最多 %(long)d 字")
        raise Refused(field, too_many, most=MOST_CHOICES, long=ATTRIBUTE)
    kind = type_meant(draft.type, choices)
    try:
        kind.settle(choices)
    except Refused as refusal:
        raise Refused(field, refusal.message, **refusal.params) from None
    return AttributeDraft(draft.was, name, names, choices, draft.required, draft.retired, kind.name)


def _check_names(rows: Sequence[AttributeDraft]) -> None:
    """Files name attributes in any language, so each name is one's alone."""
    taken: dict[str, int] = {}
    for number, draft in enumerate(rows, 1):
        for name in {other.casefold() for other in (draft.name, *draft.names.values())}:
            other = taken.setdefault(name, number)
            if other != number:
                raise Refused(f"attribute{number}", N_("和另一个属性重名了"))


def _draft_of(attribute: Attribute) -> AttributeDraft:
    choices, retired = tuple(attribute.choices), attribute.retired_at is not None
    names = {one: attribute.names[one] for one in OTHER_LANGUAGES if one in attribute.names}
    return AttributeDraft(attribute.name, attribute.name, names, choices, attribute.required, retired, attribute.type)


def _told(draft: AttributeDraft) -> tuple[object, ...]:
    return (draft.name, draft.names, draft.type, draft.choices, draft.required, draft.retired)


def _line(draft: AttributeDraft) -> str:
    marks = "".join(mark for mark, holds in (("*", draft.required), ("×", draft.retired)) if holds)
    renamed = f"{draft.was} → " if draft.was and draft.was != draft.name else ""
    choices = f": {', '.join(draft.choices)}" if draft.choices else ""
    return f"{marks}{renamed}{' / '.join((draft.name, *draft.names.values()))}{choices}"
