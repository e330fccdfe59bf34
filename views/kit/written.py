"""A field that must be filled in: with something that a person can see."""

from typing import Any

from wtforms.validators import DataRequired

from models.kernel.reading.letters import is_blank


class Written(DataRequired):
    """Like DataRequired, for texts: fillers, joiners and empty cells alone are nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        if isinstance(field.data, str) and is_blank(field.data):
            field.data = ""
        super().__call__(form, field)
