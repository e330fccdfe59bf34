"""A category's attributes as rows of a form: what stands, what was sent, and blank ones to write into."""

from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from models.catalogue.category.attribute_types import attribute_types
from models.catalogue.tree import attributes
from models.catalogue.tree.attributes import AttributeDraft
from views.desk.goods.category_forms import Named, PlaceField, in_places
from views.kit.asked import number_asked
from views.kit.edited import Edited, rows_caught_up

BLANK_ROWS = 2
_MOST = attributes.MOST_ATTRIBUTES + BLANK_ROWS


class AttributeRow(Edited, Named):
    """One row of the table of attributes. `was` is the name it was shown with."""

    kept_alone = ("place",)

    was = HiddenField()
    place = PlaceField(_("顺序"))
    type = SelectField(_("怎么填"), validate_choice=False)
    choices = TextAreaField(_("选项"))
    required = BooleanField(_("必填"))
    retired = BooleanField(_("停用"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.type.choices = [
            (attribute_type.name, gettext(attribute_type.words)) for attribute_type in attribute_types().values()
        ]

    @property
    def is_blank(self) -> bool:
        """A row that nobody has written in."""
        return not self.was.data and not any(
            (one.data or "").strip() for one in (self.name, *self.others.values(), self.choices)
        )

    def draft(self) -> AttributeDraft:
        """What was typed; each line of the choices is one."""
        choices = tuple((self.choices.data or "").splitlines())
        named = (self.was.data or "", self.name.data or "", self.names)
        return AttributeDraft(*named, choices, bool(self.required.data), bool(self.retired.data), self.type.data or "")


def attribute_rows(drafts: Sequence[AttributeDraft], *, blank: int = BLANK_ROWS) -> list[AttributeRow]:
    """The rows of a list that stands, and empty ones to add to it."""
    rows = [_filled(at, draft) for at, draft in enumerate(drafts)]
    return rows + [AttributeRow(prefix=f"attribute{at}-") for at in range(len(rows), len(rows) + blank)]


def rows_sent() -> list[AttributeRow]:
    """The rows that were sent, blank ones too."""
    number = min(number_asked(request.form, "rows", 0), _MOST)
    return [AttributeRow(request.form, prefix=f"attribute{at}-") for at in range(number)]


def rows_of_today(rows: Sequence[AttributeRow], existing: Sequence[AttributeDraft]) -> tuple[list[AttributeRow], bool]:
    """The rows that were sent, with what others changed and added meanwhile; and whether that is all there is to know:
    what others renamed while this person wrote in it has to be looked at again. Places nobody typed follow the list."""
    if not any(row.is_versioned for row in rows):
        return list(rows), False
    is_moved = any(row.place.data != at for at, row in enumerate(rows, 1) if row.was.data)
    today = [_filled(at, draft) for at, draft in enumerate(existing, len(rows))]
    brought, lost = rows_caught_up(rows, today, lambda row: row.was.data or "")
    if not is_moved:
        places = {draft.was: place for place, draft in enumerate(existing)}
        brought.sort(key=lambda row: places.get(row.was.data or "", len(places)))
    for place, row in enumerate(brought, 1):
        if not is_moved and row.was.data:
            row.place.data, row.place.raw_data = place, [str(place)]
    return brought, not lost


def in_order(rows: Sequence[AttributeRow]) -> list[AttributeRow]:
    """The rows that were written in, in the order that was meant; new ones without a place last."""
    return in_places((row, row.place.data, at) for at, row in enumerate(rows, 1) if not row.is_blank)


def _filled(at: int, draft: AttributeDraft) -> AttributeRow:
    return AttributeRow(
        prefix=f"attribute{at}-",
        was=draft.was,
        place=at + 1,
        name=draft.name,
        **{f"name_{language}": name for language, name in draft.names.items()},
        type=draft.type,
        choices="\n".join(draft.choices),
        required=draft.required,
        retired=draft.retired,
    )
