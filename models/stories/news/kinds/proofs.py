"""That a nightly proof found faults: to the operators who keep the money, and to admins."""

from collections.abc import Iterable

from sqlmodel import Session

from models.account.desk.appointment import members_with
from models.account.role import DeskRole
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.report.desk.proof import proofs_since
from models.stories.news import NewsKind

_TOLD: tuple[DeskRole, ...] = ("admin", "finance")


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    found = [proof for proof in proofs_since(session, span.since) if proof.faults]
    if not found:
        return
    told = {one.id for role in _TOLD for one in members_with(session, role)}
    for proof in found:
        words = Said(N_("昨晚对账找到 %(count)d 处对不上，去看看"), count=proof.faults)
        for member_id in sorted(told):
            yield Wanted(member_id, "operator", "proof", str(proof.id), words, "/desk#proof", proof.ended_at)


NEWS = NewsKind("proof", 8, N_("对账"), _find)
