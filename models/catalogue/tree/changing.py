"""What operators do to the tree of categories: add, rename, put in order, retire, bring back. Each leaves a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from models.account.audit import Change, note_audit
from models.account.audit.editing import changes_between, said_facts
from models.catalogue.category.category import Category, category_called, every_name, not_offered
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.writing import set_facts
from models.catalogue.tree.floors import MOST_BP
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.languages import OTHER_LANGUAGES
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.said import Said
from models.kernel.text import one_line

SLUG_LIMIT, CATEGORY_NAME_LIMIT, OTHER_NAME_LIMIT = 40, 20, 40
FREE, MOST_DEPOSIT = Money(0), Money(100_000_000)
_category = table_of(Category)
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Signs that part root and child in a goods file (category.named).
_PARTING = re.compile("[/>＞]")


@dataclass(frozen=True, slots=True)
class CategoryDraft:
    """What the operator's form says. `names` are those in the other languages. `slug` may be empty: then it is made
    from the first of them in Latin letters."""

    name: str
    names: Mapping[str, str]
    slug: str = ""
    floor_bp: int = 0
    deposit: Money = FREE
    approves_own: bool = False


def add_category(session: Session, draft: CategoryDraft, act: Act, *, root: Category | None) -> Category:
    """Adds a category at the end of its level: a root, or a child of one. The same form again gives the category it
    made. Raises Refused by field."""
    slug = _slug(draft)
    existing = category_called(session, slug)
    if existing and _same(existing, draft, root):
        return existing
    if existing:
        raise Refused("slug", N_("这个代号已经有类目用了，换一个"))
    if root is not None and (root.parent_id is not None or root.retired_at is not None):
        raise Refused("", N_("类目只有两级，下级只能加在没停用的大类下面"))
    name, names = _names(session, draft, root.id if root else None)
    _check_figures(draft)
    made = Category(
        slug=slug,
        name=name,
        names=names,
        parent_id=root.id if root else None,
        commission_floor_bp=draft.floor_bp,
        deposit=draft.deposit,
        approves_own=draft.approves_own,
        position=_last(session, root),
    )
    try:
        with session.begin_nested():
            session.add(made)
            session.flush()
    except IntegrityError:
        # The unique constraint lets one of two in that are added at once under one slug.
        raise Refused("slug", N_("这个代号已经有类目用了，换一个")) from None
    note_audit(session, "category.add", _subject(made), act.because(" / ".join(names.values())))
    return made


def change_category(session: Session, category: Category, draft: CategoryDraft, act: Act) -> bool:
    """Other names, another deposit, another rule for own goods; says whether anything changed. The slug stays, whatever
    the form says. The floor is changed by floors.set_floor."""
    name, names = _names(session, draft, category.parent_id, besides=category)
    _check_figures(draft)
    names = not_offered(category.names) | names
    before = _facts(category)
    wanted = {"name": name, "names": names, "deposit": draft.deposit, "approves_own": draft.approves_own}
    if not set_facts(category, **wanted):
        return False
    session.flush()
    note_audit(session, "category.change", _subject(category), act, changes_between(before, _facts(category)))
    return True


def order_categories(session: Session, siblings: Sequence[Category], act: Act) -> bool:
    """Puts the categories of one level in this order; says whether that changed anything."""
    if [category.position for category in siblings] == list(range(len(siblings))):
        return False
    before = [category.slug for category in sorted(siblings, key=lambda sibling: (sibling.position, sibling.id))]
    for position, sibling in enumerate(siblings):
        sibling.position = position
    session.flush()
    after = [category.slug for category in siblings]
    if before != after:
        moved = Change(Said(N_("顺序")), " ".join(before), " ".join(after))
        note_audit(session, "category.order", " ".join(after), act, [moved])
    return before != after


def retire(session: Session, category: Category, act: Act) -> bool:
    """No new goods from now on; a root takes its children along. Says whether it was in use."""
    if not _step(session, category, act.at):
        return False
    if category.parent_id is None:
        children = update(Category).where(_category.c.parent_id == category.id, _category.c.retired_at.is_(None))
        session.exec(children.values(retired_at=act.at))
    session.expire_all()
    note_audit(session, "category.retire", _subject(category), act)
    return True


def reinstate(session: Session, category: Category, act: Act) -> bool:
    """Puts a category in use again; a root brings back the children it took along. Says whether it was retired. Raises
    Refused for a child whose root is retired."""
    root = session.get(Category, category.parent_id) if category.parent_id else None
    if root is not None and root.retired_at is not None:
        raise Refused("", N_("先恢复上面的大类“%(name)s”"), name=root.name)
    since = category.retired_at
    if since is None or not _step(session, category, None):
        return False
    if category.parent_id is None:
        children = update(Category).where(_category.c.parent_id == category.id, _category.c.retired_at == since)
        session.exec(children.values(retired_at=None))
    session.expire_all()
    note_audit(session, "category.bring_back", _subject(category), act)
    return True


def goods_in(session: Session, category: Category) -> int:
    """How many goods hang on it, in any state; on a root's children."""
    children = select(Category.id).where(col(Category.parent_id) == category.id)
    hung = (col(Goods.category_id) == category.id) | col(Goods.category_id).in_(children)
    return int(session.exec(select(func.count()).select_from(Goods).where(hung)).one())


