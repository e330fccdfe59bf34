"""A second factor that counts has its ten recovery codes, used or not; codes and passkeys never stand alone."""

from collections.abc import Iterator

from sqlalchemy import Connection, exists, func, select

from models.account.member import Member
from models.account.second_factor.factor import RecoveryCode, SecondFactor
from models.account.second_factor.passkey import Passkey
from models.account.second_factor.recovery import HOW_MANY
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream

_member, _factor = table_of(Member), table_of(SecondFactor)
_code, _key = table_of(RecoveryCode), table_of(Passkey)


def recovery_codes(connection: Connection) -> Iterator[Fault]:
    """As many as were shown."""
    kept = select(func.count()).where(_code.c.member_id == _factor.c.member_id).scalar_subquery()
    query = select(_member.c.code, kept.label("kept")).join_from(_member, _factor, _factor.c.member_id == _member.c.id)
    for row in stream(connection, query.where(_factor.c.confirmed_at.is_not(None), kept != HOW_MANY)):
        yield Fault(
            "second_factor.codes", f"member {row.code}", f"has {row.kept} recovery codes, {HOW_MANY} were shown"
        )


def loose_keys(connection: Connection) -> Iterator[Fault]:
    """Nothing opens a second step that is not there."""
    stands = exists().where(_factor.c.member_id == _member.c.id, _factor.c.confirmed_at.is_not(None))
    for table, words in ((_code, "has recovery codes"), (_key, "has a passkey")):
        loose = select(_member.c.code).where(exists().where(table.c.member_id == _member.c.id), ~stands)
        for row in stream(connection, loose):
            yield Fault("second_factor.loose", f"member {row.code}", f"{words} without a second factor")
