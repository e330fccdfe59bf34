"""The naming rule (docs/product.md, Opening): what no public name may hold, and the suffix that is shown once."""

from models.kernel.errors import N_, Refused
from models.kernel.reading.disguises import disguise_in
from models.kernel.rules import Rules


def refuse_forbidden(field: str, name: str, rules: Rules) -> None:
    """Raises Refused where the name holds a forbidden word, told as the word it is, however it is written."""
    found = disguise_in(name, rules.forbidden_in_names)
    if found is None:
        return
    if found.word in name:
        raise Refused(field, N_("名字里不能有“%(word)s”"), word=found.word)
    raise Refused(field, N_("名字里不能有“%(word)s”，写成“%(written)s”也不行"), word=found.word, written=found.written)


def without_suffix(name: str, rules: Rules) -> str:
    """The name without the suffix, however often it was typed."""
    while rules.name_suffix and name.endswith(rules.name_suffix):
        name = name.removesuffix(rules.name_suffix).rstrip()
    return name


def standing_alone(name: str, rules: Rules) -> str:
    """A keeper's public name where no shop is named beside it: with the suffix, once."""
    return without_suffix(name, rules) + rules.name_suffix
