"""Free text."""

from collections.abc import Sequence

from models.catalogue.category.attribute_types import AttributeType
from models.kernel.errors import N_


def _settle(choices: Sequence[str]) -> None:
    """There is nothing to settle."""


def _read(name: str, choices: Sequence[str], typed: str) -> str:
    """The text as it was typed."""
    return typed


TYPE = AttributeType("text", 1, N_("随便填"), takes_choices=False, settle=_settle, read=_read)
