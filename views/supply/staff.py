"""/supply/staff: who works for the supplier, with which roles; for owners."""

from collections.abc import Collection

from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.account.role import STAFF_ROLES
from models.catalogue.supplier.hired import invite_to_staff, uninvite_to_staff
from models.catalogue.supplier.hiring import change_staff_roles, remove_from_staff, take_onto_staff
from models.catalogue.supplier.staff import staff_appointments
from models.kernel.errors import N_
from views.kit import store
from views.kit.acting import as_supplier
from views.kit.house import house
from views.kit.identity import supplier
from views.parts.crew.crew import Crew
from views.parts.crew.screens import screens
from views.supply.blueprint import supply

OPENED_BY = ("owner",)
ASKS_AGAIN = True


class _Verbs:
    def invite(self, called: str, roles: Collection[str]) -> JoiningLink:
        return invite_to_staff(store.session(), supplier(), called, roles, as_supplier(), rules=house().rules)

    def uninvite(self, link: JoiningLink) -> bool:
        return uninvite_to_staff(store.session(), supplier(), link, as_supplier())

    def change(self, member: Member, roles: Collection[str], why: str, seen: Collection[str]) -> bool:
        return change_staff_roles(store.session(), supplier(), member, roles, as_supplier(why), seen=seen)

    def remove(self, member: Member, why: str) -> bool:
        return remove_from_staff(store.session(), supplier(), member, as_supplier(why))

    def give_back(self, member: Member, roles: Collection[str], why: str) -> None:
        take_onto_staff(store.session(), supplier(), member, roles, as_supplier(why))


def _crew() -> Crew:
    words = {
        "title": N_("员工"),
        "about": N_("谁替你们做事，各管什么。撤下的人马上用不了，他做过的都留着。"),
        "last": N_("只有一位负责人。再请一位，万一有人离开，账号还有人管。"),
    }
    own = supplier()
    return Crew("supply", STAFF_ROLES, list(staff_appointments(store.session(), own)), own.id, _Verbs(), words)


screens.mount(supply, _crew, by=__name__, at="/staff")