def _step(session: Session, category: Category, retired_at: datetime | None) -> bool:
    """Takes the step; one of two people at once does."""
    was = _category.c.retired_at.is_not(None) if retired_at is None else _category.c.retired_at.is_(None)
    taken = session.exec(update(Category).where(_category.c.id == category.id, was).values(retired_at=retired_at))
    return bool(taken.rowcount == 1)


def _slug(draft: CategoryDraft) -> str:
    named = ("-".join(re.findall(r"[a-z0-9]+", name.lower())) for name in draft.names.values())
    slug = one_line(draft.slug).lower() or next(filter(None, named), "")
    if not _PLAIN.fullmatch(slug) or len(slug) > SLUG_LIMIT or slug == "new":
        raise Refused("slug", N_("代号用小写英文字母、数字和短横，最多 %(most)d 个字"), most=SLUG_LIMIT)
    return slug


def _same(existing: Category, draft: CategoryDraft, root: Category | None) -> bool:
    names = {language: one_line(name) for language, name in draft.names.items() if one_line(name)}
    said = (one_line(draft.name), names, root.id if root else None)
    return (existing.name, existing.names, existing.parent_id) == said


def _facts(category: Category) -> dict[str, str]:
    names = {N_("名字"): " / ".join(every_name(category))}
    own = {N_("自营每件都审"): Said(N_("是"))} if category.approves_own else {}
    return said_facts(names | {N_("保证金"): Said(N_("%(yuan)s 元"), yuan=category.deposit.yuan)} | own)


def _names(
    session: Session, draft: CategoryDraft, parent_id: int | None, *, besides: Category | None = None
) -> tuple[str, dict[str, str]]:
    """The Chinese name and the others, of which there is at least one, as they will be kept. Files name categories of
    the second level: there each name is one's alone."""
    others = {language: one_line(draft.names.get(language, "")) for language in OTHER_LANGUAGES}
    given = {language: name for language, name in others.items() if name}
    name = one_line(draft.name)
    if not name or not (given or not others):
        raise Refused("name" if not name else f"name_{OTHER_LANGUAGES[0]}", N_("两种语言的名字都要有"))
    asked = [(f"name_{language}", said, OTHER_NAME_LIMIT) for language, said in given.items()]
    for field, said, most in [("name", name, CATEGORY_NAME_LIMIT), *asked]:
        if len(said) > most:
            raise Refused(field, N_("最多 %(most)d 个字"), most=most)
        if _PARTING.search(said):
            raise Refused(field, N_("名字里不能有 / 和 >，表格里用它们隔开大类和类目"))
        if _taken(session, said, parent_id, besides):
            raise Refused(field, N_("已经有类目叫这个名字了"))
    return name, given


def _taken(session: Session, said: str, parent_id: int | None, besides: Category | None) -> bool:
    level = col(Category.parent_id).is_(None) if parent_id is None else col(Category.parent_id).is_not(None)
    others = [category for category in session.exec(select(Category).where(level)) if category is not besides]
    return any(said.casefold() in (one.slug, *map(str.casefold, every_name(one))) for one in others)


def _check_figures(draft: CategoryDraft) -> None:
    if not 0 <= draft.floor_bp <= MOST_BP:
        raise Refused("floor", N_("佣金率最高 %(most)d%%"), most=MOST_BP // 100)
    if not 0 <= draft.deposit <= MOST_DEPOSIT:
        raise Refused("deposit", N_("保证金在 0 到 %(most)s 元之间"), most=MOST_DEPOSIT.short)


def _last(session: Session, root: Category | None) -> int:
    level = col(Category.parent_id).is_(None) if root is None else col(Category.parent_id) == root.id
    return int(session.exec(select(func.coalesce(func.max(Category.position), -1)).where(level)).one()) + 1


def _subject(category: Category) -> str:
    return f"{category.slug} {category.name}"
