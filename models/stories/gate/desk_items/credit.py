"""A score, read from the screenshot and typed: above what the network asks for it is right, else it is refused with
both figures."""

from sqlmodel import Session

from models.gate.checklist import ChecklistItem
from models.gate.deciding import decide_item
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.reading.numbers import whole
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.stories.gate.desk_items import Decided, DeskItem
from models.stories.gate.with_document import end_documents, item_documents, item_identity, undecide_with_documents

MOST_SCORE = 10_000
TOO_LOW = N_("信用分 %(score)s，要高于 %(over)s")


def _decides(session: Session, item: ChecklistItem, decided: Decided, act: Act, rules: Rules) -> None:
    if not decided.score:
        decide_item(session, item, "refused", act)
    else:
        score = read_score(decided.score)
        is_right = score > rules.credit_over
        why = "" if is_right else Said(TOO_LOW, score=score, over=rules.credit_over)
        decide_item(session, item, "done" if is_right else "refused", act.because(why), given={"score": str(score)})
    end_documents(session, item, act, rules)


def read_score(typed: str) -> int:
    """A whole number. Raises Refused("score")."""
    try:
        return whole(typed, most=MOST_SCORE)
    except Refused:
        raise Refused("score", N_("信用分是一个整数，照截图填")) from None


DESK_ITEM = DeskItem(
    "credit",
    3,
    _decides,
    undecide_with_documents,
    item_documents,
    item_identity,
    is_scored=True,
    wording="credit_refusal",
)
