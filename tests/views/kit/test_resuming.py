"""Words are never lost: a form that arrives after its session is over comes back filled, and signing in leads to it."""

import json
import re
from typing import Any

import pytest
from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from models.shop.shop import Shop
from tests.given.factories import PASSWORD
from tests.given.people import Person
from views.kit.house import House

OURS = {"Sec-Fetch-Site": "same-origin"}
STORY = "白毫银针，外婆家门前那棵老树上采的，一年只有两斤。\n第二段。"


def send(person: Person, url: str, data: dict[str, Any], **headers: str) -> TestResponse:
    return person.client.post(url, data=data, headers=headers)


def kept_in(reply: TestResponse) -> str:
    found = re.search(r'name="kept"[^>]*value="([^"]*)"', reply.text)
    assert found
    return found[1].replace("&#34;", '"').replace("&amp;", "&")


def fields_in(reply: TestResponse) -> dict[str, str]:
    inputs = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', reply.text))
    areas = dict(re.findall(r'<textarea name="(\w+)" hidden>\r?\n(.*?)</textarea>', reply.text, re.DOTALL))
    return inputs | areas


def test_signing_in_again_leads_to_the_filled_form(app: Flask, keeper: Person, house: House) -> None:
    with house.database.reading() as session:
        shop = session.exec(select(Shop)).one()
        phone, number = shop.keeper.phone, shop.number
    late = Person(app)
    reply = send(late, "/console/me/shop", {"name": "林间", "introduction": STORY}, **OURS)
    assert reply.status_code == 401
    assert "data-unsaved" in reply.text and "没有保存" in reply.text
    kept = kept_in(reply)
    late.get("/sign-in")
    wrong = late.post("/sign-in", {"phone": phone, "password": "not this one", "kept": kept})
    assert (wrong.status_code, kept_in(wrong)) == (422, kept)
    back = late.post("/sign-in", {"phone": phone, "password": PASSWORD, "kept": kept})
    assert back.status_code == 200
    assert 'action="/console/me/shop"' in back.text
    assert fields_in(back)["introduction"] == STORY
    assert number


def test_a_stale_token_gives_the_filled_form_back(keeper: Person) -> None:
    reply = send(keeper, "/console/me/shop", {"csrf_token": "old", "name": "林间", "introduction": STORY}, **OURS)
    assert reply.status_code == 400
    assert fields_in(reply)["introduction"] == STORY
    assert fields_in(reply)["csrf_token"] != "old"


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_another_sites_form_is_carried_past_no_sign_in(buyer: Person, site: str) -> None:
    headers = {"Sec-Fetch-Site": site} if site else {}
    reply = send(buyer, "/console/me/shop", {"name": "夺店"}, **headers)
    assert reply.status_code in (303, 400)
    assert "夺店" not in reply.text


@pytest.mark.parametrize(
    "kept",
    [
        json.dumps(["https://evil.example/", [["name", "x"]], False]),
        json.dumps(["//evil.example/console/", [], False]),
        json.dumps(["/console/\n", [], False]),
        json.dumps(["/sign-out", [], False]),
        json.dumps(["/console/x", [["a"]], False]),
        json.dumps({"action": 1}),
        "[" * 2_000,
        "\ud800",
    ],
)
def test_what_is_kept_can_lead_nowhere_else(app: Flask, keeper: Person, house: House, kept: str) -> None:
    with house.database.reading() as session:
        phone = session.exec(select(Shop)).one().keeper.phone
    person = Person(app)
    person.get("/sign-in")
    reply = person.client.post(
        "/sign-in",
        data={
            "csrf_token": person.token,
            "phone": phone,
            "password": PASSWORD,
            "kept": kept.encode("utf-8", "replace"),
        },
    )
    assert reply.status_code == 303
    assert reply.location == "/console"


def test_passwords_are_not_given_back(buyer: Person) -> None:
    typed = {"old_password": "secret words", "new_password": "more of them", "called": "阿林阿林"}
    reply = send(buyer, "/account/password", typed, **OURS)
    assert "阿林阿林" in reply.text
    assert "secret words" not in reply.text and "more of them" not in reply.text
