"""What a supplier says of itself, for the trail: each fact by what it is called, as people read it."""

from models.account.audit.editing import said_facts
from models.catalogue.supplier.freight import ZoneFreight
from models.catalogue.supplier.freight_rate import weighed
from models.catalogue.supplier.supplier import FreightZone, Supplier
from models.kernel.errors import N_
from models.kernel.said import Said


def supplier_subject(supplier: Supplier) -> str:
    """How a row of the trail names a supplier."""
    return f"{supplier.code} {supplier.name}"


def supplier_facts(supplier: Supplier) -> dict[str, str]:
    """What its staff edit of its profile."""
    return said_facts({N_("介绍"): supplier.story, N_("发货地"): supplier.ships_from})


def freight_facts(supplier: Supplier, zones: list[FreightZone]) -> dict[str, str]:
    """Its usual freight, and that of each zone."""
    usual = said_facts(
        {
            N_("通常的运费"): supplier.rate.words,
            N_("没写重量的按"): weighed(supplier.usual_grams),
        }
    )
    return usual | {"、".join(zone.names): _zone(zone) for zone in zones}


def _zone(zone: ZoneFreight) -> str:
    return zone.rate.words if zone.delivers else Said(N_("不送"))
