"""Fields that must be filled in: with something that a person can see, or by one of a list."""

from typing import Any

from wtforms.validators import DataRequired, InputRequired

from models.kernel.reading.letters import is_blank


class Written(DataRequired):
    """Like DataRequired, for texts: fillers, joiners and empty cells alone are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        if isinstance(field.data, str) and is_blank(field.data):
            field.data = ""
        super().__call__(form, field)


class OneChosen(InputRequired):
    """For a list whose first line is a choice already. HTML lets a list be marked as required only where its first line
    is empty, so this one is not."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message)
        self.field_flags: dict[str, bool] = {}
