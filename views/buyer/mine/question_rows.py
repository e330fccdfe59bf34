"""What a buyer asked, as lists show it: the question first, then what was answered, or who answers and until when."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlmodel import Session

from models.talk.asked import last_questions
from models.talk.conversation import Conversation, Message
from models.talk.finding import ListedTalk
from views.kit.filters import minute
from views.parts.talk.showing import turn


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One conversation; `unread` answers."""

    talk: Conversation
    question: str
    answer: str
    unread: int


def question_rows(session: Session, entries: Sequence[ListedTalk]) -> list[QuestionRow]:
    """The rows of a list, in its order."""
    asked = last_questions(session, [entry.talk for entry in entries])
    return [
        QuestionRow(entry.talk, _said(asked.get(entry.talk.id)) or entry.talk.goods.title, _answer(entry), entry.unread)
        for entry in entries
    ]


def _said(message: Message | None) -> str:
    return (message.text or _("［图片］")) if message else ""


def _answer(entry: ListedTalk) -> str:
    last, answers = entry.last, turn(entry.talk)
    if last.side == "buyer":
        if answers.due and not answers.is_late:
            return _("%(name)s会在 %(at)s 前回答", name=answers.name, at=minute(answers.due))
        return _("等%(name)s回答", name=answers.name)
    name = entry.talk.shop.keeper.name if last.side == "keeper" else entry.talk.supplier.name
    return _("%(name)s：%(words)s", name=name, words=last.shown or _("［图片］"))
