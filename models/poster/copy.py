"""The text to paste beside a poster, in three tones, and how WeChat would fold it. Composed from the sheet's facts and
the keeper's own words alone; nothing is claimed that is not among them."""

from decimal import Decimal, InvalidOperation

from models.kernel.errors import N_
from models.poster.clusters import clusters, shortened
from models.poster.sheet import Sheet

TONES = {"own": N_("自选"), "discovery": N_("种草"), "offer": N_("优惠")}
# After so many variants the first comes back: openers, prices and closers come in threes, fours and fives.
ROUND = 60
# Of a longer title so many characters stand in the text: the price and the number must be read before the fold.
_TITLE = 48
_SENTENCE, _CLAUSE = "。！？!?；;…~～", "，、,：: "

_OPENERS = {
    # That somebody uses it is for the keeper to say: nobody asked whether it is so.
    "own": ("我挑的：{title}", "{title}，我放进小铺的这一款", "掌柜自选｜{title}", "说说我选的{title}"),
    "discovery": ("给你看一样东西：{title}", "今天想说说{title}", "种草｜{title}", "在我小铺里看到这一款了吗：{title}"),
    "offer": ("{title}，{deal}", "{deal}｜{title}", "看价格：{title}，{deal}", "{title}\n{deal}"),
}
_SHOP_OPENERS = {
    "own": ("我的小铺：{shop}", "{shop}，是我自己开的", "这里是{shop}"),
    "discovery": ("来逛逛{shop}", "给你看看我的{shop}", "{shop}｜进来看看"),
    "offer": ("{shop}，扫码就能下单", "看价格，来{shop}", "{shop}的价格都在这里"),
}
_PRICES = ("{deal}。", "价格：{deal}", "👉 {deal}")
_CLOSERS = (
    "扫图里的码进店，或者搜店铺号 {number}（{shop}）",
    "{shop}，店铺号 {number}，扫码就能看到",
    "店铺号 {number}，扫不了码的话搜这六位数字也能进店",
    "来{shop}找我，门牌号 {number}",
    "长按识别二维码，或搜店铺号 {number}",
)


def compose(sheet: Sheet, tone: str, variant: int = 0, *, lines: int = 6, chars: int = 100) -> str:
    """The text of one tone. `variant` counts up with every "another one", and the next is always another text; openers,
    prices and closers are of coprime numbers, so that many pass before the first comes back. `lines` and `chars` are
    where it will be folded."""
    if sheet.is_post:
        return _of_post(sheet, variant, lines, chars)
    openers = (_OPENERS if sheet.title else _SHOP_OPENERS)[tone]
    facts = {
        "title": sheet.title and shortened(sheet.title, _TITLE),
        "shop": sheet.shop_name,
        "number": sheet.shop_number,
        "deal": _deal(sheet),
    }
    opener = _opener(openers, facts, variant)
    price = _PRICES[variant % len(_PRICES)].format(**facts) if tone != "offer" and facts["deal"] else ""
    words = (sheet.reason or ("" if sheet.title else sheet.introduction)).strip()
    closer = _CLOSERS[variant % len(_CLOSERS)].format(**facts)
    whole = "\n".join(filter(None, (opener, words, price, closer)))
    if not fold(whole, lines, chars)[1]:
        return whole
    # A long text is folded: what a buyer needs stands before the fold.
    return "\n".join(filter(None, (opener, price, closer, words)))


def _of_post(sheet: Sheet, variant: int, lines: int, chars: int) -> str:
    """What the keeper posted, which needs no tone of ours, and how to get there. Of a long one its beginning, that,
    then the rest: what a buyer needs stands before the fold."""
    words = sheet.reason.strip()
    closer = _CLOSERS[variant % len(_CLOSERS)].format(shop=sheet.shop_name, number=sheet.shop_number)
    whole = "\n".join(filter(None, (words, closer)))
    if not fold(whole, lines, chars)[1]:
        return whole
    head, rest = fold(words, 2, _TITLE)
    return "\n".join(filter(None, (head, closer, rest)))


def _opener(openers: tuple[str, ...], facts: dict[str, str | None], variant: int) -> str:
    usable = [opener for opener in openers if "{deal}" not in opener or facts["deal"]] or ["{title}"]
    return usable[variant % len(usable)].format(**facts)


def variants(sheet: Sheet, tone: str) -> int:
    """How many different texts the tone has for this sheet."""
    return len({compose(sheet, tone, variant) for variant in range(ROUND)})


def _deal(sheet: Sheet) -> str:
    if not sheet.price:
        return ""
    saved = _saved(sheet)
    price = f"¥{sheet.price}" + (" 起" if sheet.is_least else "")
    return f"原价 ¥{sheet.was}，现价 {price}，省 ¥{saved}" if saved else price


def _saved(sheet: Sheet) -> str:
    try:
        saved = Decimal(sheet.was or "") - Decimal(sheet.price or "")
    except InvalidOperation:
        return ""
    return f"{saved.normalize():f}" if saved > 0 else ""


def character_count(text: str) -> int:
    """The characters as a reader counts them; line ends do not count."""
    return sum(1 for cluster in clusters(text) if cluster != "\n")


def fold(text: str, lines: int = 6, chars: int = 100) -> tuple[str, str]:
    """The part to paste, and the part for the first comment: the first stays within the lines and characters that
    WeChat shows, and ends with a sentence if it can, else with a clause."""
    text = text.strip()
    marks = list(clusters(text))
    most = _within(marks, lines, chars)
    if most == len(marks):
        return text, ""
    cut = _last(marks, most, "\n" + _SENTENCE, most * 2 // 5) or _last(marks, most, _CLAUSE, most * 2 // 5) or most
    return "".join(marks[:cut]).rstrip(), "".join(marks[cut:]).lstrip()


def _within(marks: list[str], lines: int, chars: int) -> int:
    """How many marks the limits allow from the start."""
    seen, shown = 1, 0
    for place, mark in enumerate(marks):
        seen, shown = (seen + 1, shown) if mark == "\n" else (seen, shown + 1)
        if seen > lines or shown > chars:
            return place
    return len(marks)


def _last(marks: list[str], most: int, ends: str, least: int) -> int:
    """The last place up to `most`, but after `least`, that follows one of `ends`; a closing quotation stays with it.
    0 where there is none."""
    for place in range(most, least, -1):
        if marks[place - 1] in ends and marks[place] not in "”’」』）":
            return place
        if marks[place - 1] in "”’」』）" and place > 1 and marks[place - 2] in ends:
            return place
        if marks[place] == "\n" and "\n" in ends:
            return place
    return 0
