"""Every route × everybody: what the guards really answer is what they declare, and what docs/permissions.md says."""

import functools
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask
from werkzeug.test import TestResponse

from models.account.desk.appointing import remove_from_desk, take_into_desk
from models.account.role import DESK_ROLES, STAFF_ROLES
from models.catalogue.supplier.hiring import remove_from_staff, take_onto_staff
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import make_member, make_shop, make_supplier
from tests.given.people import Person
from views.commands.permissions import PAPER, paper
from views.kit.groups import Ungrouped, init_app
from views.kit.house import House
from views.kit.permissions import EVERYBODY, Door, answer, doors

# What any place of a rule may hold.
PLACES = {"number": "258147", "year": "2026", "position": "1", "form": "csv", "size": "540", "width": "540"}


@pytest.fixture
def database_url(tmp_path: Path) -> Iterator[str]:
    """Guards do not depend on the kind of database."""
    from tests.given import databases

    with databases.sqlite(tmp_path) as url:
        yield url


@pytest.fixture
def people(app: Flask, house: House) -> dict[str, Person]:
    """One of each, with no more than one role."""
    program, phones = Act.program(now()), dict[str, str]()
    with house.database.transaction() as session:
        phones["member"], phones["keeper"] = make_member(session).phone, make_shop(session).keeper.phone
        for name in [role.name for role in DESK_ROLES] + ["before"]:
            member = make_member(session)
            take_into_desk(session, member, ["finance"] if name == "before" else [name], program)
            phones[f"desk {name}"] = member.phone
            if name == "before":
                remove_from_desk(session, member, program)
        supplier = make_supplier(session)
        for name in [role.name for role in STAFF_ROLES] + ["before"]:
            member = make_member(session)
            take_onto_staff(session, supplier, member, ["goods"] if name == "before" else [name], program)
            phones[f"staff {name}"] = member.phone
            if name == "before":
                remove_from_staff(session, supplier, member, program)
    return {"buyer": Person(app)} | {who: Person(app).sign_in(phone) for who, phone in phones.items()}


def _only_doors(app: Flask) -> None:
    """Behind each door stands nobody but who says that it opened: guards are asked, nothing is done."""

    def behind(view: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(view)
        def opened(**place: object) -> str:
            return "opened"

        return opened

    for endpoint, view in app.view_functions.items():
        app.view_functions[endpoint] = behind(view)


def _address(app: Flask, door: Door) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if (rule.rule, rule.endpoint) == (door.rule, door.endpoint))
    places = PLACES | ({"number": "04"} if "year" in rule.arguments else {})
    built = app.url_map.bind("localhost").build(
        door.endpoint,
        {name: places.get(name, "0K3X9QAB") for name in rule.arguments if name not in (rule.defaults or {})},
        method=door.method,
        force_external=False,
    )
    return str(built)


def _said(reply: TestResponse) -> str:
    if reply.text == "opened":
        return "opens"
    if reply.status_code == 303:
        where = reply.location.split("?")[0]
        return {"/sign-in": "sign-in", "/console/opening": "opening"}.get(where, where)
    return str(reply.status_code)


def test_every_route_answers_everybody_as_declared(app: Flask, people: dict[str, Person]) -> None:
    # Whose form it is, is asked before anything else: a buyer has a token too.
    people["buyer"].get("/sign-in")
    _only_doors(app)
    assert set(people) == set(EVERYBODY)
    wrong, told = [], Counter[str]()
    for door in doors(app):
        address = _address(app, door)
        for who, person in people.items():
            with app.app_context():
                declared = answer(door, who)
            send = person.get if door.method == "GET" else person.post
            said = _said(send(address))
            told[said] += 1
            if said != declared:
                wrong.append(f"{who}: {door.method} {address} ({door.endpoint}) says {said}, declared {declared}")
    assert wrong == []
    assert min(told["opens"], told["403"], told["404"], told["sign-in"]) > 100


def test_the_paper_is_what_the_guards_declare(app: Flask) -> None:
    with app.app_context():
        assert PAPER.read_text() == paper(), "`make permissions` writes it anew"


def test_a_screen_without_a_group_stops_the_start(app: Flask) -> None:
    bare = Flask("bare")
    for said in (None, ("boss",)):

        def view() -> str:
            return ""

        if said:
            vars(view)["opened_by"] = said
        bare = Flask("bare")
        desk = Blueprint("desk", __name__)
        desk.add_url_rule("/forgotten-door", "forgotten", view)
        bare.register_blueprint(desk)
        with pytest.raises(Ungrouped, match=r"desk\.forgotten"):
            init_app(bare)
