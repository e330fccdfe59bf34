"""/desk/people: who works the desk, with which roles; for admins."""

from collections.abc import Collection, Sequence

from sqlmodel import col, select

from models.account.desk.appointing import change_roles, remove_from_desk, take_into_desk
from models.account.desk.appointment import DeskAppointment
from models.account.desk.joining import invite_to_desk, uninvite_to_desk
from models.account.joining_link import JoiningLink
from models.account.member import Member
from models.account.role import DESK_ROLES
from models.kernel.errors import N_
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.house import house
from views.parts.crew.crew import Crew
from views.parts.crew.screens import screens

OPENED_BY = ("admin",)
ASKS_AGAIN = True


class _Verbs:
    def invite(self, called: str, roles: Collection[str]) -> JoiningLink:
        return invite_to_desk(store.session(), called, roles, as_operator(), rules=house().rules)

    def uninvite(self, link: JoiningLink) -> bool:
        return uninvite_to_desk(store.session(), link, as_operator())

    def change(self, member: Member, roles: Collection[str], why: str, seen: Collection[str]) -> bool:
        return change_roles(store.session(), member, roles, as_operator(why), seen=seen)

    def remove(self, member: Member, why: str) -> bool:
        return remove_from_desk(store.session(), member, as_operator(why))

    def give_back(self, member: Member, roles: Collection[str], why: str) -> None:
        take_into_desk(store.session(), member, roles, as_operator(why))


def _crew() -> Crew:
    words = {
        "title": N_("人员"),
        "about": N_("谁在工作台，各管什么。撤下的人马上用不了，他做过的都留着。"),
        "last": N_("只有一位管理员。再请一位，万一有人离开，工作台还有人管。"),
    }
    return Crew("desk", DESK_ROLES, _rows(), None, _Verbs(), words)


def _rows() -> Sequence[DeskAppointment]:
    return store.session().exec(select(DeskAppointment).order_by(col(DeskAppointment.id))).all()


screens.mount(desk, _crew, by=__name__, at="/people")
