"""Prices in whatever money a file speaks of: the yuan as it is, another by the rate that somebody typed. A price in a
money that nobody spoke of is refused, never taken for yuan."""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from models.catalogue.imports.understanding.plan import YUAN, DecimalSign, Plan
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.reading.letters import plain
from models.kernel.reading.numbers import decimal_digits, shown

# What money is called beside an amount: the codes of ISO 4217. Several share the dollar's sign, two the yuan's.
CODES = frozenset(
    re.findall(
        r"\w+",
        "CNY USD EUR GBP JPY HKD TWD MOP KRW SGD MYR THB VND IDR PHP INR AUD NZD CAD CHF SEK NOK DKK PLN CZK HUF RON "
        "BGN RUB UAH TRY ILS AED SAR QAR KWD EGP ZAR NGN KES MXN BRL ARS CLP COP PEN UYU BDT PKR LKR KZT AFN ALL AMD "
        "ANG AOA AWG AZN BAM BBD BHD BIF BMD BND BOB BSD BTN BWP BYN BZD CDF CRC CUP CVE DJF DOP DZD ERN ETB FJD FKP "
        "GEL GHS GIP GMD GNF GTQ GYD HNL HTG IQD IRR ISK JMD JOD KGS KHR KMF KPW KYD LAK LBP LRD LSL LYD MAD MDL MGA "
        "MKD MMK MNT MRU MUR MVR MWK MZN NAD NIO NPR OMR PAB PGK PYG RSD RWF SBD SCR SDG SHP SLE SOS SRD SSP STN SVC "
        "SYP SZL TJS TMT TND TOP TTD TZS UGX UZS VES VUV WST XAF XCD XOF XPF YER ZMW ZWG",
    )
)
# Of those, words that headings have for other reasons: there they are no money.
_WORDS_TOO = frozenset(("ALL", "TOP", "CUP", "GEL", "MAD", "SOS", "PEN", "TRY"))
_DOLLARS = frozenset(["USD", "HKD", "TWD", "SGD", "AUD", "NZD", "CAD", "MXN", "CLP", "COP", "ARS", "UYU", "MOP"])
_SIGNS = {
    "us$": "USD", "hk$": "HKD", "nt$": "TWD", "a$": "AUD", "c$": "CAD", "s$": "SGD", "r$": "BRL", "rmb": YUAN,
    "元": YUAN, "圆": YUAN, "块": YUAN, "人民币": YUAN, "美元": "USD", "美金": "USD", "欧元": "EUR", "英镑": "GBP",
    "日元": "JPY", "円": "JPY", "港币": "HKD", "港元": "HKD", "台币": "TWD", "新台币": "TWD", "韩元": "KRW",
    "€": "EUR", "£": "GBP", "₩": "KRW", "₽": "RUB", "₫": "VND",
    "฿": "THB", "₹": "INR", "zł": "PLN", "$": "$", "¥": "¥", "￥": "¥",
}  # fmt: skip
_SHARED = {"$": _DOLLARS, "¥": frozenset((YUAN, "JPY"))}
_NAMES = "|".join([*sorted(map(re.escape, _SIGNS), key=len, reverse=True), *sorted(CODES)])
_AROUND = re.compile(rf"^(?:({_NAMES})\s*+)?([-\d.,'\s]++)({_NAMES})?$", re.IGNORECASE)
_IN_HEADINGS = "|".join(name for name in _NAMES.split("|") if name not in _WORDS_TOO)
_WITHIN = re.compile(rf"(?<![^\W_])(?:{_IN_HEADINGS})(?![^\W\d_])|[$€£¥₩]", re.IGNORECASE)
_FEN = Decimal("0.01")
# Where the comma is the decimal sign, the point is what parts thousands.
_SWAPPED = str.maketrans(",.", ".,")
_THOUSANDS = re.compile(r",\d{3}")
_COMMA_DECIMAL = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+),\d{1,2}")
_NO_COMMA_DECIMAL = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{1,2}|\d{1,3}(?:,\d{3})+")


def amount_and_currency(text: str) -> tuple[str, str]:
    """The number as it is written and the currency beside it: a code, "$" or "¥" where several share it, or ""."""
    found = _AROUND.fullmatch(plain(text[:80]))
    if not found or not re.search(r"\d", found[2]):
        return text, ""
    return found[2].strip(), _code(found[1] or found[3] or "")


def currency_within(heading: str) -> str:
    """The currency that a heading speaks of, as "Price (USD)" does; "" for none."""
    found = _WITHIN.search(plain(heading))
    return _code(found[0]) if found else ""


def is_meant(found: str, currency: str) -> bool:
    """Whether what stands beside an amount may be that currency."""
    return found in ("", currency) or currency in _SHARED.get(found, ())


def price_by(plan: Plan, text: str, currency: str = "") -> Money:
    """The price in yuan, above zero; `currency` is what another column of the row says. Raises Refused."""
    if plan.decimal == ",":
        text = _with_point(text)
    number, beside = amount_and_currency(text)
    for found in (beside, _code(currency) or currency.strip()):
        if plan.currency and not is_meant(found, plan.currency):
            words = N_("这里写的是 %(found)s，不是 %(currency)s，没有换算")
            raise Refused("", words, found=found, currency=plan.currency)
    amount = Money.parse(text if not beside else number) if _is_yuan(plan) else _exchanged(plan, number)
    if not amount:
        raise Refused("", N_("价格要大于 0"))
    return amount


def _with_point(text: str) -> str:
    """A price whose decimal sign is the comma, as if it were the point. Raises Refused where the comma seems to part
    thousands all the same."""
    if _THOUSANDS.search(text):
        raise Refused("", N_("“%(text)s”看不出是多少：这个文件的逗号是小数点"), text=shown(text))
    return text.translate(_SWAPPED)


def decimal_of(prices: Iterable[str]) -> tuple[DecimalSign, str]:
    """The decimal sign that prices are written with, and one that shows it. It is the comma only where some have it
    and none has a point there, or a comma before thousands."""
    example = ""
    for text in prices:
        number, _ = amount_and_currency(text)
        if _NO_COMMA_DECIMAL.fullmatch(number):
            return ".", ""
        if _COMMA_DECIMAL.fullmatch(number):
            example = example or text
    return (",", example) if example else (".", "")


def exchange_rate(text: str) -> str:
    """A rate as it is kept: yuan for one unit, above zero, at most 10,000. Raises Refused on "rate"."""
    digits = decimal_digits(text)
    if digits is None or not 0 < Decimal(digits) <= 10_000 or len(digits) > 12:
        raise Refused("rate", N_("汇率写成 7.12 这样：1 单位外币等于多少元"))
    return digits


def currency_of(text: str) -> str:
    """A currency's code as it is kept. Raises Refused on "currency"."""
    code = plain(text[:20]).upper()
    if code not in CODES:
        raise Refused("currency", N_("不认识币种“%(text)s”，请写 USD 这样的三个字母"), text=shown(text))
    return code


def _is_yuan(plan: Plan) -> bool:
    return plan.currency in (YUAN, "")


def _exchanged(plan: Plan, number: str) -> Money:
    digits = decimal_digits(number)
    if digits is None:
        return Money.parse(number)
    yuan = (Decimal(digits) * Decimal(plan.rate or "1")).quantize(_FEN, ROUND_HALF_UP)
    return Money.parse(f"{yuan:f}")


def _code(sign: str) -> str:
    name = plain(sign).casefold()
    return _SIGNS.get(name) or (name.upper() if name.upper() in CODES else "")
