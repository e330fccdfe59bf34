"""Names that nobody sees are no names: 422 beside the field, nothing kept."""

import pytest

from tests.given.forms import form_of
from tests.given.people import Person


@pytest.mark.parametrize(
    "unseen", ["\u3164\u115f", "\u2800 \u2800", "\u200d\ufe0f", "\u00ad\u034f\u2060", "\u202e\u202c"]
)
def test_a_name_has_something_to_see(staff: Person, keeper: Person, unseen: str) -> None:
    for person, page, action, field in (
        (keeper, "/console/me", "/console/me/shop", "name"),
        (keeper, "/account", "/account/name", "called"),
        (staff, "/supply/profile", "/supply/profile", "ships_from"),
        (staff, "/supply/goods/new", "/supply/goods/new", "title"),
    ):
        form = form_of(person.get(page).text, action)
        reply = person.post(action, form | {field: [unseen], "sku0-price": ["9"]})
        assert reply.status_code == 422 and f'id="{field}-error"' in reply.text, (action, unseen)
