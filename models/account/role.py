"""Roles: what a person at the desk, or on a supplier's staff, may do. Each is declared here once; the order is the one
in which people read them. Which screens a role opens is said beside the screens (views/kit/groups.py)."""

from collections.abc import Collection
from typing import Final, Generic, Literal, TypeVar

from models.kernel.errors import N_

DeskRole = Literal["admin", "approval", "people", "service", "finance"]
StaffRole = Literal["owner", "goods", "shipping", "service", "finance"]
Name = TypeVar("Name", bound=str)


class Role(Generic[Name]):
    """One role. `words` is what people call it, `about` what it is for; `opens_all` where it opens what every other
    role opens."""

    def __init__(self, name: Name, words: str, about: str, *, opens_all: bool = False) -> None:
        self.name, self.words, self.about, self.opens_all = name, words, about, opens_all


DESK_ROLES: Final[tuple[Role[DeskRole], ...]] = (
    Role("admin", N_("管理员"), N_("加人、改岗位，改设置，看全部记录")),
    Role("approval", N_("审核"), N_("审核商品，管类目")),
    Role("people", N_("商户"), N_("管店铺、供货商、邀请码和课堂")),
    Role("service", N_("客服"), N_("看对话，裁定纠纷")),
    Role("finance", N_("财务"), N_("核对收款账户，付提现、退款和保证金")),
)
STAFF_ROLES: Final[tuple[Role[StaffRole], ...]] = (
    Role("owner", N_("负责人"), N_("什么都能做，还能请人、撤人"), opens_all=True),
    Role("goods", N_("商品"), N_("写商品、装入表格、改库存、发券")),
    Role("shipping", N_("发货"), N_("发包裹、填运单、管运费，收退货")),
    Role("service", N_("客服"), N_("答买家、处理售后")),
    Role("finance", N_("财务"), N_("对账、提现、看保证金")),
)
# The role that gives roles: of each of these somebody always stays.
LAST_AT_DESK: Final[DeskRole] = "admin"
LAST_ON_STAFF: Final[StaffRole] = "owner"


def roles_named(names: Collection[str], roles: Collection[Role[Name]]) -> list[Role[Name]]:
    """The roles of these names, as people read them; a name that is none is left out."""
    return [role for role in roles if role.name in names]
