"""The income file for the tax office: by who keeps the money, asked for anew, on record, and shown nowhere else."""

from sqlalchemy import text
from sqlmodel import select

from models.account.audit import Audit
from models.account.identity.giving import IdentityKeys, RealIdentity, give_identity
from models.kernel.act import Act
from models.kernel.clock import now
from models.report.tax.quarter import quarter_of
from models.shop.shop import Shop
from tests.given.baskets import carried
from tests.given.documents import card_number
from tests.given.people import Person
from tests.given.takings import taken
from views.kit.house import House

PAGE, NUMBER = "/desk/incomes", card_number()


def earned(house: House) -> str:
    """A sale in the quarter that is over, by a keeper who has given name and number; the quarter."""
    quarter = quarter_of(now()).before()
    at = carried(house.database)
    taken(house.database, at, 2, when=quarter.since)
    with house.database.transaction() as session:
        keeper = session.get_one(Shop, at.shop).keeper
        keys = IdentityKeys(house.config.ring, house.hash_secret)
        give_identity(session, keeper, RealIdentity("林秀英", NUMBER), Act.keeper(keeper, now()), keys=keys)
    return str(quarter)


def test_the_file_has_names_and_is_on_record(operator: Person, house: House) -> None:
    quarter = earned(house)
    shown = operator.get(PAGE).text
    assert "38.40" in shown and NUMBER not in shown and "林秀英" not in shown
    file = operator.post(f"{PAGE}/file", {"quarter": quarter, "form": "csv"})
    assert file.status_code == 200 and "no-store" in file.headers["Cache-Control"]
    told = file.data.decode()
    assert f"林秀英,居民身份证,{NUMBER}" in told and "38.40,0.00,38.40" in told
    assert operator.post(f"{PAGE}/file", {"quarter": quarter, "form": "xlsx"}).data[:2] == b"PK"
    with house.database.reading() as session:
        rows = session.exec(select(Audit).where(Audit.what == "income.file")).all()
        assert [row.subject for row in rows] == [quarter] * 2
        assert all(NUMBER not in f"{row.subject}{row.why}{row.altered}" for row in rows)


def test_it_is_asked_again_and_nobody_elses(operator: Person, keeper: Person, staff: Person, house: House) -> None:
    quarter = earned(house)
    with house.database.transaction() as session:
        session.execute(text("UPDATE sign_in SET proven_at = NULL"))
    asked = operator.post(f"{PAGE}/file", {"quarter": quarter})
    assert NUMBER not in asked.text and asked.mimetype == "text/html"
    for person in (keeper, staff):
        assert person.get(PAGE).status_code in (303, 403, 404)
        assert person.post(f"{PAGE}/file", {"quarter": quarter}).status_code in (303, 403, 404)
    with house.database.reading() as session:
        assert session.exec(select(Audit).where(Audit.what == "income.file")).all() == []


def test_a_quarter_that_is_not_over_is_not_there(operator: Person) -> None:
    for sent in (str(quarter_of(now())), "2999-Q1", "x"):
        assert operator.get(f"{PAGE}?quarter={sent}").status_code == 404
        assert operator.post(f"{PAGE}/file", {"quarter": sent}).status_code == 404
