"""The number of an identity card: eighteen signs by GB 11643-1999. Six say where it was first given, eight the day of
birth, three tell people of one place and day apart, the last one proves the seventeen before it.

What is wrong is said by where it is wrong: somebody who types eighteen digits from a card has to find one of them.
"""

import re
from datetime import date

from stdnum import numdb
from stdnum.cn import ric

from models.kernel.errors import N_, Refused
from models.kernel.reading.letters import plain

FULL_AGE = 18
CARD_LENGTH = 18
# The longest that anybody lived, and somewhat more.
_OLDEST = 125
_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
# Between the parts people leave room: spaces, dots, dashes of any width.
_BETWEEN = re.compile(r"[\s.\-·‐-―−]+")
# Cards of people from Taiwan who live here, which the table of divisions does not have (国办发〔2018〕81号).
_FURTHER = frozenset({"830000"})


def checked_card_number(typed: str, *, on: date) -> str:
    """The number as it is kept: eighteen signs, X as a capital. `on` is today. Raises Refused("number")."""
    number = _BETWEEN.sub("", plain(typed)).upper()
    if not number:
        raise Refused("number", N_("填身份证号"))
    if re.fullmatch(r"[0-9]{15}", number):
        raise Refused("number", N_("15 位的老号码已经停用，填新证上的 18 位"))
    if len(number) != CARD_LENGTH:
        raise Refused("number", N_("身份证号是 18 位，这里有 %(count)d 位"), count=len(number))
    if not _SHAPE.fullmatch(number):
        raise Refused("number", N_("身份证号只有数字，最后一位还可以是 X"))
    if not _is_place(number[:6]):
        raise Refused("number", N_("第 1 到 6 位（%(part)s）不是任何一个地区，对着证件再看一遍"), part=number[:6])
    born = _born(number)
    if born is None or not _reached(born, 0, on) or _reached(born, _OLDEST, on):
        raise Refused("number", N_("第 7 到 14 位（%(part)s）不是出生日期，对着证件再看一遍"), part=number[6:14])
    _require_proven(number)
    if not _reached(born, FULL_AGE, on):
        raise Refused("number", N_("要满 18 周岁才能开店"))
    return number


def born_on(number: str) -> date:
    """The day of birth in a number that was checked."""
    return ric.get_birth_date(number)


def _require_proven(number: str) -> None:
    """Raises Refused where the last sign does not prove those before it. Which of them is mistaken cannot be told: of
    most numbers one sign too many could be changed to make it right."""
    right = ric.calc_check_digit(number)
    if number[-1] != right:
        message = N_(
            "第 18 位看着不对：照前 17 位该是 %(right)s，这里是 %(last)s。它抄错了，或者前面有一位抄错、两位写反"
        )
        raise Refused("number", message, right=right, last=number[-1])


def _is_place(code: str) -> bool:
    """A division of any time: people keep the number that they were first given, and many were born before it was a
    division's. That is why stdnum's own check, by the year of birth, is not asked."""
    known = numdb.get("cn/loc").info(code)
    return code in _FURTHER or (len(known) > 1 and any("county" in facts for _, facts in known))


def _born(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _reached(born: date, years: int, on: date) -> bool:
    """Whether somebody is so old: from the birthday on; who was born on 29 February, from 1 March on."""
    return (on.year - born.year, on.month, on.day) >= (years, born.month, born.day)
