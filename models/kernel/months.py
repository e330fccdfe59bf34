"""Months as people here count them: Asia/Shanghai, written "2026-11", so that they sort."""

from datetime import UTC, datetime

from models.kernel.clock import SHANGHAI, local


def month_of(at: datetime) -> str:
    """The month a moment lies in."""
    return f"{local(at):%Y-%m}"


def begins(month: str) -> datetime:
    """The first moment of the month, in UTC. Raises ValueError on what is no month."""
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=SHANGHAI).astimezone(UTC)


def ends(month: str) -> datetime:
    """The first moment that no longer belongs to it."""
    return begins(following(month))


def following(month: str) -> str:
    """The next month."""
    return _shifted(month, 1)


def preceding(month: str) -> str:
    """The month before."""
    return _shifted(month, -1)


def _shifted(month: str, by: int) -> str:
    first = datetime.strptime(month, "%Y-%m")
    year, index = divmod(first.year * 12 + first.month - 1 + by, 12)
    return f"{year:04d}-{index + 1:02d}"
