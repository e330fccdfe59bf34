"""Looking for goods by words of their titles, the same way for buyers and keepers: width, case and blanks make no
difference, and a sign that LIKE knows is looked for as it is."""

from sqlalchemy import ColumnElement, func, or_

from models.catalogue.goods.goods import Goods
from models.kernel.record import table_of
from models.kernel.text import narrow

# Of what somebody looks for, so much counts.
MOST_WORDS, LONGEST_WISH = 6, 60
# 白茶寿眉 finds 白茶 寿眉.
_WITHOUT_BLANKS = func.replace(table_of(Goods).c.title, " ", "")


def words_of(typed: str) -> list[str]:
    """The words that are looked for, all of which must be there."""
    return typed[:LONGEST_WISH].split()[:MOST_WORDS]


def in_title(word: str) -> ColumnElement[bool]:
    """Whether a title has the word: of one character or of many, also where the title has a blank inside it."""
    return or_(*(_WITHOUT_BLANKS.icontains(one, autoescape=True) for one in dict.fromkeys((word, narrow(word)))))
