"""A change of the schema that meets people's work comes again; what is wrong with it itself is said at once."""

import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from models.kernel import schema


class Said(Exception):
    """As PostgreSQL says it."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(("states", "tries"), [(["40P01", "55P03"], 3), (["42703"], 1), (["55P03"] * 9, schema._TRIES)])
def test_it_comes_again_where_others_were_in_the_way(
    states: list[str], tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_REST_SECONDS", 0)
    met = list[str]()

    def change() -> None:
        met.append("tried")
        if len(met) <= len(states):
            raise OperationalError("ALTER TABLE", {}, Said(states[len(met) - 1]))

    if tries > len(states):
        schema.among_people(change)
    else:
        with pytest.raises(DBAPIError):
            schema.among_people(change)
    assert len(met) == tries
