"""The demo's conversations: asked, answered, answered by the supplier, and some that wait."""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import col, select

from demo.content import GOODS, TALKS
from demo.content.schema import DemoMessage, DemoTalk
from demo.network import Network
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.talk.answer import Answer
from models.talk.answering import answer
from models.talk.conversation import Conversation
from models.talk.public_answers import approve_answer
from models.talk.talking import MessageDraft, call_in, open_talk, say

_SUPPLIERS = {one.handle: one.supplier for one in GOODS}


def hold_talks(network: Network, rules: Rules, at: datetime) -> None:
    """Each visitor is somebody else."""
    for place, one in enumerate(TALKS):
        _talk(network, place, one, rules, at - timedelta(hours=one.hours_ago))


def _talk(network: Network, place: int, one: DemoTalk, rules: Rules, at: datetime) -> None:
    visitor = hashlib.sha256(f"demo-talk-{place}".encode()).hexdigest()[:32]
    goods, shop = network.goods[one.goods], network.shops[one.shop]
    talk = open_talk(network.session, visitor=visitor, goods=goods, shop=shop, at=at)
    for number, message in enumerate(one.said):
        _say(network, talk, one, message, f"demo-{place}-{number}", rules, at + timedelta(hours=message.hours))
    if one.on_page:
        _show(network, one, at + timedelta(hours=6))


def _say(
    network: Network, talk: Conversation, one: DemoTalk, message: DemoMessage, once: str, rules: Rules, at: datetime
) -> None:
    session, words = network.session, MessageDraft(message.text, once)
    if message.side == "buyer":
        say(session, talk, words, Act.buyer(at), rules=rules)
        return
    if message.side == "supplier":
        call_in(session, talk, at=at - timedelta(hours=2))
    by = network.person(one.shop if message.side == "keeper" else _SUPPLIERS[one.goods])
    answer(session, talk, words, Act(message.side, by, at), remember=True, rules=rules)


def _show(network: Network, talk: DemoTalk, at: datetime) -> None:
    """What the supplier answered stands on the goods page, in its own words."""
    told = select(Answer).where(Answer.goods_id == network.goods[talk.goods].id, col(Answer.shop_id).is_(None))
    for kept in network.session.exec(told):
        approve_answer(kept, question=talk.said[0].text, words=kept.answer, at=at)
