"""The demo network as the fuzzer's ground: loaded once for a seed, and given out again and again as it was then."""

import base64
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlmodel import col, select

from config import Config
from demo import load as demo
from demo.candidates import CANDIDATE
from demo.content import SHOPS, SUPPLIERS
from demo.content.crew import COLLEAGUES
from demo.network import OPERATOR
from models.account.identity.giving import IdentityKeys
from models.account.invitation.invitation import Invitation
from models.account.member import Member
from models.kernel.act import Act
from models.kernel.clock import now
from models.link.link import Link
from models.shop.shop import Shop
from models.stories.stop.member import let_member_back
from models.talk.conversation import Conversation
from models.trade.order.order import Order
from tests.given import apps, databases
from tests.given.people import Person
from views.kit.house import House
from views.kit.limits import limiter
from views.parts.payouts import seal

ROLES = ("stranger", "buyer", "keeper", "supplier", "staff", "operator", "clerk", "applicant")


@contextmanager
def by_chance(seed: str) -> Iterator[None]:
    """Codes, tokens and numbers are drawn by the seed, so that a run, and a single request of it, can be had again."""
    rng = Random(seed)
    drawn: dict[str, Any] = {
        "token_bytes": lambda size=32: rng.randbytes(size),
        "token_hex": lambda size=32: rng.randbytes(size).hex(),
        "token_urlsafe": lambda size=32: base64.urlsafe_b64encode(rng.randbytes(size)).rstrip(b"=").decode(),
        "randbelow": rng.randrange,
    }
    kept = {name: vars(secrets)[name] for name in drawn}
    try:
        vars(secrets).update(drawn)
        yield
    finally:
        vars(secrets).update(kept)


class Ground:
    """One demo network on one kind of database, and copies of it."""

    def __init__(self, kind: str, seed: str, stack: ExitStack) -> None:
        self.kind, self.seed, self._stack = kind, seed, stack
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xiaopu-fuzz-")))
        self.url = self._empty()
        with self._app(self.url, self.folder / "data") as app, app.app_context(), by_chance(seed):
            house: House = app.extensions["xiaopu"]
            facts: dict[str, Any] = {"gateways": house.gateways, "public_url": house.config.where, "rules": house.rules}
            keys = IdentityKeys(house.config.ring, house.hash_secret)
            demo.load(house.database, house.media, seal=seal(), keys=keys, at=now(), **facts)

    def _empty(self) -> str:
        if self.kind == "sqlite":
            return self._stack.enter_context(databases.sqlite(self.folder))
        return self._stack.enter_context(databases.postgres(own=True))

    @contextmanager
    def copy(self) -> Iterator[Flask]:
        """The program on a network as it was loaded."""
        with ExitStack() as stack:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="xiaopu-fuzz-")))
            shutil.copytree(self.folder / "data", data, dirs_exist_ok=True)
            if self.kind == "sqlite":
                shutil.copy(self.folder / "xiaopu.sqlite3", data)
                url = f"sqlite:///{data}/xiaopu.sqlite3"
            else:
                url = stack.enter_context(databases.postgres_like(self.url))
            yield stack.enter_context(self._app(url, data))

    @contextmanager
    def _app(self, url: str, data: Path) -> Iterator[Flask]:
        # Limits would hide what lies behind them: they have tests of their own.
        config = Config(env="test", data=data, database_url=url, page_cache_seconds=1, fetch_pictures=False)
        made = apps.make_app(config, templates=self.folder / "templates")
        is_on, limiter.enabled = limiter.enabled, False
        try:
            yield made
        finally:
            limiter.enabled = is_on
            apps.close_app(made)


def people(app: Flask) -> dict[str, Person]:
    """Somebody of each role, newly signed in; who was stopped by what was sent is let back first."""
    house: House = app.extensions["xiaopu"]
    with house.database.transaction() as session:
        for one in session.exec(select(Member).where(Member.stopped)).all():
            let_member_back(session, one, Act.clock(now()))
    made = {role: Person(app) for role in ROLES}
    made["keeper"].sign_in(SHOPS[0].phone)
    made["supplier"].sign_in(SUPPLIERS[0].phone)
    made["operator"].sign_in(OPERATOR)
    made["applicant"].sign_in(CANDIDATE)
    made["staff"].sign_in(next(one.phone for one in COLLEAGUES if one.supplier))
    made["clerk"].sign_in(next(one.phone for one in COLLEAGUES if not one.supplier))
    return made


def doors(app: Flask) -> dict[str, list[str]]:
    """Where each role begins to walk. A buyer knows the addresses of orders and conversations."""
    house: House = app.extensions["xiaopu"]
    with house.database.reading() as session:
        shop, link = session.exec(select(Shop.number)).first(), session.exec(select(Link.code)).first()
        orders = list(session.exec(select(Order.token).order_by(col(Order.id))))
        invitation = session.exec(select(Invitation.code).where(Invitation.kind == "many")).first()
        talks = list(session.exec(select(Conversation.token).order_by(col(Conversation.id)).limit(4)))
    public = ["/", f"/{shop}", f"/q/{link}", "/coupons", "/cart", "/checkout", "/orders", "/mine", "/readyz"]
    public += ["/sign-in", "/sign-up", f"/sign-up?invite={invitation}", "/sign-in/forgotten"]
    own = [f"/orders/{token}" for token in orders] + [f"/talks/{token}" for token in talks if token]
    offices = {"keeper": ["/console"]}
    offices |= {"supplier": ["/supply"], "staff": ["/supply"], "operator": ["/desk"], "clerk": ["/desk"]}
    offices |= {"applicant": ["/supply/apply", "/supply/brands", "/supply/deposit"]}
    return {"stranger": public, "buyer": public + own} | offices
