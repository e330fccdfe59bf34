"""Two looks of the same goods side by side: only what differs, the way people compare it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import unescape

from flask_babel import gettext
from sqlmodel import Session

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import GATED, GoodsLook, look_of, same_sku
from models.catalogue.goods.skus import SkuDraft
from models.kernel.money import WHOLE, Money
from models.kernel.text import one_line
from views.kit import locale

# A piece of text: as it was, or only on this side.
Piece = tuple[bool, str]
_TAG = re.compile(r"<[^<>]*>")
_BREAK = re.compile(r"</(?:p|li|h3|h4|tr|blockquote)>|<br\s*/?>")
# Longer texts are compared by lines.
_BY_SIGNS = 300
_LABELS = ("title", "brand", "category_id", "option_names", "pictures", "description", "details", "attributes", "skus")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a row: pieces of text, or a price, or pictures, or long ones, with whether each is only here."""

    pieces: tuple[Piece, ...] = ()
    price: Money | None = None
    pictures: tuple[tuple[str, bool], ...] = ()
    details: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What differs, and how. `note` says what an eye may miss: by how much a price moved."""

    name: str
    was: Side
    now: Side
    note: str = ""


@dataclass(frozen=True, slots=True)
class Versus:
    """All that differs, and the names of what does not."""

    rows: list[Row]
    same: list[str] = field(default_factory=list)


def versus(session: Session, goods: Goods, now: GoodsLook, *, move_bp: int) -> Versus:
    """How goods stand beside how they are wanted: the rows, in the order in which buyers see the facts. Prices are
    measured from what was approved last."""
    was = look_of(goods)
    approved = {sku.code: sku.approved_price for sku in goods.skus if sku.approved_price is not None}
    rows = [*_texts(session, was, now), *_pictures(was, now), *_attributes(was, now)]
    rows += [*_skus(was, now, _Measure(approved, move_bp)), *_description(was, now), *_details(was, now)]
    differ = {name for name in GATED if getattr(was, name) != getattr(now, name)}
    if was.digests != now.digests:
        differ.add("pictures")
    if was.details != now.details:
        differ.add("details")
    if any(not same_sku(*pair) for pair in _pairs(was, now)):
        differ.add("skus")
    return Versus(rows, [_label(name) for name in _LABELS if name not in differ])


def _label(name: str) -> str:
    return {
        "title": gettext("标题"),
        "brand": gettext("品牌"),
        "category_id": gettext("类目"),
        "option_names": gettext("规格名"),
        "pictures": gettext("图片"),
        "description": gettext("描述"),
        "details": gettext("图文详情"),
        "attributes": gettext("属性"),
        "skus": gettext("规格和价格"),
    }[name]


def _texts(session: Session, was: GoodsLook, now: GoodsLook) -> Iterator[Row]:
    if was.title != now.title:
        yield _text_row(_label("title"), was.title, now.title)
    if was.brand != now.brand:
        yield _text_row(_label("brand"), was.brand, now.brand)
    if was.category_id != now.category_id:
        yield _whole_row(_label("category_id"), _category(session, was), _category(session, now))
    if was.option_names != now.option_names:
        yield _whole_row(_label("option_names"), " · ".join(was.option_names), " · ".join(now.option_names))
    if was.declared_price != now.declared_price:
        yield Row(gettext("站外价"), Side(price=was.declared_price), Side(price=now.declared_price))


def _pictures(was: GoodsLook, now: GoodsLook) -> Iterator[Row]:
    if was.digests != now.digests:
        before, after = (
            Side(pictures=tuple((digest, digest not in other.digests) for digest in look.digests))
            for look, other in ((was, now), (now, was))
        )
        moved = set(was.digests) == set(now.digests)
        yield Row(_label("pictures"), before, after, gettext("只换了顺序") if moved else "")


def _details(was: GoodsLook, now: GoodsLook) -> Iterator[Row]:
    if was.details != now.details:
        sides = [[one.digest for one in look.details] for look in (was, now)]
        before, after = (
            Side(details=tuple((digest, digest not in theirs) for digest in mine))
            for mine, theirs in (sides, sides[::-1])
        )
        moved = set(sides[0]) == set(sides[1])
        yield Row(_label("details"), before, after, gettext("只换了顺序") if moved else "")


def _attributes(was: GoodsLook, now: GoodsLook) -> Iterator[Row]:
    for name in dict.fromkeys([*was.attributes, *now.attributes]):
        before, after = was.attributes.get(name, ""), now.attributes.get(name, "")
        if before != after:
            yield _text_row(name, before, after)


def _description(was: GoodsLook, now: GoodsLook) -> Iterator[Row]:
    if was.description == now.description:
        return
    before, after = _lines(was.description), _lines(now.description)
    if before == after:
        # Only the tags differ: the words are the same, their layout is not.
        before, after = was.description.splitlines(), now.description.splitlines()
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, b, e, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            sides[0].extend((True, line) for line in before[b:e])
            sides[1].extend((True, line) for line in after[c:d])
    yield Row(_label("description"), Side(tuple(sides[0])), Side(tuple(sides[1])))


def _skus(was: GoodsLook, now: GoodsLook, measure: "_Measure") -> Iterator[Row]:
    for before, after in _pairs(was, now):
        if same_sku(before, after):
            continue
        shown = after or before
        assert shown is not None
        name = " · ".join(shown.options) or gettext("价格")
        if before is None or after is None:
            yield Row(name, _offer(before), _offer(after), gettext("新规格") if before is None else gettext("不再卖"))
            continue
        if before.options != after.options:
            yield _whole_row(gettext("规格"), " · ".join(before.options), " · ".join(after.options))
        if before.price != after.price:
            yield Row(name, Side(price=before.price), Side(price=after.price), measure.moved(before, after.price))
        if before.was != after.was:
            yield Row(gettext("划线价"), Side(price=before.was), Side(price=after.was))
        if before.picture != after.picture:
            yield Row(gettext("%(name)s 的图", name=name), _own_picture(before), _own_picture(after))
        if before.commission_bp != after.commission_bp:
            yield _whole_row(gettext("佣金"), _rate(before), _rate(after))


def _own_picture(sku: SkuDraft) -> Side:
    return Side(pictures=((sku.picture, True),)) if sku.picture else Side()


def _pairs(was: GoodsLook, now: GoodsLook) -> list[tuple[SkuDraft | None, SkuDraft | None]]:
    codes = dict.fromkeys(sku.code for sku in (*was.skus, *now.skus))
    return [(was.sku(code), now.sku(code)) for code in codes]


def _offer(sku: SkuDraft | None) -> Side:
    return Side(((False, "—"),)) if sku is None else Side(price=sku.price)


@dataclass(frozen=True, slots=True)
class _Measure:
    """What prices are measured from, and how far they may move without a look."""

    approved: Mapping[str, Money]
    move_bp: int

    def moved(self, before: SkuDraft, now: Money) -> str:
        base = self.approved.get(before.code, before.price)
        share = f"{abs(int(now) - int(base)) * 100 // int(base)}"
        words = {"share": share, "most": f"{self.move_bp * 100 / WHOLE:g}", "base": base.short}
        if base != before.price:
            return gettext("上次批准的是 ¥%(base)s，差 %(share)s%%", **words)
        if abs(int(now) - int(base)) * WHOLE <= int(base) * self.move_bp:
            return gettext("降 %(share)s%%", **words) if now < base else gettext("涨 %(share)s%%", **words)
        if now < base:
            return gettext("降 %(share)s%%，超过 %(most)s%% 要看", **words)
        return gettext("涨 %(share)s%%，超过 %(most)s%% 要看", **words)


def _rate(sku: SkuDraft) -> str:
    return f"{(sku.commission_bp or 0) / 100:g}%"


def _category(session: Session, look: GoodsLook) -> str:
    category = session.get(Category, look.category_id) if look.category_id else None
    return category.called(locale.current()) if category else "—"


def _whole_row(name: str, was: str, now: str) -> Row:
    return Row(name, Side(((False, was or "—"),)), Side(((True, now),) if now else ((False, "—"),)))


def _text_row(name: str, was: str, now: str) -> Row:
    """Short texts are compared sign by sign, as long as most of it stays; else the whole is another."""
    matcher = SequenceMatcher(None, was, now, autojunk=False)
    if not was or not now or max(len(was), len(now)) > _BY_SIGNS or matcher.ratio() < 0.4:
        return _whole_row(name, was, now)
    sides: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, b, e, c, d in matcher.get_opcodes():
        for side, piece in zip(sides, (was[b:e], now[c:d]), strict=True):
            if piece:
                side.append((tag != "equal", piece))
    return Row(name, Side(tuple(sides[0])), Side(tuple(sides[1])))


def _lines(markup: str) -> Sequence[str]:
    text = unescape(_TAG.sub(" ", _BREAK.sub("\n", markup)))
    return [line for line in map(one_line, text.split("\n")) if line]
