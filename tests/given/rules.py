"""Rules that an operator changed, or with which the program was started."""

from dataclasses import replace
from typing import Any

from models.kernel.act import Act
from models.kernel.clock import now
from models.setting.changing import change_settings
from models.setting.rulebook import Rulebook
from views.kit.house import House


def change_rules(house: House, **values: Any) -> None:
    """As the desk does it; in force here at once."""
    with house.database.transaction() as session:
        change_settings(session, values, Act.program(now(), "试一试"), fixed=house.config.fixed)
    house.rulebook.look_again()


def start_with(house: House, **values: Any) -> None:
    """As the environment does it, over what tests are usually started with."""
    fixed = house.rulebook.fixed
    house.rulebook = Rulebook(house.database, replace(fixed, rules=replace(fixed.rules, **values)))
