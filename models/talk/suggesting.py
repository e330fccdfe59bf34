"""Replies that fit a question: answers about the same goods, found by the words of the question.

The trigram index (words_index.py) finds what shares three characters in a row. Chinese questions are short, and a word
is often two characters: what the index cannot see, or where there is none, is found among the goods' newest answers.
Either way the words decide the order: pairs of neighbouring characters count double, single characters once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, or_, select, text
from sqlmodel import Session

from models.kernel.record import table_of
from models.kernel.text import narrow
from models.talk.answer import Answer
from models.talk.words_index import is_there

_MOST = 3
# How many answers of one goods are compared word by word.
COMPARED = 200
# What must be shared of the question's weight.
LEAST_SHARE = 0.2
MOST_TRIGRAMS = 80
_LETTERS = re.compile(r"[^\W_]+")
# Characters that nearly every question has.
_COMMON = set("的了吗呢吧啊呀么是有我你他这那个一不可以请问什么怎样在和就都也还能会要想老板亲")
_answer = table_of(Answer)
_COLUMNS = (
    _answer.c.code,
    _answer.c.question,
    _answer.c.answer,
    _answer.c.shown_question,
    _answer.c.shown_answer,
    _answer.c.shop_id,
    _answer.c.answered_at,
)
_SIMILAR = text(
    "SELECT id FROM answer WHERE goods_id = :goods "
    "AND word_similarity(:words, question || ' ' || shown_question) > 0.1 "
    "ORDER BY word_similarity(:words, question || ' ' || shown_question) DESC LIMIT 50"
)
_MATCHING = text("SELECT rowid FROM answer_words WHERE answer_words MATCH :words ORDER BY rank LIMIT 50")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A reply that may be sent as it is. `question` only where the supplier worded it for all to read: a buyer's own
    words are shown to nobody else. `is_own`: this shop's keeper wrote it."""

    code: str
    question: str
    answer: str
    is_own: bool


def suggestions(session: Session, question: str, *, goods_id: int, shop_id: int | None) -> list[Suggestion]:
    """The best fitting answers about the goods, best first: the supplier's, and the shop's own where a shop asks."""
    wanted = _weights(question)
    if not wanted:
        return []
    connection = session.connection()
    rows = _indexed(connection, question, goods_id, shop_id)
    if len(rows) < _MOST:
        rows = [*rows, *_newest(connection, goods_id, shop_id)]
    scored = sorted(((_share(wanted, row), row.answered_at, row.code, row) for row in rows), reverse=True)
    best: dict[str, Suggestion] = {}
    for share, _, _, row in scored:
        words = row.shown_answer or row.answer
        if share >= LEAST_SHARE and words not in best and len(best) < _MOST:
            best[words] = Suggestion(row.code, row.shown_question, words, row.shop_id is not None)
    return list(best.values())


def _indexed(connection: Connection, question: str, goods_id: int, shop_id: int | None) -> list[Any]:
    if not is_there(connection):
        return []
    if connection.dialect.name == "sqlite":
        match = _match(question, goods_id)
        ids = connection.execute(_MATCHING, {"words": match}).scalars().all() if match else []
    else:
        ids = connection.execute(_SIMILAR, {"goods": goods_id, "words": question}).scalars().all()
    return list(connection.execute(_visible(goods_id, shop_id).where(_answer.c.id.in_(ids)))) if ids else []


def _match(question: str, goods_id: int) -> str:
    """What FTS5 is asked: this goods, and any three characters in a row. "" for a question without any."""
    runs = _LETTERS.findall(question)
    trigrams = dict.fromkeys(run[at : at + 3] for run in runs for at in range(len(run) - 2))
    if not trigrams:
        return ""
    # Letters and digits only, so that nothing of FTS5's own language is among them.
    anyone = " OR ".join(f'"{trigram}"' for trigram in list(trigrams)[:MOST_TRIGRAMS])
    return f'goods : "goods{goods_id}x" AND words : ({anyone})'


def _newest(connection: Connection, goods_id: int, shop_id: int | None) -> Sequence[Any]:
    query = _visible(goods_id, shop_id).order_by(_answer.c.id.desc()).limit(COMPARED)
    return connection.execute(query).all()


def _visible(goods_id: int, shop_id: int | None) -> Any:
    return select(*_COLUMNS).where(
        _answer.c.goods_id == goods_id,
        or_(_answer.c.shop_id.is_(None), _answer.c.shop_id == shop_id),
    )


def _share(wanted: dict[str, int], row: Any) -> float:
    held = _weights(f"{row.question} {row.shown_question}")
    return sum(weight for gram, weight in wanted.items() if gram in held) / sum(wanted.values())


@lru_cache(maxsize=2_000)
def _weights(words: str) -> dict[str, int]:
    """Pairs of neighbouring characters (2) and single ones (1), without those that say nothing."""
    grams: dict[str, int] = {}
    for run in _LETTERS.findall(narrow(words).lower()):
        if run.isascii():
            grams[run] = 2
            continue
        grams |= dict.fromkeys((character for character in run if character not in _COMMON), 1)
        pairs = (run[at : at + 2] for at in range(len(run) - 1))
        grams |= {pair: 2 for pair in pairs if not set(pair) <= _COMMON}
    return grams
