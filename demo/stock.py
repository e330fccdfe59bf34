"""The demo's categories, suppliers and goods, through the same verbs as everybody's."""

from datetime import datetime

from sqlmodel import Session

from demo.content import CATEGORIES, GOODS, SUPPLIERS
from demo.content.schema import DemoCategory, DemoGoods, DemoSupplier, DemoZone
from models.account.joining import new_member
from models.account.member import Member
from models.catalogue.category.attribute_types import type_meant
from models.catalogue.category.category import Attribute, Category
from models.catalogue.goods import listing
from models.catalogue.goods.goods import SKU, Goods, Picture
from models.catalogue.supplier.freight import ZoneTerms, add_zone
from models.catalogue.supplier.supplier import Supplier, enrol
from models.kernel import regions
from models.kernel.act import Act
from models.kernel.codes import fresh_code
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.stories.money.deposits import pay_deposit, require_deposit

PASSWORD = "xiaopu-demo"  # noqa: S105  Printed for everybody to see; the demo never runs in production.


def add_categories(session: Session) -> dict[str, Category]:
    """The tree; returns the children by slug."""
    children: dict[str, Category] = {}
    for place, root in enumerate(CATEGORIES):
        top = _category(session, root, None, place)
        for position, child in enumerate(root.children):
            children[child.slug] = _category(session, child, top, position)
    return children


def _category(session: Session, category: DemoCategory, parent: Category | None, position: int) -> Category:
    made = Category(
        slug=category.slug,
        name=category.name,
        names={"en": category.english},
        commission_floor_bp=category.commission_floor_bp,
        parent_id=parent.id if parent else None,
        position=position,
    )
    session.add(made)
    session.flush()
    for place, attribute in enumerate(category.attributes):
        session.add(
            Attribute(
                category_id=made.id,
                name=attribute.name,
                names={"en": attribute.english},
                type=type_meant("", attribute.choices).name,
                choices=list(attribute.choices),
                required=attribute.required,
                position=place,
            )
        )
    return made


def add_suppliers(session: Session, at: datetime) -> dict[str, tuple[Supplier, Member]]:
    """The companies, each with the member who works for it."""
    return {one.handle: _supplier(session, one, at) for one in SUPPLIERS}


def _supplier(session: Session, one: DemoSupplier, at: datetime) -> tuple[Supplier, Member]:
    staff = new_member(session, phone=one.phone, name=one.staff_name, password=PASSWORD, at=at)
    supplier = Supplier(
        name=one.name,
        kind=one.kind,
        story=one.story,
        ships_from=one.ships_from,
        freight=Money.parse(one.freight),
        free_over=Money.parse(one.free_over) if one.free_over else None,
    )
    enrol(session, supplier, staff=staff, at=at)
    for zone in one.zones:
        add_zone(session, supplier, _terms(zone))
    return supplier, staff


def pay_deposits(
    session: Session, suppliers: dict[str, tuple[Supplier, Member]], rules: Rules, operator: Member, at: datetime
) -> None:
    """Asks every company for the usual deposit, which each has paid."""
    amount = Money(rules.supplier_deposit)
    for supplier, _ in suppliers.values():
        require_deposit(session, supplier, amount, Act.operator(operator, at))
        if amount:
            pay_deposit(session, supplier, amount, Act.operator(operator, at), reference=f"DEMO-{supplier.code}")


def _terms(zone: DemoZone) -> ZoneTerms:
    codes = tuple(place.code[:2] for place in regions.provinces() if place.name in zone.provinces)
    free_over = Money.parse(zone.free_over) if zone.free_over else None
    return ZoneTerms(codes, Money.parse(zone.fee or "0"), free_over, delivers=bool(zone.fee))


def add_goods(
    session: Session,
    suppliers: dict[str, tuple[Supplier, Member]],
    categories: dict[str, Category],
    digests: dict[str, str],
    operator: Member,
    at: datetime,
) -> dict[str, Goods]:
    """The goods by handle, as far along as the content says."""
    made = {}
    for one in GOODS:
        supplier, staff = suppliers[one.supplier]
        goods = _goods(session, one, supplier, categories[one.category], digests, at)
        listing.first_draft(session, goods, Act.supplier(staff, at))
        # Those that wait are submitted at the end (waiting.py).
        if one.state == "on_sale":
            listing.submit(session, goods, Act.supplier(staff, at))
            listing.approve(session, goods, Act.operator(operator, at))
        made[one.handle] = goods
    return made


def _goods(
    session: Session,
    one: DemoGoods,
    supplier: Supplier,
    category: Category,
    digests: dict[str, str],
    at: datetime,
) -> Goods:
    goods = Goods(
        code=fresh_code(session, Goods.code, 8),
        supplier_id=supplier.id,
        category_id=category.id,
        handle=one.handle,
        title=one.title,
        description=one.description,
        barcode=one.barcode,
        option_names=list(one.option_names),
        attributes=dict(one.attributes),
        made_at=at,
        changed_at=at,
    )
    for place, sku in enumerate(one.skus):
        goods.skus.append(
            SKU(
                code=sku.code,
                options=list(sku.options),
                listed_price=Money.parse(sku.price),
                was=Money.parse(sku.was) if sku.was else None,
                stock=sku.stock,
                listed_rate=sku.commission_bp,
                position=place,
            )
        )
    for place, name in enumerate(one.pictures):
        goods.pictures.append(Picture(digest=digests[name], source=name, position=place))
    session.add(goods)
    session.flush()
    return goods
