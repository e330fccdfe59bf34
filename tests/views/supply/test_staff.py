"""/supply/staff: an owner invites and removes; each of the staff opens what their roles open."""

import re

from flask import Flask

from tests.given.kinds import ON_SQLITE
from tests.given.people import Person

LINK = re.compile(r'value="http[^"]*(/join/[^"]+)"')


def _hire(app: Flask, owner: Person, *roles: str, phone: str) -> Person:
    owner.get("/supply/staff")
    assert owner.post("/supply/staff/links", {"called": "小满", "roles": list(roles)}).status_code == 303
    found = LINK.search(owner.get("/supply/staff").text)
    assert found is not None
    person = Person(app)
    person.get(found[1])
    facts = {"name": "小满", "phone": phone, "password": "three-lemons-71"}
    assert person.post(found[1], facts).location == "/supply"
    return person


def test_an_owner_hires_and_each_opens_their_own_screens(app: Flask, staff: Person) -> None:
    packer = _hire(app, staff, "shipping", phone="13700000005")
    page = packer.get("/supply").text
    assert "/supply/parcels" in page
    assert "/supply/money" not in page
    assert packer.get("/supply/parcels").status_code == 200
    denied = packer.get("/supply/goods")
    assert denied.status_code == 403
    assert "负责人" in denied.text
    assert packer.get("/supply/staff").status_code == 403
    assert packer.get("/account").status_code == 200
    (code,) = re.findall(r'/supply/staff/([0-9A-Z]{8})"[^>]*>小满<', staff.get("/supply/staff").text)
    assert staff.post(f"/supply/staff/{code}/removal", {"leave-why": "走了"}).status_code == 303
    assert packer.get("/supply").location.startswith("/sign-in")
    assert Person(app).sign_in("13700000005").get("/supply").status_code == 404


@ON_SQLITE
def test_the_last_owner_stays(staff: Person) -> None:
    (code,) = re.findall(r'/supply/staff/([0-9A-Z]{8})"', staff.get("/supply/staff").text)
    changed = {"roles": ["goods"], "why": "换人", "seen": "owner"}
    reply = staff.post(f"/supply/staff/{code}/roles", changed)
    assert reply.status_code == 422
    assert "最后一位负责人" in reply.text


@ON_SQLITE
def test_people_of_the_desk_and_of_other_suppliers_are_nobody_here(staff: Person, operator: Person) -> None:
    (code,) = re.findall(r'/supply/staff/([0-9A-Z]{8})"', staff.get("/supply/staff").text)
    assert operator.get(f"/desk/people/{code}").status_code == 404
    assert operator.get(f"/supply/staff/{code}").status_code == 404
