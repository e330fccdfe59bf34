"""Which money a file's prices are in: as its cells, its headings or a column of its own say; where nothing says so,
what the figures look like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median

from models.catalogue.imports.formats import format_named
from models.catalogue.imports.understanding.money import amount_and_currency, currency_within, decimal_of, is_meant
from models.catalogue.imports.understanding.plan import YUAN, DecimalSign, Plan
from models.kernel.reading.numbers import decimal_digits

_PRICES = ("price", "sale", "was")
# Whole figures of this size are what prices in pesos, yen or won look like.
_HUGE = 5_000


@dataclass(frozen=True, slots=True)
class Currencies:
    """`likely` is the code to read by, "" where it has to be asked; `found` what the file says; `example` a price as it
    is written. `unsaid` where the export of a shop says nothing: then it may be any, the yuan first. `decimal` is the
    sign that prices are written with, `written` one that has a comma for it."""

    likely: str
    found: tuple[str, ...] = ()
    example: str = ""
    unsaid: bool = False
    decimal: DecimalSign = "."
    written: str = ""


def currencies_of(plan: Plan, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Currencies:
    """What the first rows say."""
    places = [at for at, meaning in enumerate(plan.meanings) if meaning in _PRICES]
    decimal, written = decimal_of(row[at] for row in rows for at in places if at < len(row))
    return replace(_said(plan, header, rows), decimal=decimal, written=written)


def _said(plan: Plan, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Currencies:
    places = [at for at, meaning in enumerate(plan.meanings) if meaning in _PRICES]
    extra = plan.meanings.index("currency") if "currency" in plan.meanings else -1
    found: Counter[str] = Counter()
    numbers: list[float] = []
    example = ""
    for at in places:
        found.update(filter(None, [currency_within(header[at])]))
    for row in rows:
        codes = {amount_and_currency(row[extra])[1] or row[extra].strip().upper()} if -1 < extra < len(row) else set()
        for at in places:
            text = row[at].strip() if at < len(row) else ""
            number, code = amount_and_currency(text)
            codes |= {code} if code else set()
            example = example or text
            if digits := decimal_digits(number):
                numbers.append(float(digits))
        found.update(codes - {""})
    said = tuple(code for code, _ in found.most_common())
    foreign = [code for code in said if not is_meant(code, YUAN)]
    if foreign:
        return Currencies(foreign[0] if len(foreign[0]) == 3 else "", said, example)
    if said or format_named(plan.format).money != "unsaid":
        return Currencies(YUAN, said, example)
    huge = bool(numbers) and all(number == int(number) for number in numbers) and median(numbers) >= _HUGE
    return Currencies("" if huge else YUAN, (), example, unsaid=not huge)
