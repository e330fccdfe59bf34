"""Asking a service before somebody at the desk: its yes is a decision, and saves the wait. Its no, or that it does not
know, stands beside the item, and a person decides."""

import logging
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from models.account.identity.giving import RealIdentity, decide_identity, identity_of, opened_identity, same_card
from models.gate.checklist import ChecklistItem
from models.gate.credit.gateway import CreditGateway
from models.gate.giving import pass_item
from models.gate.holding import hold_checklist
from models.gate.identity.gateway import IdentityGateway
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.provider import Unreachable
from models.kernel.ring import Ring
from models.kernel.rules import Rules
from models.stories.gate.with_document import end_documents

log = logging.getLogger(__name__)
# What the service said, among what is shown of an item.
SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Services:
    """Those that the operator has."""

    identity: IdentityGateway | None = None
    credit: CreditGateway | None = None


@dataclass(frozen=True, slots=True)
class _Question:
    id: int
    name: str
    tries: int
    key: str
    about: RealIdentity


def ask_services(database: Database, services: Services, ring: Ring, *, rules: Rules, at: datetime) -> int:
    """Asks for every item that waits and was not answered; returns how many were passed. One that cannot be reached is
    asked by the next round, whoever decides meanwhile."""
    asked = [name for name in ("identity", "credit") if getattr(services, name) is not None]
    if not asked:
        return 0
    with database.reading() as session:
        questions = _questions(session, asked, ring)
    passed = 0
    for question in questions:
        try:
            answer = _asked(services, question)
        except Unreachable as error:
            log.warning("the %s service: %s", question.name, error)
            continue
        with database.transaction() as session:
            passed += _settle(session, question, answer, Act.gateway(at), rules)
    return passed


def _questions(session: Session, names: list[str], ring: Ring) -> list[_Question]:
    waiting = (col(ChecklistItem.state) == "waiting", col(ChecklistItem.name).in_(names))
    found = []
    for item in session.exec(select(ChecklistItem).where(*waiting).order_by(col(ChecklistItem.due_at))):
        identity = identity_of(session, item.checklist.member_id)
        if identity is None or SERVICE in item.given:
            continue
        try:
            about = opened_identity(identity, ring)
        except Refused:
            continue
        found.append(_Question(item.id, item.name, item.tries, f"{item.code}-{item.tries}", about))
    return found


def _asked(services: Services, question: _Question) -> bool | int | None:
    about, key = question.about, question.key
    if question.name == "identity" and services.identity is not None:
        return services.identity.is_match(about.name, about.number, key=key)
    return services.credit.score_of(about.name, about.number, key=key) if services.credit is not None else None


def _settle(session: Session, question: _Question, answer: bool | int | None, act: Act, rules: Rules) -> bool:
    item = session.get(ChecklistItem, question.id)
    if item is None:
        return False
    hold_checklist(session, item.checklist)
    if item.state != "waiting" or item.tries != question.tries:
        return False
    is_right = answer is True if question.name == "identity" else answer is not None and answer > rules.credit_over
    shown = {SERVICE: "unknown" if answer is None else "no"} if not is_right else {}
    identity = identity_of(session, item.checklist.member_id)
    if is_right and question.name == "identity" and identity is not None and same_card(session, identity):
        # Right, and another account names it too: whose it is, a person decides.
        is_right, shown = False, {SERVICE: "twice"}
    if question.name == "credit" and answer is not None:
        shown["score"] = str(answer)
    if not is_right:
        item.given = item.given | shown
        return False
    tries, given_at = item.tries, item.given_at
    pass_item(session, item, act, given=item.given | shown)
    # It was given by the applicant, when it was; the service only said yes.
    item.tries, item.given_at = tries, given_at
    if question.name == "identity" and identity is not None and identity.state == "given":
        decide_identity(session, identity, "prove", act)
    end_documents(session, item, act, rules)
    return True
