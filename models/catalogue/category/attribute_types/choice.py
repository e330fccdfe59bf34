"""One of the choices that the category offers."""

from collections.abc import Sequence

from models.catalogue.category.attribute_types import AttributeType
from models.kernel.errors import N_, Refused
from models.kernel.text import loosely


def _settle(choices: Sequence[str]) -> None:
    """Without choices nobody could answer."""
    if not choices:
        raise Refused("choices", N_("从选项里选的，要写几个选项，一行一个"))


def _read(name: str, choices: Sequence[str], typed: str) -> str:
    """The choice as the category spells it."""
    for choice in choices:
        if loosely(choice) == loosely(typed):
            return choice
    raise Refused("attributes", N_("“%(name)s”要从这些里选：%(choices)s"), name=name, choices="、".join(choices))


TYPE = AttributeType("choice", 2, N_("从选项里选"), takes_choices=True, settle=_settle, read=_read)
