"""Money: integer fen in a type of its own, and rates in basis points. No float ever touches an amount."""

import re
from decimal import Decimal
from operator import index
from typing import Any, NoReturn

from pydantic_core import core_schema
from sqlalchemy import BigInteger
from sqlalchemy.types import TypeDecorator

from models.kernel.errors import N_, Refused
from models.kernel.reading.numbers import decimal_digits, shown

# The largest single amount anyone may type: ten million yuan. It keeps sums far inside 64 bits.
CEILING = 1_000_000_000
WHOLE = 10_000
# Yuan as it is written before or behind an amount.
_CURRENCY = re.compile(r"^(?:¥|￥|rmb|cny)\s*|(?<!\s)\s*(?:元|圆|块|rmb|cny)$", re.IGNORECASE)


class Money(int):
    """An amount in fen. Adds, subtracts and multiplies by whole numbers; has no division, so that no fen is lost."""

    def _indivisible(self, other: object) -> NoReturn:
        """int would hand out floats and remainders; whoever divides asks for a share."""
        raise TypeError("Money is not divided: ask for a share of it")

    __truediv__ = __rtruediv__ = __floordiv__ = __mod__ = __divmod__ = _indivisible

    @classmethod
    def parse(cls, text: str, field: str = "") -> "Money":
        """Reads yuan as a person types them ("128", "¥1,280.50", any script's digits). Raises Refused."""
        digits = decimal_digits(text, around=_CURRENCY)
        if digits is None and any(comma in text for comma in ",，"):
            raise Refused(field, N_("“%(text)s”看不出是多少，小数点请写成“.”"), text=shown(text))
        if digits is None:
            raise Refused(field, N_("“%(text)s”不是金额，请写成 128 或 39.90"), text=shown(text))
        fen = Decimal(digits) * 100
        if fen != fen.to_integral_value():
            raise Refused(field, N_("金额最多写到分：%(text)s"), text=shown(text))
        if not 0 <= fen <= CEILING:
            raise Refused(field, N_("金额要在 0 到 1000 万元之间：%(text)s"), text=shown(text))
        return cls(fen)

    @property
    def yuan(self) -> str:
        """Always two decimals, for receipts and files: "128.00"."""
        sign = "-" if self < 0 else ""
        whole, rest = divmod(abs(int(self)), 100)
        return f"{sign}{whole}.{rest:02d}"

    @property
    def short(self) -> str:
        """No needless zeros, for price plates: "128", "39.9"."""
        return self.yuan.rstrip("0").rstrip(".")

    def share(self, bp: int) -> "Money":
        """This amount's share at a rate in basis points, rounded down to the fen (docs/product.md, Money)."""
        return Money(int(self) * bp // WHOLE)

    def __add__(self, other: int) -> "Money":
        return Money(int(self) + index(other))

    __radd__ = __add__

    def __sub__(self, other: int) -> "Money":
        return Money(int(self) - index(other))

    def __mul__(self, times: int) -> "Money":
        return Money(int(self) * index(times))

    __rmul__ = __mul__

    def __neg__(self) -> "Money":
        return Money(-int(self))

    def __repr__(self) -> str:
        return f"Money({self.yuan})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.int_schema())


class MoneyColumn(TypeDecorator[Money]):
    """Stores Money as a 64-bit integer of fen and gives Money back."""

    impl = BigInteger
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Any) -> Money | None:
        return None if value is None else Money(value)
