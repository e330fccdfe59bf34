"""Reviews over HTTP: a received order, and what its buyer, its readers and both sides do with stars and words."""

import io
import re
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlmodel import select
from werkzeug.test import TestResponse

from models.review.finding import ReviewCounts, review_counts
from models.review.review import Review
from models.trade.order.order import Line
from tests.given.after_sales import Sold, sell
from views.kit.house import House

_FIELD = re.compile(r'name="(once|seen)"[^>]*value="([^"]*)"')


@dataclass
class Reviewing:
    """The order, whose only line is the first, and the goods' address in the shop."""

    sold: Sold
    goods: str

    @property
    def line(self) -> str:
        """The line's address."""
        return f"{self.sold.place}/lines/1"

    def tap(self, stars: object) -> TestResponse:
        """One tap on the order's page."""
        return self.sold.buyer.post(f"{self.line}/stars", {"stars": stars})

    def form(self) -> dict[str, Any]:
        """The hidden fields of the form, as it is shown now."""
        return dict(_FIELD.findall(self.sold.buyer.get(f"{self.line}/review").text))

    def write(self, **facts: Any) -> TestResponse:
        """Opens the form and saves it with these facts."""
        return self.send(self.form() | {"stars": "5"} | facts)

    def send(self, data: dict[str, Any]) -> TestResponse:
        """Sends a form that was made before."""
        files = data.pop("pictures", [])
        uploads = {"pictures": [(io.BytesIO(one), f"{place}.jpg") for place, one in enumerate(files)]} if files else {}
        return self.sold.buyer.post(f"{self.line}/review", data | uploads, content_type="multipart/form-data")

    def review(self) -> Review:
        """The only review, with what tests read of it."""
        with self.sold.house.database.reading() as session:
            found = session.exec(select(Review)).one()
            assert found.pictures is not None and found.answers is not None
            return found

    def many(self) -> int:
        """How many reviews there are."""
        with self.sold.house.database.reading() as session:
            return len(session.exec(select(Review.id)).all())

    def counts(self) -> ReviewCounts:
        """What the goods' pages count."""
        with self.sold.house.database.reading() as session:
            (counts,) = review_counts(session, [session.exec(select(Line.goods_id)).first() or 0]).values()
            return counts

    @property
    def own_page(self) -> str:
        """The review's own page for readers."""
        return f"{self.goods}/reviews/{self.review().code}"


def reviewing(app: Flask, house: House, *, stage: str = "received") -> Reviewing:
    """A shop, a supplier, a buyer whose two pieces of one line were received."""
    sold = sell(app, house, stage=stage)
    with house.database.reading() as session:
        line = session.exec(select(Line)).one()
        return Reviewing(sold, f"/{line.shop.number}/{line.goods.code}")
