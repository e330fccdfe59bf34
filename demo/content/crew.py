"""The demo's people beside the first operator and the suppliers' owners: each may do a part of the work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoColleague:
    """`supplier` is the handle of the one they work for; without it they work at the desk."""

    name: str
    phone: str
    roles: tuple[str, ...]
    supplier: str = ""


COLLEAGUES = (
    DemoColleague("小铺审核", "13800000002", ("approval", "people")),
    DemoColleague("小铺财务", "13800000003", ("service", "finance")),
    DemoColleague("林阿强", "13800000015", ("shipping",), "yunling"),
    DemoColleague("林小满", "13800000016", ("goods", "service"), "yunling"),
)
