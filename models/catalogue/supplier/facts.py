"""What a supplier says of itself, for the trail: each fact by what it is called, as people read it."""

from models.account.audit.editing import said_facts
from models.catalogue.supplier.freight import ZoneFreight
from models.catalogue.supplier.supplier import FreightZone, Supplier
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.said import Said


def supplier_subject(supplier: Supplier) -> str:
    """How a row of the trail names a supplier."""
    return f"{supplier.code} {supplier.name}"


def supplier_facts(supplier: Supplier) -> dict[str, str]:
    """What its staff edit of its profile."""
    return said_facts({N_("介绍"): supplier.story, N_("发货地"): supplier.ships_from})


def freight_facts(supplier: Supplier, zones: list[FreightZone]) -> dict[str, str]:
    """Its usual freight, and that of each zone."""
    usual = said_facts({N_("通常的运费"): _terms(supplier.freight, supplier.free_over)})
    return usual | {"、".join(zone.names): _zone(zone) for zone in zones}


def _zone(zone: ZoneFreight) -> str:
    return _terms(zone.fee, zone.free_over) if zone.delivers else Said(N_("不送"))


def _terms(fee: Money, free_over: Money | None) -> str:
    if free_over is None:
        return Said(N_("%(fee)s 元"), fee=fee.yuan)
    return Said(N_("%(fee)s 元，满 %(over)s 元包邮"), fee=fee.yuan, over=free_over.yuan)
