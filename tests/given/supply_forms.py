"""What the supplier's forms send."""

import io
from typing import Any

from werkzeug.test import TestResponse

from tests.given.factories import picture_bytes
from tests.given.forms import form_of
from tests.given.people import Person


def goods_form(**facts: Any) -> dict[str, Any]:
    """The form of goods with one SKU and no options."""
    form = {
        "once": "0123456789abcdef",
        "title": "福鼎白茶",
        "category": "tea",
        "description": "第一段\n\n第二段",
        "rows": "1",
        "sku0-price": "128",
        "sku0-stock": "10",
        "sku0-commission": "15",
    }
    return form | facts


def upload(name: str, data: bytes | None = None) -> tuple[io.BytesIO, str]:
    """A file as a browser sends it; a picture unless said otherwise."""
    return io.BytesIO(picture_bytes() if data is None else data), name


def look_fields(page: str, place: str) -> dict[str, str]:
    """The fields of the first step of a goods file, as its page has them."""
    return {name: values[0] for name, values in form_of(page, f"{place}/look").items()}


def load_looked(staff: Person, place: str, **changed: str) -> TestResponse:
    """Says yes to how a file was understood, with some of it changed."""
    fields = look_fields(staff.get(place).text, place)
    return staff.post(f"{place}/look", fields | {"then": "load"} | changed)
