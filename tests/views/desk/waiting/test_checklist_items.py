"""Items of checklists at the desk: looked at by a form, decided in place, and seen by nobody else."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlmodel import select

from models.account.audit import Audit
from models.account.member import Member
from models.gate.checklist import ChecklistItem
from models.kernel.clock import now
from tests.given.documents import card_number, document_files
from tests.given.factories import at_desk, make_member
from tests.given.gates import applicant, give_photo, give_real, keys_of
from tests.given.people import HTMX, Person
from views.kit.house import House

HOUR = timedelta(hours=1)
SHOWN = re.compile(r'src="data:image/jpeg;base64,[A-Za-z0-9+/=]{2000,}"')


def given(house: House, name: str = "certification", *, own: str = "") -> str:
    """One item that waits, past its promise; `own`: its applicant works at the desk, and this is the phone."""
    with house.database.transaction() as session:
        member = applicant(session)
        if own:
            at_desk(session, member.id)
            member.phone = own
        give_real(session, member, keys_of(house), n=7, at=now() - 50 * HOUR)
        for seed, kind in enumerate(("certification", "credit")):
            files = document_files(house.media, house.config.ring)
            give_photo(session, member, files, kind=kind, seed=seed, at=now() - 49 * HOUR)
        return session.exec(select(ChecklistItem.code).where(ChecklistItem.name == name)).one()


def looks(house: House) -> list[tuple[str, int | None]]:
    with house.database.reading() as session:
        return [(row.what, row.who) for row in session.exec(select(Audit).where(Audit.what.in_(LOOKS)))]  # type: ignore[attr-defined]


LOOKS = ("document.look", "identity.look")
# What a search that echoes itself may say of a number without giving it away.
PART = card_number(7)[10:]
WHO = ("nobody", "stranger", "another applicant", "the applicant", "another role", "left the desk")


def test_it_leads_the_queue_when_it_is_overdue_and_shows_nothing_by_itself(operator: Person, house: House) -> None:
    code = given(house)
    page = operator.get(f"/desk/waiting/checklist/{code}").text
    assert "手持身份证的照片" in page and 'class="due num late"' in page
    assert "data:image" not in page and card_number(7) not in page and "林小满" not in page
    assert looks(house) == []


def test_a_look_is_a_form_and_on_record_before_it_is_shown(operator: Person, house: House) -> None:
    code = given(house)
    assert operator.get(f"/desk/waiting/checklist/{code}/look").status_code in (404, 405)
    reply = operator.post(f"/desk/waiting/checklist/{code}/look")
    assert reply.status_code == 200 and SHOWN.search(reply.text)
    assert "林小满" in reply.text and card_number(7)[-4:] in reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    assert sorted(what for what, _ in looks(house)) == sorted(LOOKS)
    # The next page shows nothing any more.
    assert "data:image" not in operator.get(f"/desk/waiting/checklist/{code}").text


def test_where_the_file_is_gone_the_look_is_on_record_all_the_same(operator: Person, house: House) -> None:
    code = given(house)
    for key in house.media.keys_under("sealed/"):
        house.media.delete(key)
    assert operator.post(f"/desk/waiting/checklist/{code}/look").status_code == 404
    assert ("document.look", looks(house)[0][1]) in looks(house)


def test_it_is_decided_in_place(operator: Person, house: House) -> None:
    code = given(house)
    url = f"/desk/waiting/checklist/{code}/verdict"
    assert operator.post(url, {"do": "refuse"}).status_code == 422
    assert operator.post(url, {"do": "refuse", "ready": "照片不清楚，请在亮处重拍一张"}).status_code == 303
    with house.database.reading() as session:
        item = session.exec(select(ChecklistItem).where(ChecklistItem.code == code)).one()
        assert (item.state, item.why) == ("refused", "照片不清楚，请在亮处重拍一张")
    reply = operator.post(f"/desk/waiting/checklist/{code}/look")
    assert reply.status_code == 422 and "data:image" not in reply.text, "decided: looked at no more"


def test_a_score_is_typed_and_a_wrong_one_is_said_beside_it(operator: Person, house: House) -> None:
    code = given(house, "credit")
    page = operator.get(f"/desk/waiting/checklist/{code}").text
    assert 'name="score"' in page and 'value="approve"' not in page
    reply = operator.post(f"/desk/waiting/checklist/{code}/verdict", {"do": "score", "score": "很高"}, htmx=True)
    assert reply.status_code == 422 and "照截图填" in reply.text and "很高" in reply.text
    assert operator.post(f"/desk/waiting/checklist/{code}/verdict", {"do": "score", "score": "712"}).status_code == 303
    with house.database.reading() as session:
        item = session.exec(select(ChecklistItem).where(ChecklistItem.code == code)).one()
        assert (item.state, item.given["score"]) == ("done", "712")


def test_an_operator_sees_and_decides_nothing_of_their_own(app: Flask, house: House) -> None:
    code = given(house, own="13900009999")
    own = Person(app).sign_in("13900009999")
    page = own.get(f"/desk/waiting/checklist/{code}").text
    assert "另一位平台人员" in page and f"{code}/look" not in page
    reply = own.post(f"/desk/waiting/checklist/{code}/look")
    assert reply.status_code == 422 and "data:image" not in reply.text
    assert own.post(f"/desk/waiting/checklist/{code}/verdict", {"do": "approve"}).status_code == 422
    assert looks(house) == []


class TestStrangers:
    """A stranger, another applicant, another role, somebody who left the desk: none sees a photo or a number."""

    @pytest.fixture
    def code(self, house: House) -> str:
        return given(house)

    @pytest.fixture(params=WHO)
    def other(self, request: pytest.FixtureRequest, app: Flask, house: House, code: str) -> Person:
        if request.param == "nobody":
            return Person(app)
        with house.database.transaction() as session:
            if request.param == "the applicant":
                member = session.exec(select(Member).where(Member.name == "阿禾")).one()
            elif request.param == "another applicant":
                member = applicant(session, name="阿苗")
            else:
                member = make_member(session)
            if request.param == "another role":
                at_desk(session, member.id, "service")
            if request.param == "left the desk":
                at_desk(session, member.id, "people")
            phone, who = member.phone, member.id
        person = Person(app).sign_in(phone)
        if request.param == "left the desk":
            from models.account.desk.appointment import DeskAppointment
            from models.account.member import Operator

            assert person.post(f"/desk/waiting/checklist/{code}/look").status_code == 200
            with house.database.transaction() as session:
                for row in session.exec(select(DeskAppointment).where(DeskAppointment.member_id == who)):
                    session.delete(row)
                session.delete(session.get_one(Operator, who))
        return person

    def test_none_of_them_sees_anything(self, other: Person, house: House, code: str) -> None:
        before = len(looks(house))
        (key, *_) = house.media.keys_under("sealed/")
        name = key.removeprefix("sealed/")
        places = ["/console", "/console/opening", "/desk/waiting", f"/desk/waiting/checklist/{code}", "/desk/audit"]
        places += [f"/desk/waiting/checklist/{code}/look", "/desk/audit.csv", f"/desk/search?q={PART}"]
        places += [f"/media/{key}", f"/media/{name}-1080.jpg", f"/media/{name}-preview.jpg", f"/static/../media/{key}"]
        places += [f"/posters/{name}.jpg", f"/desk/people?q={PART}", "/metrics"]
        for place in places:
            for reply in (other.get(place), other.client.get(place, headers=HTMX)):
                assert reply.mimetype != "image/jpeg", place
                self._is_clean(reply.get_data().decode("utf-8", "replace"))
        for path in ("look", "verdict", "hand"):
            reply = other.post(f"/desk/waiting/checklist/{code}/{path}", {"do": "approve"})
            assert reply.status_code in (303, 400, 401, 403, 404), path
            self._is_clean(reply.text)
        assert len(looks(house)) == before
        with house.database.reading() as session:
            assert session.exec(select(ChecklistItem.state).where(ChecklistItem.code == code)).one() == "waiting"

    @staticmethod
    def _is_clean(text: str) -> None:
        assert "data:image/jpeg" not in text and card_number(7) not in text and "林小满" not in text


def test_neither_log_nor_trail_nor_file_has_them(
    operator: Person, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    code = given(house, "identity")
    with house.database.reading() as session:
        certified = select(ChecklistItem.code).where(ChecklistItem.name == "certification")
        photo = session.exec(certified).one()
    with caplog.at_level(0):
        assert operator.post(f"/desk/waiting/checklist/{code}/look").status_code == 200
        for key in house.media.keys_under("sealed/"):
            house.media.put(key, house.media.get(key)[:-1] + b"?")
        reply = operator.post(f"/desk/waiting/checklist/{photo}/look")
        assert reply.status_code == 422 and "读不出来" in reply.text
        told = operator.get("/desk/audit").text + operator.get("/desk/audit.csv").text
        told += operator.get(f"/desk/search?q={PART}").text + operator.get("/metrics").text
    assert "看姓名和证件号" in told
    for words in (card_number(7), card_number(7)[:14], "林小满"):
        assert words not in told
        assert words not in caplog.text
    for key in house.media.every_key():
        data = house.media.get(key)
        assert b"\xff\xd8\xff" not in data[:200] and card_number(7).encode() not in data
    assert document_files(house.media, house.config.ring)
