"""What goes with a statement so that anybody can check it without us: the proof of its entries, and with each row the
numbers of the entries it is made of. docs/statements.md says how it is read; tools/verify_statement.py reads it."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.months import begins, ends
from models.ledger.owners import Owner
from models.ledger.sealing.leaves import DEPOSIT
from models.ledger.sealing.proof import LogProof, ProvenEntry, proof_between
from models.report.statement.purses import BETWEEN_PURSES
from models.report.statement.shop_rows import Moved
from models.report.statement.supplier_rows import ParcelDue, parcel_entries
from models.shop.shop import Shop

FORMAT = 1
# Before each line that is there for the tool. No spreadsheet takes it for a formula or a number.
TOOLS_LINE = "xiaopu "
# What stands beside the foot of a table instead of numbers.
FOOT = "sum"
ShownRow = Moved | ParcelDue


@dataclass(frozen=True, slots=True)
class Proven:
    """`marks` stand beside the rows: the numbers of a row's entries, those that no night has sealed yet as "u1", "u2".
    `begins` and `ends` are the days of its roots, "" where there is none."""

    begins: str
    ends: str
    root: str
    marks: Sequence[str]
    lines: Sequence[str]


def owner_log(owner: Owner) -> str:
    """The code of an owner's log."""
    return f"shop-{owner.number}" if isinstance(owner, Shop) else f"supplier-{owner.code}"


def proven(session: Session, owner: Owner, month: str, rows: Sequence[ShownRow]) -> Proven:
    """The proof of a month, on the session that read its rows."""
    since, until = begins(month), ends(month)
    last = f"{local(until - timedelta(days=1)):%Y-%m-%d}"
    proof = proof_between(session, owner_log(owner), f"{month}-01", last)
    names = _names(proof)
    marks = _shop_marks(proof, names, rows) if isinstance(owner, Shop) else []
    if not isinstance(owner, Shop):
        about = parcel_entries(session, owner, since, until)
        marks = _parcel_marks(proof, names, about, rows)
    head = {
        "statement": FORMAT,
        "log": proof.code,
        "month": month,
        "begins": asdict(proof.begins) if proof.begins else None,
        "ends": asdict(proof.ends) if proof.ends else None,
    }
    entries = [[one.number, one.salt, *one.facts] for one in proof.entries]
    return Proven(
        proof.begins.day if proof.begins else "",
        proof.ends.day if proof.ends else "",
        proof.ends.root if proof.ends else "",
        marks,
        [TOOLS_LINE + json.dumps(one, separators=(",", ":")) for one in (head, *entries)],
    )


def _names(proof: LogProof) -> list[str]:
    """What each entry is called beside the rows."""
    sealed = sum(1 for one in proof.entries if one.number)
    return [str(one.number) if one.number else f"u{at - sealed}" for at, one in enumerate(proof.entries, 1)]


def _is_moved(one: ProvenEntry) -> bool:
    return one.facts[0] != DEPOSIT and one.facts[2] not in BETWEEN_PURSES


def _shop_marks(proof: LogProof, names: Sequence[str], rows: Sequence[ShownRow]) -> list[str]:
    by_row: dict[tuple[int, int | None], list[str]] = defaultdict(list)
    for one, name in zip(proof.entries, names, strict=True):
        if _is_moved(one):
            by_row[one.transaction_id, one.line_id].append(name)
    return [" ".join(by_row[row.transaction_id, row.line_id]) for row in rows if isinstance(row, Moved)]


def _parcel_marks(
    proof: LogProof, names: Sequence[str], about: dict[tuple[int, int | None], str], rows: Sequence[ShownRow]
) -> list[str]:
    by_parcel: dict[str, list[str]] = defaultdict(list)
    for one, name in zip(proof.entries, names, strict=True):
        parcel = about.get((one.transaction_id, one.line_id))
        if parcel and _is_moved(one):
            by_parcel[parcel].append(name)
    return [" ".join(by_parcel[row.code]) for row in rows if isinstance(row, ParcelDue)]
