"""People who use the program over HTTP, as a browser would: cookies, tokens, forms."""

import re
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from tests.given.factories import PASSWORD

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
            found = _TOKEN.search(reply.text)
            self.token = found[1] if found else self.token
        return reply

    def post(self, url: str, data: dict[str, Any] | None = None, *, htmx: bool = False, **options: Any) -> TestResponse:
        """Sends a form."""
        headers = HTMX if htmx else {}
        return self.client.post(url, data={"csrf_token": self.token} | (data or {}), headers=headers, **options)

    def sign_in(self, phone: str, password: str = PASSWORD) -> "Person":
        """Signs in by the form."""
        self.get("/sign-in")
        reply = self.post("/sign-in", {"phone": phone, "password": password})
        assert reply.status_code == 303, reply.text
        return self
