"""Rules that an operator changed."""

from typing import Any

from models.kernel.act import Act
from models.kernel.clock import now
from models.setting.changing import change_settings
from views.kit.house import House


def change_rules(house: House, **values: Any) -> None:
    """As the desk does it; in force here at once."""
    with house.database.transaction() as session:
        change_settings(session, values, Act.program(now(), "试一试"), fixed=house.config.fixed)
    house.rulebook.look_again()
