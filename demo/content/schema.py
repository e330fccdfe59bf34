"""The shapes of the demo network's content: frozen, plain, without a database. Amounts are yuan as people type them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Options = tuple[str, ...]


@dataclass(frozen=True)
class DemoAttribute:
    """What a category asks of its goods; without choices it is free text."""

    name: str
    english: str
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True)
class DemoCategory:
    """A root with children, or a child with attributes."""

    slug: str
    name: str
    english: str
    commission_floor_bp: int
    attributes: tuple[DemoAttribute, ...] = ()
    children: tuple["DemoCategory", ...] = ()


@dataclass(frozen=True)
class DemoZone:
    """Provinces by their names where the freight is another; without a fee nothing is sent there."""

    provinces: tuple[str, ...]
    fee: str = ""
    free_over: str = ""


@dataclass(frozen=True)
class DemoSupplier:
    """A company that stocks the network. Everything about it is invented; its credit code passes the checksum. Without
    free_over the freight is never free."""

    handle: str
    name: str
    kind: Literal["brand", "distributor", "factory", "retailer"]
    story: str
    ships_from: str
    freight: str
    free_over: str
    staff_name: str
    phone: str
    credit_code: str
    capital: str
    zones: tuple[DemoZone, ...] = ()


@dataclass(frozen=True)
class DemoSku:
    """One thing that can be bought; options answer the goods' option names in order."""

    code: str
    options: Options
    price: str
    stock: int
    commission_bp: int
    was: str | None = None


@dataclass(frozen=True)
class DemoGoods:
    handle: str
    supplier: str
    title: str
    category: str
    option_names: tuple[str, ...]
    description: str
    attributes: Mapping[str, str]
    skus: tuple[DemoSku, ...]
    pictures: tuple[str, ...]
    barcode: str = ""
    state: Literal["on_sale", "submitted", "draft"] = "on_sale"


@dataclass(frozen=True)
class DemoPick:
    """One goods in one shop, with what its keeper says about it."""

    goods: str
    reason: str
    pinned: bool = False


@dataclass(frozen=True)
class DemoShop:
    handle: str
    name: str
    keeper_name: str
    phone: str
    introduction: str
    logo: str
    picks: tuple[DemoPick, ...] = ()


@dataclass(frozen=True)
class DemoBuyer:
    name: str
    phone: str
    province: str
    city: str
    district: str
    street: str


@dataclass(frozen=True)
class DemoLine:
    goods: str
    sku: str
    quantity: int


@dataclass(frozen=True)
class DemoOrder:
    """An order as it stands today; buyer is the buyer's phone number."""

    buyer: str
    shop: str
    lines: tuple[DemoLine, ...]
    state: Literal[
        "unpaid", "to_ship", "part_shipped", "shipped", "received", "came_back", "cancelled", "refunded", "stuck"
    ]
    payment: Literal["cod", "test"]
    days_ago: int
    after_sale: Literal["", "asked", "disputed", "done"] = ""


@dataclass(frozen=True)
class DemoPayee:
    """Where an owner's money goes; an owner is a shop's or a supplier's handle. `why` is the desk's, for refusing. A
    later one of the same owner takes the place of the one before."""

    owner: str
    kind: Literal["bank", "alipay"]
    holder: str
    number: str
    bank: str
    branch: str
    state: Literal["asked", "verified", "refused"]
    days_ago: float
    why: str = ""


@dataclass(frozen=True)
class DemoWithdrawal:
    """A withdrawal as it stands today. `said` is its reference where it was paid, else why it came back; `why` is why
    the bank returned it after it was paid."""

    owner: str
    amount: str
    state: Literal["requested", "approved", "exported", "paid", "failed", "returned"]
    days_ago: float
    said: str = ""
    why: str = ""


@dataclass(frozen=True)
class DemoMessage:
    """Something said, so many hours after the first question."""

    side: Literal["buyer", "keeper", "supplier"]
    text: str
    hours: float = 0


@dataclass(frozen=True)
class DemoTalk:
    """A conversation about goods in a shop. Where a supplier speaks, the keeper called it in just before; with
    `on_page` its answer stands on the goods page."""

    shop: str
    goods: str
    hours_ago: float
    said: tuple[DemoMessage, ...]
    on_page: bool = False


def grid(
    code: str, price: str, commission_bp: int, first: Options, second: Options,
    stock: tuple[tuple[int, ...], ...], was: str | None = None,
) -> tuple[DemoSku, ...]:  # fmt: skip
    """Every pair of two options at one price; stock has a row for each first option, a number for each second one."""
    return tuple(
        DemoSku(f"{code}-{i + 1}{j + 1}", (one, other), price, stock[i][j], commission_bp, was)
        for i, one in enumerate(first)
        for j, other in enumerate(second)
    )
