"""An applicant gives name, number, photo and screenshot: what is wrong is said beside its field, and nothing comes
back."""

import io
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlmodel import select

from models.account.identity.identity import Identity
from models.account.member import Member
from models.gate.checklist import ChecklistItem
from models.gate.documents.document import DOCUMENT_PURPOSE, Document
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.kernel.sealed_files import SealedFiles
from models.stories.gate.desk_items import Decided, desk_item
from tests.given.documents import card_number, drawn_pdf, drawn_photo
from tests.given.factories import make_member
from tests.given.gates import applicant, give_real, keys_of
from tests.given.people import Person
from views.kit.house import House

NAME = {"name": "林小满"}


@pytest.fixture
def begun(app: Flask, house: House) -> Person:
    with house.database.transaction() as session:
        phone = applicant(session, name="阿苗").phone
    return Person(app).sign_in(phone)


def states(house: House) -> dict[str, str]:
    with house.database.reading() as session:
        return {item.name: item.state for item in session.exec(select(ChecklistItem))}


def photo(data: bytes, name: str = "IMG_0001.HEIC") -> dict[str, object]:
    return {"photo": (io.BytesIO(data), name)}


def test_name_and_number_are_given_once_and_only_the_last_four_come_back(begun: Person, house: House) -> None:
    page = begun.get("/console/opening/identity")
    assert page.status_code == 200 and page.text.count("data-no-draft") == 2, "no browser keeps what is typed"
    reply = begun.post("/console/opening/identity", NAME | {"number": card_number(3)})
    assert reply.status_code == 303 and states(house)["identity"] == "waiting"
    assert begun.post("/console/opening/identity", NAME | {"number": card_number(3)}).status_code == 303, "a second tap"
    with house.database.reading() as session:
        assert len(session.exec(select(Identity)).all()) == 1
    page = begun.get("/console/opening")
    assert card_number(3) not in page.text and "林小满" not in page.text


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (card_number(3)[:-1] + ("1" if card_number(3)[-1] != "1" else "2"), "第 18 位看着不对"),
        (card_number(3, born=date(2015, 1, 1)), "18 周岁"),
        ("1234", "是 18 位"),
        ("", "填身份证号"),
    ],
    ids=["checksum", "minor", "short", "empty"],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(begun: Person, house: House, number: str, words: str) -> None:
    with house.database.transaction() as session:
        give_real(session, applicant(session), keys_of(house), n=7, at=now())
    reply = begun.post("/console/opening/identity", NAME | {"number": number})
    assert reply.status_code == 422 and words in reply.text
    assert 'value="林小满"' in reply.text and f'value="{number}"' in reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    with house.database.reading() as session:
        assert len(session.exec(select(Identity)).all()) == 1, "nothing was kept of it"


def test_whose_numbers_are_taken_is_told_to_nobody_but_the_desk(begun: Person, operator: Person, house: House) -> None:
    with house.database.transaction() as session:
        give_real(session, applicant(session, name="阿苗"), keys_of(house), n=7, at=now())
    reply = begun.post("/console/opening/identity", NAME | {"number": card_number(7)})
    assert reply.status_code == 303 and states(house)["identity"] == "waiting", "as a free number is answered"
    assert "另一个账号" not in begun.get("/console/opening").text
    with house.database.reading() as session:
        waiting = select(ChecklistItem.code).where(ChecklistItem.name == "identity", ChecklistItem.state == "waiting")
        codes = session.exec(waiting).all()
    assert len(codes) == 2
    for code in codes:
        assert "同一个证件号" in operator.get(f"/desk/waiting/checklist/{code}").text
    first, second = codes
    for code, status in ((first, 303), (second, 422)):
        reply = operator.post(f"/desk/waiting/checklist/{code}/verdict", {"do": "approve"})
        assert reply.status_code == status
    assert "只能有一个账号" in reply.text


@pytest.mark.parametrize("name", ["upright.heic", "turned.heic"])
def test_a_photo_as_iphones_take_it_is_taken_and_made_a_jpeg(begun: Person, house: House, name: str) -> None:
    heic = Path(__file__).resolve().parents[2] / "data" / name
    reply = begun.post("/console/opening/certification", photo(heic.read_bytes()), content_type="multipart/form-data")
    assert reply.status_code == 303 and states(house)["certification"] == "waiting"
    with house.database.reading() as session:
        kept = session.exec(select(Document)).one()
    assert kept.key is not None
    sealed = SealedFiles(house.media, house.config.ring, DOCUMENT_PURPOSE)
    with Image.open(io.BytesIO(sealed.read(kept.key))) as picture:
        assert picture.format == "JPEG" and sorted(picture.size) == [320, 480] and not picture.getexif()


def test_so_many_numbers_are_looked_at_in_a_day_and_no_more(begun: Person, house: House) -> None:
    for n in range(20, 27):
        begun.post("/console/opening/identity", NAME | {"number": "1234"})
        reply = begun.post("/console/opening/identity", NAME | {"number": card_number(n)})
        if n == 26:
            break
        assert reply.status_code == 303, "what is no number at all costs no try"
        with house.database.transaction() as session:
            mine = select(ChecklistItem).where(ChecklistItem.name == "identity")
            item, desk = session.exec(mine).one(), make_member(session)
            act = Act.operator(desk, now(), "再照证件填一次")
            desk_item("identity").decides(session, item, Decided(False), act, DEFAULT)
    assert reply.status_code == 422 and "明天再来" in reply.text
    reply = begun.post("/console/opening/certification", photo(drawn_photo()), content_type="multipart/form-data")
    assert reply.status_code == 303, "other items are not held up"


def test_a_photo_is_sealed_and_waits(begun: Person, house: House) -> None:
    assert 'type="file"' in begun.get("/console/opening/certification").text
    reply = begun.post("/console/opening/certification", photo(drawn_photo()), content_type="multipart/form-data")
    assert reply.status_code == 303 and states(house)["certification"] == "waiting"
    reply = begun.post("/console/opening/certification", photo(drawn_photo(seed=2)), content_type="multipart/form-data")
    assert reply.status_code == 303
    with house.database.reading() as session:
        (kept,) = session.exec(select(Document))
        assert house.media.keys_under("sealed/") == [kept.key], "of a second tap nothing is left"
        member = session.get_one(Member, kept.member_id)
        assert member.name == "阿苗"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "选一张照片"),
        (b"<svg onload=alert(1)>", "不是能用的图片"),
        (drawn_pdf(6), "最多 5 页"),
        (b"\xff\xd8" + b"\0" * (20 * 1024 * 1024), "20 MB"),
    ],
    ids=["nothing", "svg", "long", "large"],
)
def test_a_file_that_cannot_be_used_leaves_nothing(begun: Person, house: House, data: bytes, words: str) -> None:
    reply = begun.post("/console/opening/credit", photo(data), content_type="multipart/form-data")
    assert reply.status_code == 422 and words in reply.text
    assert states(house)["credit"] == "yours" and house.media.keys_under("sealed/") == []


def test_a_pdf_with_a_script_is_drawn_and_not_kept(begun: Person, house: House) -> None:
    reply = begun.post(
        "/console/opening/credit", photo(drawn_pdf(script="app.alert(1)"), "a.pdf"), content_type="multipart/form-data"
    )
    assert reply.status_code == 303 and states(house)["credit"] == "waiting"
