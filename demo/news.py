"""What the demo's people were told, and where one was signed in: a keeper and a supplier, who read most of it."""

from datetime import datetime, timedelta

from sqlmodel import select

from demo.content import SHOPS, SUPPLIERS
from demo.network import Network
from models.account.browser import Browser
from models.account.member import Member
from models.account.sign_in import SignIn
from models.account.signing_in import begin_sign_in, end_sign_in
from models.kernel.codes import new_token
from models.kernel.rules import Rules
from models.notify.news import Audience
from models.notify.noting import Span, Wanted, news_of, note_news, see_news
from models.stories.news import news_kinds

_BACK, _MOST, _UNREAD = timedelta(days=30), 6, 2
_PHONE = Browser("iPhone", "WeChat", "113.87.160.0/24")
_DESK = Browser("Mac", "Chrome", "113.87.160.0/24")


def tell_some(network: Network, rules: Rules, at: datetime) -> None:
    """What happened lately to both, as the worker would have told it; the newest of it is not read yet."""
    keeper, staff = network.person(SHOPS[0].handle), network.person(SUPPLIERS[0].handle)
    span = Span(at - _BACK, at)
    wanted = [one for kind in news_kinds().values() for one in kind.find(network.session, span, rules)]
    _tell(network, keeper, "keeper", wanted, at)
    _tell(network, staff, "supplier", wanted, at)


def sign_in_before(network: Network, at: datetime) -> None:
    """A phone that was signed out, and a computer that is still signed in; nobody has its cookie."""
    session, keeper = network.session, network.person(SHOPS[0].handle)
    begin_sign_in(session, keeper, _PHONE, secret=new_token(), at=at - timedelta(days=5))
    phone = session.exec(select(SignIn).where(SignIn.member_id == keeper.id)).one()
    end_sign_in(session, phone, at=at - timedelta(days=3))
    begin_sign_in(session, keeper, _DESK, secret=new_token(), at=at - timedelta(days=1))


def _tell(network: Network, member: Member, audience: Audience, wanted: list[Wanted], at: datetime) -> None:
    mine = [one for one in wanted if (one.member_id, one.audience) == (member.id, audience) and one.happened_at < at]
    for one in sorted(mine, key=lambda one: one.happened_at)[-_MOST:]:
        note_news(network.session, [one], at=one.happened_at + timedelta(minutes=1))
    read = news_of(network.session, member.id, audience)[_UNREAD:]
    if read:
        see_news(network.session, member.id, audience, read[0].id, at=at)
