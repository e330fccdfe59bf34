"""A file of results: good rows are booked, bad ones told, and the same file again changes nothing.

Rows go through in batches of a transaction each, every row in a savepoint of its own, so that nobody waits long for the
database. A file that was cut off by a crash is simply loaded again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from sqlmodel import Session, col, select

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.codes import fresh_code, read_code
from models.kernel.database import Database
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.reading.numbers import ROUNDED
from models.kernel.rules import Rules
from models.kernel.sealing import Seal
from models.kernel.text import narrow
from models.payout.file import PayoutFile
from models.payout.finding import withdrawals_coded
from models.payout.reading import Told, day_of, is_same_account
from models.payout.steps import book_return, fail, pay
from models.payout.verifying import number_of
from models.payout.withdrawal import Withdrawal

_BATCH = 25
# The column of the file that a refusal concerns.
_COLUMNS = {"account": "收款账号", "amount": "金额", "result": "结果", "why": "原因", "returned_on": "退回日期"}


@dataclass(slots=True)
class Booked:
    """What came of the rows."""

    paid: int = 0
    failed: int = 0
    returned: int = 0
    again: int = 0
    blank: int = 0
    problems: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Given:
    """What every row is booked with."""

    seal: Seal
    rules: Rules
    act: Act


@dataclass(frozen=True, slots=True)
class ResultRows:
    """What a file says. Its name is the reference of what was paid by it, where a row has none of its own."""

    name: str
    rows: Sequence[Told]


def book_results(
    database: Database, member_id: int, told: ResultRows, *, seal: Seal, rules: Rules, at: datetime
) -> Booked:
    """Books what the rows say. Must not be called inside a transaction."""
    booked = Booked(blank=sum(not row.result for row in told.rows))
    waiting = iter([row for row in told.rows if row.result])
    while batch := list(islice(waiting, _BATCH)):
        with database.transaction() as session:
            act = Act.operator(session.get_one(Member, member_id), at, told.name)
            # In one order for every file: two at once never wait for each other in a circle.
            withdrawals = {
                withdrawal.code: withdrawal
                for withdrawal in withdrawals_coded(session, [read_code(row.code) for row in batch])
            }
            for row in sorted(batch, key=lambda row: (_id(withdrawals, row), row.line)):
                _book(session, booked, row, withdrawals.get(read_code(row.code)), _Given(seal, rules, act))
    booked.problems.sort(key=lambda problem: problem["line"])
    return booked


def keep_payout_file(session: Session, name: str, booked: Booked, act: Act) -> PayoutFile:
    """The record of what came of a file."""
    kept = PayoutFile(
        code=fresh_code(session, PayoutFile.code, 8),
        loaded_by=act.member.id,
        file_name=name[:120],
        paid=booked.paid,
        failed=booked.failed,
        returned=booked.returned,
        again=booked.again,
        blank=booked.blank,
        problems=booked.problems,
        loaded_at=act.at,
    )
    session.add(kept)
    session.flush()
    return kept


def payout_files(session: Session, *, limit: int = 5) -> list[PayoutFile]:
    """The newest."""
    return list(session.exec(select(PayoutFile).order_by(col(PayoutFile.id).desc()).limit(limit)))


def payout_file_coded(session: Session, code: str) -> PayoutFile | None:
    """One loaded file of results, by its code."""
    return session.exec(select(PayoutFile).where(PayoutFile.code == code)).first()


def _id(withdrawals: dict[str, Withdrawal], row: Told) -> int:
    withdrawal = withdrawals.get(read_code(row.code))
    return withdrawal.id if withdrawal else 0


def _book(session: Session, booked: Booked, row: Told, withdrawal: Withdrawal | None, given: _Given) -> None:
    try:
        with session.begin_nested():
            if withdrawal is None:
                raise Refused("code", N_("没有这笔提现"))
            _require_same(withdrawal, row, given.seal)
            done, news = _step(session, withdrawal, row, given)
    except Refused as refusal:
        booked.problems.append(_problem(row, refusal))
        return
    if news:
        setattr(booked, done, getattr(booked, done) + 1)
    else:
        booked.again += 1


def _step(session: Session, withdrawal: Withdrawal, row: Told, given: _Given) -> tuple[str, bool]:
    """The result that was booked, and whether it was booked just now (False: it had been before). What has no
    reference of its own is paid by the act's reason, the name of the file."""
    act = given.act
    if row.result == "paid":
        return "paid", pay(session, withdrawal, act, reference=row.reference or act.why, rules=given.rules)
    if row.result == "failed" and withdrawal.state in ("paid", "returned"):
        raise Refused("result", N_("这笔登记过已付款。后来被退回的，结果写“退回”"))
    # What came back before anybody noted that it had left never counted as paid.
    if row.result == "failed" or (row.result == "returned" and withdrawal.state in ("approved", "failed")):
        return "failed", fail(session, withdrawal, act.because(row.why))
    if row.result == "returned":
        day = day_of(row.day) if row.day else act.at
        return "returned", book_return(session, withdrawal, act.because(row.why), returned_at=day)
    raise Refused("result", N_("结果写“成功”“失败”或“退回”"))


def _require_same(withdrawal: Withdrawal, row: Told, seal: Seal) -> None:
    """The row is about this very payment: what was paid to somebody else, or otherwise, is not this withdrawal."""
    account = narrow(row.account).replace(" ", "").casefold()
    if ROUNDED.fullmatch(account):
        raise Refused("account", N_("账号被表格软件改成了科学计数法，请把这一列设成文本，或者在页面上手工登记"))
    if not is_same_account(account, number_of(withdrawal.payee, seal)):
        raise Refused("account", N_("收款账号和这笔提现的不一样"))
    if Money.parse(row.amount, "amount") != withdrawal.amount:
        raise Refused("amount", N_("金额和这笔提现的 %(amount)s 元不一样"), amount=withdrawal.amount.yuan)


def _problem(row: Told, refusal: Refused) -> dict[str, Any]:
    return {
        "line": row.line,
        "code": row.code[:20],
        "column": _COLUMNS.get(refusal.field, "备注"),
        "reason": refusal.message,
        "params": refusal.params,
    }
