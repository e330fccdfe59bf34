"""Signing up as a person does: a phone, the six digits that are sent to it, and who it is."""

from sqlmodel import select
from werkzeug.test import TestResponse

from models.account.one_time_code import CodeFor, OneTimeCode
from models.kernel.reading.phones import mobile
from tests.given.people import Person
from views.kit.house import House

DIGITS = "246810"


def known_digits(house: House, phone: str) -> str:
    """The digits that were sent last to prove this phone: nobody sends texts here, so they become known ones."""
    with house.database.transaction() as session:
        for row in session.exec(select(OneTimeCode).where(OneTimeCode.phone == mobile(phone))):
            row.digest = CodeFor(row.purpose, row.phone, row.asker).digest(DIGITS, house.hash_secret)
    return DIGITS


def sign_up(person: Person, house: House, details: dict[str, str]) -> TestResponse:
    """Both pages, filled in with `invite`, `phone`, `name` and `password`; the reply of the page where it ended."""
    person.get("/sign-up", query_string={"invite": details.get("invite", "")})
    sent = person.post("/sign-up", {name: details[name] for name in ("invite", "phone") if name in details})
    if sent.status_code != 303:
        return sent
    person.get(sent.location)
    code = {"code": known_digits(house, details["phone"])}
    return person.post(sent.location, code | details)
