"""What a buyer asked, as lists show it: the question first, then what was answered, or who answers and until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from models.talk.asked import last_questions
from models.talk.conversation import Conversation, Message
from models.talk.finding import ListedTalk
from views.kit.filters import day, until_when
from views.parts.talk.showing import said_by, turn


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One conversation; `unread` answers. `when` is until when it is answered, or when something was said last."""

    talk: Conversation
    question: str
    answer: str
    when: str
    unread: int


def question_rows(session: Session, entries: Sequence[ListedTalk], at: datetime) -> list[QuestionRow]:
    """The rows of a list, in its order."""
    asked = last_questions(session, [entry.talk for entry in entries])
    return [_row(entry, asked.get(entry.talk.id), at) for entry in entries]


def _row(entry: ListedTalk, asked: Message | None, at: datetime) -> QuestionRow:
    talk, last, answers = entry.talk, entry.last, turn(entry.talk)
    question, when = _words(asked.text) if asked else talk.title, day(talk.last_at)
    if last.side == "buyer":
        if answers.due and not answers.is_late:
            when = _("最晚 %(time)s", time=until_when(answers.due, at))
        return QuestionRow(talk, question, _("等%(name)s回答", name=answers.name), when, entry.unread)
    name = said_by(talk, last.side)
    return QuestionRow(
        talk, question, _("%(name)s：%(words)s", name=name, words=_words(last.shown)), when, entry.unread
    )


def _words(said: str) -> str:
    return said or _("［图片］")
