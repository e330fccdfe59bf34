"""People who use the program over HTTP, as a browser would: cookies, tokens, forms."""

import re
from typing import Any

import flask
from flask import Flask
from flask_login import login_user
from flask_wtf.csrf import generate_csrf
from sqlmodel import select
from werkzeug.test import TestResponse

from models.account.member import Member
from models.account.signing_in import begin_sign_in
from models.kernel.clock import now
from tests.given.factories import PASSWORD, make_shop
from views.kit.house import House
from views.kit.signed_in import SignedIn, browser_here

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
HTMX = {"HX-Request": "true"}


class Person:
    """One browser. `post` sends the token of the last page seen, as its form would."""

    shop_number: int
    supplier_code: str

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.token = ""

    def get(self, url: str, **options: Any) -> TestResponse:
        """Opens a page."""
        reply = self.client.get(url, **options)
        if reply.mimetype == "text/html":
            self.token = token_on(reply.text) or self.token
        return reply

    def post(self, url: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **options: Any) -> TestResponse:
        """Sends a form."""
        headers = HTMX if htmx else {}
        return self.client.post(url, data={"csrf_token": self.token} | (data or {}), headers=headers, **options)

    def sign_in(self, phone: str) -> "Person":
        """Is signed in, as the form would leave this browser: its session, and the page's token in hand."""
        app = self.client.application
        with app.test_request_context(environ_base=self.client.environ_base):
            here: House = app.extensions["xiaopu"]
            with here.database.transaction() as session:
                who = session.exec(select(Member).where(Member.phone == phone)).one()
                token = begin_sign_in(session, who, browser_here(), secret=here.hash_secret, at=now())
                login_user(SignedIn(who, token), remember=True)
            self.token = generate_csrf()
            left = dict(flask.session)
        with self.client.session_transaction() as kept:
            kept.update(left)
        return self

    def sign_in_by_form(self, phone: str, password: str = PASSWORD) -> "Person":
        """Signs in where the form itself, or the password, is what a test is about."""
        self.get("/sign-in")
        reply = self.post("/sign-in", {"phone": phone, "password": password})
        assert reply.status_code == 303, reply.text
        return self


def token_on(page: str) -> str:
    """The token that a page's forms send, "" where it has none."""
    found = _TOKEN.search(page)
    return found[1] if found else ""


def keeper_of(app: Flask, house: House, *, name: str, keeper: str) -> Person:
    """The keeper of a new shop, signed in; `.shop_number` is the shop's."""
    with house.database.transaction() as session:
        shop = make_shop(session, name=name, keeper=keeper)
        phone, number = shop.keeper.phone, shop.number
    person = Person(app).sign_in(phone)
    person.shop_number = number
    return person
