"""Loads the demo network once, and tells what it holds: people to sign in as, shops to visit, links to scan."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, select

from demo import STEP
from demo.applications import Drawer, leave_applications
from demo.art import NAMES
from demo.candidates import leave_candidates
from demo.coupons import give_coupons
from demo.crew import bring_people_in
from demo.details import draw_details
from demo.files import leave_files, raise_stock
from demo.gtins import teach_barcodes
from demo.invitations import hand_out_invitations
from demo.money import bring_cash_home, move_money_out, rule_on_deposit
from demo.nearby import stand_nearby
from demo.network import OPERATOR, network
from demo.news import sign_in_before, tell_some
from demo.own import sell_own
from demo.own_order import buy_from_oneself
from demo.pickup import fetch_some
from demo.pictures import store_all
from demo.posts import post_and_follow
from demo.promising import announce_falls
from demo.reviews import write_reviews
from demo.selling import say_how_it_sells
from demo.settings import change_what_is_set
from demo.stars import ask_for_one_star
from demo.stock import PASSWORD, add_categories, add_goods, add_suppliers, pay_deposits
from demo.stops import prove_nights, stop_some
from demo.talks import hold_talks
from demo.trade import open_shops, place_orders, place_past_orders
from demo.violations import leave_appeal
from demo.visits import count_what_came, let_people_come
from demo.waiting import leave_waiting
from models.account.audit import Audit, note_audit
from models.account.desk.appointing import take_into_desk
from models.account.identity.giving import IdentityKeys
from models.account.joining import new_member
from models.account.member import Member
from models.account.role import DESK_ROLES
from models.checks.check import book_faults
from models.gate.documents.document import DOCUMENT_PURPOSE
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.kernel.months import begins, ends, month_of, preceding
from models.kernel.rules import Rules
from models.kernel.sealed_files import SealedFiles
from models.kernel.sealing import Seal
from models.ledger.sealing.seal import seal_night
from models.link.link import Link
from models.payment.gateways import Gateway
from models.pick.pick import Pick
from models.stories.money.set_levels import set_levels
from models.stories.money.settle import settle
from models.stories.order.time_out import close_over
from models.stories.share.draw import Studio
from models.stories.share.share import share_pick
from models.stories.trail.keep import keep_night

# The last of the steps.
LAST = "invite"
SHARED = 4
PLACEMENTS = ("moments", "group", "print", "chat")


def is_loaded(database: Database) -> bool:
    """Whether the network stands already, to its last step."""
    with database.reading() as session:
        return LAST in _done(session) or (_founded(session) and not _done(session))


def load(
    database: Database,
    media: MediaStore,
    *,
    gateways: dict[str, Gateway],
    public_url: str,
    rules: Rules,
    seal: Seal,
    keys: IdentityKeys,
    at: datetime,
) -> None:
    """Loads everything, step by step in the order in which it happened. A step is a transaction and leaves a row in the
    audit trail: where a crash cut off the loading, it goes on with the step that is missing."""
    step = Step(database, at)
    digests = store_all(media, list(NAMES))
    step("found", lambda session: _found(session, _studio(session, media, public_url, rules), digests, at))
    for back in (2, 1):
        _tell_month(step, back, gateways, rules)
    step("sell", lambda session: place_orders(network(session), gateways, rules, at))
    step("bring-cash-home", lambda session: bring_cash_home(network(session), at))
    step.apart("settle", lambda: _settle(database, rules, at - timedelta(hours=2)))
    step("withdraw", lambda session: move_money_out(network(session), seal, rules, at))
    step("deposit", lambda session: rule_on_deposit(network(session), at))
    step("talk", lambda session: hold_talks(network(session), rules, at))
    step("coupons", lambda session: give_coupons(network(session), gateways["test"], at))
    step("posts", lambda session: post_and_follow(network(session), rules, at))
    step("selling", lambda session: say_how_it_sells(network(session), at))
    step("promising", lambda session: announce_falls(network(session), rules, at))
    step("own-order", lambda session: buy_from_oneself(network(session), gateways["cod"], at))
    step("pick-up", lambda session: fetch_some(network(session), gateways["cod"], rules, at))
    step("reviews", lambda session: write_reviews(network(session), media, rules, at))
    step("own", lambda session: sell_own(network(session), gateways["test"], rules, at))
    step("details", lambda session: _draw_details(session, media, at))
    step("settings", lambda session: change_what_is_set(network(session), rules, at))
    step("people", lambda session: bring_people_in(network(session), rules, at - timedelta(days=60)))
    step("waiting", lambda session: leave_waiting(network(session), rules, at))
    step("files", lambda session: leave_files(network(session), media, at))
    step.apart("more-tins", lambda: raise_stock(database, rules, at))
    step("violations", lambda session: leave_appeal(network(session), rules, at))
    drawer = Drawer(SealedFiles(media, keys.ring, DOCUMENT_PURPOSE), keys)
    step("applications", lambda session: leave_applications(network(session), drawer, rules, at))
    step("candidates", lambda session: leave_candidates(network(session), drawer, rules, at))
    step("stars", lambda session: ask_for_one_star(network(session), drawer, rules, at))
    step("stops", lambda session: stop_some(network(session), rules, at))
    step("proofs", lambda session: prove_nights(network(session), at))
    step("news", lambda session: tell_some(network(session), rules, at))
    step("nearby", lambda session: stand_nearby(network(session), rules, at))
    step("gtins", teach_barcodes)
    step("visits", lambda session: let_people_come(network(session), at))
    step.apart("figures", lambda: count_what_came(database, at))
    step("sign-ins", lambda session: sign_in_before(network(session), at))
    step(LAST, lambda session: hand_out_invitations(network(session), rules, at))
    seal_night(database, at=at)
    keep_night(database, media, [], mail="", at=at)


@dataclass(frozen=True)
class Step:
    """Takes a step of the loading where it was not taken yet."""

    database: Database
    at: datetime

    def __call__(self, name: str, take: Callable[[Session], object]) -> None:
        """In one transaction."""
        with self.database.transaction() as session:
            if name not in _done(session):
                take(session)
                note_audit(session, STEP, name, Act.program(self.at))

    def apart(self, name: str, take: Callable[[], object]) -> None:
        """One with transactions of its own, which may be taken again from its beginning."""
        with self.database.reading() as session:
            done = name in _done(session)
        if not done:
            take()
            self(name, lambda session: None)


def _draw_details(session: Session, media: MediaStore, at: datetime) -> None:
    demo = network(session)
    draw_details(demo, media, Act.operator(demo.operator, at))


def _done(session: Session) -> set[str]:
    return set(session.exec(select(Audit.subject).where(Audit.what == STEP)))


def _founded(session: Session) -> bool:
    return session.exec(select(Member.id).where(Member.phone == OPERATOR)).first() is not None


def _found(session: Session, studio: Studio, digests: dict[str, str], at: datetime) -> None:
    """The people, what they sell, and their shops with what they share; all of it before the months that are told."""
    began, rules = at - timedelta(days=120), studio.rules
    operator = new_member(session, phone=OPERATOR, name="小铺平台", password=PASSWORD, at=began)
    take_into_desk(session, operator, [role.name for role in DESK_ROLES], Act.program(began))
    suppliers = add_suppliers(session, began)
    pay_deposits(session, suppliers, rules, operator, began)
    goods = add_goods(session, suppliers, add_categories(session), digests, operator, began)
    picks = open_shops(session, goods, digests, operator, rules, at - timedelta(days=100))
    _share(session, studio, picks, at - timedelta(days=98))


def _tell_month(step: Step, back: int, gateways: dict[str, Gateway], rules: Rules) -> None:
    month = _month(step.at, back)
    step(f"sell-{back}", lambda session: place_past_orders(network(session), back, month, gateways))
    step.apart(f"settle-{back}", lambda: _end_month(step.database, rules, month))


def _month(at: datetime, back: int) -> datetime:
    """When the month began that was so many months ago."""
    month = month_of(at)
    for _ in range(back):
        month = preceding(month)
    return begins(month)


def _end_month(database: Database, rules: Rules, month: datetime) -> None:
    """On its 25th what arrived is settled, in the first hour of the next the levels follow from it."""
    _settle(database, rules, month + timedelta(days=24, hours=3))
    set_levels(database, at=ends(month_of(month)) + timedelta(minutes=40))
    seal_night(database, at=ends(month_of(month)) + timedelta(minutes=50))


def _settle(database: Database, rules: Rules, at: datetime) -> None:
    """As the worker does: what is over is closed, and what is due released, with the books proven before and after."""
    close_over(database, rules=rules, at=at)
    settle(database, lambda: list(book_faults(database)), rules=rules, at=at)


def _studio(session: Session, media: MediaStore, public_url: str, rules: Rules) -> Studio:
    @contextmanager
    def still_inside() -> Iterator[None]:
        # Nobody else waits for this database yet, so the drawing may stay inside the one transaction.
        session.flush()
        yield

    return Studio(media, public_url, rules, still_inside)


def _share(session: Session, studio: Studio, picks: dict[str, list[Pick]], at: datetime) -> list[Link]:
    return [
        share_pick(session, studio, picked, placement, at=at)
        for row in picks.values()
        for picked, placement in zip(row[:SHARED], PLACEMENTS, strict=False)
    ]
