"""The demo's invitations: three for one person each, a short code that a campaign gave out, and one of a keeper's whose
level gives some. Two people came by them; one more waits until the desk has confirmed the phone."""

from datetime import datetime, timedelta

from demo.network import Network
from demo.stock import PASSWORD
from models.account.invitation.making import ForMany, invite, invite_for_many
from models.account.invitation.taking_up import take_up
from models.account.joining import add_member, newcomer
from models.account.member import Member, Persona
from models.account.signing_up.confirming import ask_to_join
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.shop.inviting import invite_as_keeper, inviting_room

WORD, CAMPAIGN, PLACES = "DUAT", "春茶展会", 100
_HANDED_OUT = 3


def hand_out_invitations(network: Network, rules: Rules, at: datetime) -> None:
    """Those for one person last: the newest of them stand first, also in what `flask demo --json` tells."""
    session, before = network.session, at - timedelta(days=6)
    act = Act.operator(network.operator, before)
    short = invite_for_many(session, ForMany(PLACES, at + timedelta(days=60), CAMPAIGN, WORD), act)
    _come(network, short.code, "小穗", "13800000931", "creator", before + timedelta(days=2))
    keeper = next((one for one in _keepers(network) if inviting_room(session, one, rules=rules, at=at).left > 1), None)
    if keeper is not None:
        code = invite_as_keeper(session, keeper, 2, Act.keeper(keeper, at), rules=rules, once="demo")
        _come(network, code, "阿满", "13800000932", "fan", at)
    waits = newcomer(phone="13800000933", name="小雨", password=PASSWORD, persona="newcomer")
    ask_to_join(session, waits, WORD, once="demo", act=Act.owner(None, at - timedelta(hours=20)))
    for _ in range(_HANDED_OUT):
        invite(session, Act.operator(network.operator, at))


def _keepers(network: Network) -> list[Member]:
    return [shop.keeper for shop in network.shops.values()]


def _come(network: Network, code: str, name: str, phone: str, persona: Persona, at: datetime) -> None:
    """Somebody who has an account and no shop yet."""
    who = newcomer(phone=phone, name=name, password=PASSWORD, persona=persona)
    member = add_member(network.session, who, at=at)
    member.phone_proven_at = at
    take_up(network.session, code, Act.keeper(member, at))
