"""A page that meets trouble says what it is, and whether what was sent is kept; the form comes back."""

import errno
import os

import pytest
from flask import Flask, request
from sqlmodel import select

from models.account.member import Member
from tests.given.factories import make_member
from tests.given.people import Person
from views.kit import store
from views.kit.house import House

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def troubled(app: Flask) -> Flask:
    """The program with a page that fails as its form says."""

    @app.route("/console/made-for-this-test", methods=["GET", "POST"])
    def change() -> str:
        number = int(request.values.get("number", "0"))
        make_member(store.session(), name="留下的人") if request.method == "POST" else None
        if request.values.get("kept"):
            store.commit()
        raise OSError(number, os.strerror(number))

    return app


def _members(house: House) -> list[str]:
    with house.database.reading() as session:
        return [one.name for one in session.exec(select(Member))]


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [(errno.ENOSPC, 507, "磁盘满了"), (errno.EROFS, 503, "只能看，不能改"), (errno.EIO, 503, "没有回应")],
)
def test_what_could_not_be_kept_is_said_and_given_back(
    troubled: Flask, house: House, number: int, status: int, words: str
) -> None:
    form = {"number": str(number), "words": "写了很久的一段话，不能丢掉的那种"}
    reply = Person(troubled).client.post("/console/made-for-this-test", data=form, headers=OURS)
    assert (reply.status_code, reply.headers["Retry-After"]) == (status, "30")
    assert words in reply.text and "这次没有保存" in reply.text
    assert 'value="写了很久的一段话，不能丢掉的那种"' in reply.text
    assert _members(house) == []


def test_whoever_only_reads_is_told_no_more_than_that(troubled: Flask) -> None:
    reply = Person(troubled).get(f"/console/made-for-this-test?number={errno.ENOSPC}")
    assert reply.status_code == 503
    assert "过一会儿再打开这一页" in reply.text and "没有保存" not in reply.text


def test_what_is_kept_is_never_called_unsaved(troubled: Flask, house: House) -> None:
    form = {"number": str(errno.ENOSPC), "kept": "y"}
    reply = Person(troubled).client.post("/console/made-for-this-test", data=form, headers=OURS)
    assert reply.status_code == 500
    assert "已经保存了" in reply.text and "没有保存" not in reply.text
    assert _members(house) == ["留下的人"]
