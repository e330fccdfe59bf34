"""Capital and the taxpayer's certificate of a supplier."""

from sqlmodel import Session

from models.gate.checklist import ChecklistItem
from models.gate.deciding import decide_item
from models.kernel.act import Act
from models.kernel.rules import Rules
from models.stories.gate.desk_items import Decided, DeskItem
from models.stories.gate.with_document import end_documents, item_documents, undecide_with_documents


def _decides(session: Session, item: ChecklistItem, decided: Decided, act: Act, rules: Rules) -> None:
    decide_item(session, item, "done" if decided.is_right else "refused", act)
    end_documents(session, item, act, rules)


DESK_ITEM = DeskItem("capital", 12, _decides, undecide_with_documents, item_documents, wording="capital_refusal")
