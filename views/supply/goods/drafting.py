"""From the form of goods to what will be kept: whether all of it is right, and the draft that it makes."""

from flask_babel import gettext as _
from sqlmodel import col, select

from models.catalogue.category.category import Attribute, Category, attributes_of
from models.catalogue.goods.editing import GoodsDraft
from models.catalogue.goods.skus import SkuDraft
from models.kernel.money import Money
from views.kit import store
from views.supply.goods.form import GoodsForm
from views.supply.goods.sku_rows import SkuRow


def all_valid(form: GoodsForm, rows: list[SkuRow]) -> bool:
    """Checks everything, so that all that is to mend is told at once."""
    written = [row for row in rows if not row.is_blank and not row.remove.data]
    valid = form.validate()
    wrong = [number for number, row in enumerate(written, 1) if not row.validate()]
    if not written:
        form.form_errors.append(_("规格表里至少写一行：价格和库存"))
    if wrong:
        form.form_errors.append(_("规格表第 %(rows)s 行还要改", rows="、".join(map(str, wrong))))
    return valid and not wrong and bool(written)


def drafted(form: GoodsForm, rows: list[SkuRow], answers: dict[str, str]) -> GoodsDraft:
    """What the form says, as goods."""
    written = [row for row in rows if not row.is_blank and not row.remove.data]
    category, asked = category_of(form), {attribute.name: attribute for attribute in questions_of(form)}
    return GoodsDraft(
        title=form.title.data or "",
        category=category,
        attributes={name: asked[name].read(said) if name in asked else said for name, said in answers.items()},
        description=form.description.data or "",
        brand=form.brand.data or "",
        barcode=form.barcode.data or "",
        option_names=form.option_names,
        skus=tuple(_sku(row, form.named_places) for row in written),
        declared_price=form.declared_price.data,
        declared_commission_bp=form.declared_commission_bp.data,
        seen={row.kept.data: int(row.seen.data) for row in written if row.kept.data and _is_stock(row.seen.data)},
    )


def category_of(form: GoodsForm) -> Category | None:
    """The category chosen; roots cannot be."""
    chosen = select(Category).where(
        col(Category.slug) == (form.category.data or ""), col(Category.parent_id).is_not(None)
    )
    return store.session().exec(chosen).first()


def questions_of(form: GoodsForm) -> list[Attribute]:
    """What the chosen category wants to know."""
    category = category_of(form)
    return attributes_of(store.session(), category.id) if category else []


def _sku(row: SkuRow, places: tuple[int, ...]) -> SkuDraft:
    values = tuple(" ".join((row[f"option{place}"].data or "").split()) for place in places)
    code = row.kept.data or " ".join((row.code.data or "").split())
    return SkuDraft(code, values, row.price.data or Money(0), row.was.data, row.stock.data, row.commission.data)


def _is_stock(seen: str | None) -> bool:
    """Whether a hidden field holds what the page put there."""
    return seen is not None and seen.isascii() and seen.isdecimal() and len(seen) <= 9
