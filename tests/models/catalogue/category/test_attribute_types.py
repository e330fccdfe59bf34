"""Types of attributes: which one an operator means, and what each makes of an answer."""

import pytest

from models.catalogue.category.attribute_types import attribute_types, type_meant
from models.kernel.errors import Refused

TEAS = ["白茶", "Oolong 乌龙"]


@pytest.mark.parametrize(
    ("named", "choices", "meant"),
    [
        ("", [], "text"),
        ("", TEAS, "choice"),
        ("text", [], "text"),
        # Who writes choices means them to be chosen from.
        ("text", TEAS, "choice"),
        ("choice", TEAS, "choice"),
        ("choice", [], "choice"),
        ("unheard of", TEAS, "choice"),
    ],
)
def test_which_type_is_meant(named: str, choices: list[str], meant: str) -> None:
    assert type_meant(named, choices).name == meant


def test_text_is_kept_as_it_was_typed() -> None:
    assert attribute_types()["text"].read("产地", [], "福建 Fujian") == "福建 Fujian"


def test_a_choice_is_kept_as_the_category_spells_it() -> None:
    choice = attribute_types()["choice"]
    assert choice.read("茶类", TEAS, "ｏｏｌｏｎｇ乌龙") == "Oolong 乌龙"
    with pytest.raises(Refused) as no:
        choice.read("茶类", TEAS, "咖啡")
    assert str(no.value) == "“茶类”要从这些里选：白茶、Oolong 乌龙"


def test_nobody_can_choose_from_nothing() -> None:
    with pytest.raises(Refused, match="要写几个选项"):
        attribute_types()["choice"].settle([])
