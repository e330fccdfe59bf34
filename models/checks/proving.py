"""The nightly proof: `flask check` by itself, with what it found kept as a row."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from models.checks.check import faults
from models.kernel.database import Database
from models.kernel.media import MediaStore
from models.report.desk.proof import ProofRun

# In full; of more than these the command tells all.
_FIRST = 20


def prove_and_keep(database: Database, media: MediaStore, *, clock: Callable[[], datetime]) -> int:
    """Proves everything and keeps a row; returns how many faults there are. However many, memory stays bounded."""
    began, counted, first = clock(), Counter[str](), list[str]()
    for fault in faults(database, media):
        counted[fault.kind] += 1
        if len(first) < _FIRST:
            first.append(f"{fault.kind}: {fault.subject}: {fault.words}")
    found = sum(counted.values())
    with database.transaction() as session:
        proof = ProofRun(began_at=began, ended_at=clock(), faults=found, first="\n".join(first))
        proof.by_kind = dict(counted)
        session.add(proof)
    return found
