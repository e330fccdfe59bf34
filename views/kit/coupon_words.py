"""How coupons are said: folds and per cent, the last day, the text to paste."""

from datetime import datetime, timedelta

from views.kit import locale


def folds(off_bp: int) -> str:
    """What is left of ten: 9, 8.5."""
    return f"{(10_000 - off_bp) / 1_000:g}"


def much(off_bp: int) -> str:
    """A rate as the reader's language counts it: 9 (折) in Chinese, 10 (% off) in English."""
    return f"{off_bp / 100:g}" if locale.current() == "en" else folds(off_bp)


def firm(name: str) -> str:
    """A giver's name as a seal is carved from: without a company's legal form."""
    return name.removesuffix("有限公司").removesuffix("股份") or name


def last_day(ends_at: datetime) -> datetime:
    """The last moment that counts: coupons end at midnight, and people say the day before."""
    return ends_at - timedelta(seconds=1)
