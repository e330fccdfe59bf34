"""Payee accounts and the checklist: what becomes of an account stands in the checklist from then on."""

from sqlmodel import Session

from models.gate.making import checklist_there_is
from models.gate.rereading import reread
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.kernel.sealing import Seal
from models.ledger.owners import Owner
from models.payout.payee import PayeeAccount
from models.payout.payee_details import PayeeDetails
from models.payout.verifying import give_payee


def give_account(
    session: Session, owner: Owner, given: PayeeDetails, act: Act, *, seal: Seal, rules: Rules
) -> PayeeAccount:
    """Another account instead of the one so far, to be verified anew."""
    payee = give_payee(session, owner, given, act, seal=seal)
    follow_payee(session, owner, act, rules=rules)
    return payee


def follow_payee(session: Session, owner: Owner, act: Act, *, rules: Rules) -> None:
    """Reads again how the owner's account stands, for its checklist. Call it after each step of an account."""
    checklist = checklist_there_is(session, owner)
    if checklist is not None:
        reread(session, checklist, act, rules=rules)
