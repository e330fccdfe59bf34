"""Proving by what one has: digits and recovery codes, as pages take them."""

from models.account.member import Member
from models.account.second_factor.factor import FACTOR_PURPOSE
from models.account.second_factor.proving import ProvenBy, prove_by_code
from models.kernel.clock import now
from models.kernel.errors import Refused
from models.kernel.sealing import Seal
from views.kit import store
from views.kit.house import house
from views.kit.signed_in import note_wrong_try


def factor_seal() -> Seal:
    """What secrets of second factors are sealed with."""
    return Seal(house().config.ring, FACTOR_PURPOSE)


def prove(who: Member, typed: str) -> ProvenBy:
    """Uses digits or a recovery code up; the try counts whatever comes of the request. Call it before the request
    writes anything. Raises Refused("code")."""
    # Asked for before: it would be read again inside, and hold the lock.
    member_id = who.id
    with store.outside_transaction():
        try:
            return prove_by_code(house().database, member_id, typed, seal=factor_seal(), at=now())
        except Refused:
            note_wrong_try(who)
            raise
