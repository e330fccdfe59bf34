"""Invitations that shopkeepers make, out of what their level gives for a month. Whom they bring is known, and pays them
nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlmodel import Session

from models.account.invitation.invitation import Invitation
from models.account.invitation.making import ForMany, invite_for_many, invite_many
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.months import begins, month_of
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.shop.levelling import levels_of
from models.shop.opening import hold_keeper, shops_of
from models.shop.points import bars_of

_table = table_of(Invitation)
# How long a short code of a keeper's is good.
KEEPERS_DAYS = 30


@dataclass(frozen=True, slots=True)
class InvitingRoom:
    """For how many people a keeper may make invitations this month, and for how many they did. What was revoked counts
    by who came. `is_barred`: the keeper's points take it away for now."""

    given: int
    taken: int
    is_barred: bool = False

    @property
    def left(self) -> int:
        """How many more."""
        return max(0, self.given - self.taken)


def inviting_room(session: Session, keeper: Member, *, rules: Rules, at: datetime) -> InvitingRoom:
    """By the best level of the keeper's open shops; none without one, and while points take it away."""
    shops = [shop.id for shop in shops_of(session, keeper) if shop.closed_at is None]
    given = max((level.invitations for level in levels_of(session, shops, at).values()), default=0) if shops else 0
    places = case((_table.c.revoked_at.is_not(None), _table.c.used_count), else_=_table.c.quota)
    mine = (_table.c.made_by == keeper.id, _table.c.by_keeper, _table.c.made_at >= begins(month_of(at)))
    taken = session.connection().execute(select(func.coalesce(func.sum(places), 0)).where(*mine)).scalar_one()
    is_barred = bars_of(session, keeper, rules=rules, at=at).invitations
    return InvitingRoom(0 if is_barred else given, int(taken), is_barred)


def invite_as_keeper(session: Session, keeper: Member, people: int, act: Act, *, rules: Rules, once: str) -> str:
    """An invitation for so many people, whose code it returns: a personal one for one, a short one for more. A form
    that is sent twice makes it once. Raises Refused("people") where the level does not give that many."""
    if people < 1:
        raise Refused("people", N_("至少邀请 1 个人"))
    # Two taps at once queue up here; what would be too many is made and counted, and then given up by the caller.
    hold_keeper(session, keeper)
    mark = f"keeper {keeper.id} {once}"
    if people == 1:
        (code,) = invite_many(session, 1, act, by_keeper=True, once=mark)
    else:
        wanted = ForMany(people, act.at + timedelta(days=KEEPERS_DAYS))
        code = invite_for_many(session, wanted, act, by_keeper=True, once=mark).code
    room = inviting_room(session, keeper, rules=rules, at=act.at)
    if room.is_barred:
        raise Refused("", N_("扣分到了 %(points)s 分，暂时不能发邀请码"), points=rules.points_no_invitations)
    if room.taken > room.given:
        left = max(0, room.given - (room.taken - people))
        raise Refused("people", N_("这个月还能邀请 %(left)d 人"), left=left)
    return code
