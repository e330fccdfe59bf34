"""The set that is in force: one from a beginning to its end, the environment over rows over defaults, and no row of
another version in the way."""

import logging
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from models.account.audit import Audit
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Gone, Refused
from models.kernel.rules import DEFAULT
from models.setting.change import ChangedValue, SettingChange
from models.setting.changing import change_settings, problems, undo_change
from models.setting.finding import changes, last_changes, last_number, values_set
from models.setting.rulebook import Rulebook, in_force
from models.setting.values import Fixed
from tests.given.factories import make_member
from tests.given.kinds import ON_SQLITE
from tests.given.processes import in_processes
from tests.given.statements import executions

FREE = Fixed(DEFAULT)


def _change(database: Database, why: str = "试一试", *, fixed: Fixed = FREE, **values: object) -> None:
    with database.transaction() as session:
        change_settings(session, values, Act.program(now(), why), fixed=fixed)


def test_a_change_is_a_row_and_an_undo_is_a_change(database: Database) -> None:
    with database.transaction() as session:
        admin = make_member(session, name="平台")
        change_settings(session, {"pick_limit": 500}, Act.operator(admin, now(), "店铺太满"), fixed=FREE)
    _change(database, "再少一点", pick_limit=300)
    with database.transaction() as session:
        assert in_force(session, FREE, 0).rules == replace(DEFAULT, pick_limit=300)
        undo_change(session, 2, "pick_limit", Act.operator(None, now(), "太少了"), seen=2, fixed=FREE)
    with database.transaction() as session:
        assert in_force(session, FREE, 0).rules.pick_limit == 500
        undo_change(session, 1, "pick_limit", Act.operator(None, now(), "都不要"), seen=3, fixed=FREE)
    with database.reading() as session:
        assert values_set(session) == {}
        rows = [(one.number, one.before, one.after, one.why, name) for one, name in changes(session)]
        audits = [(row.what, row.subject, row.why) for row in session.exec(select(Audit).order_by(col(Audit.id)))]
        assert last_changes(session)["pick_limit"][0].why == "都不要"
    assert rows == [
        (4, "500", None, "都不要", None),
        (3, "300", "500", "太少了", None),
        (2, "500", "300", "再少一点", None),
        (1, None, "500", "店铺太满", "平台"),
    ]
    assert audits == [("setting.change", "pick_limit", row[3]) for row in reversed(rows)]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"pick_limit": 0}, "pick_limit"),
        ({"pick_limit": True}, "pick_limit"),
        ({"pick_limit": "12"}, "pick_limit"),
        ({"pick_limit": 1000}, ""),
        ({"contact_rule": "shout"}, "contact_rule"),
        ({"own_host": "elsewhere.example"}, "own_host"),
        ({"secret_key": "x" * 40}, "secret_key"),
        ({"fold_lines": 50, "fold_chars": 20}, "fold_lines"),
        ({"name_suffix": "专卖店"}, "name_suffix"),
        ({"found_days": 16}, "found_days"),
        ({"cash_pieces": 101}, "cash_pieces"),
    ],
)
@ON_SQLITE
def test_what_cannot_be_is_refused_whole(database: Database, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        _change(database, **values | ({"link_days": 30} if field else {}))
    assert refused.value.field == field
    with database.reading() as session:
        assert (last_number(session), values_set(session)) == (0, {})
    if field:
        assert field in problems(values, {}, fixed=FREE)


@ON_SQLITE
def test_a_reason_is_asked_for_and_a_change_that_moved_is_not_undone(database: Database) -> None:
    with pytest.raises(Refused) as refused:
        _change(database, "  ", pick_limit=5)
    assert refused.value.field == "why"
    _change(database, pick_limit=5)
    _change(database, pick_limit=6)
    with database.transaction() as session:
        with pytest.raises(Refused):
            undo_change(session, 1, "pick_limit", Act.program(now(), "撤销"), seen=1, fixed=FREE)
        with pytest.raises(Gone):
            undo_change(session, 9, "pick_limit", Act.program(now(), "撤销"), seen=2, fixed=FREE)


@ON_SQLITE
def test_an_undo_is_validated_as_well(database: Database) -> None:
    _change(database, held_pieces=200)
    _change(database, cash_pieces=150)
    with database.transaction() as session, pytest.raises(Refused) as refused:
        undo_change(session, 1, "held_pieces", Act.program(now(), "撤销"), seen=1, fixed=FREE)
    assert refused.value.field == "held_pieces"


@ON_SQLITE
def test_the_environment_wins_and_cannot_be_changed(database: Database) -> None:
    _change(database, pick_limit=500, link_days=30)
    fixed = Fixed(replace(DEFAULT, pick_limit=7), frozenset({"pick_limit"}))
    assert Rulebook(database, fixed).today().rules == replace(DEFAULT, pick_limit=7, link_days=30)
    with pytest.raises(Refused):
        _change(database, fixed=fixed, pick_limit=8)


def test_rows_of_another_version_are_let_pass_with_a_notice(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    _change(database, link_days=30)
    with database.transaction() as session:
        for name, kept in (("gone_by_now", "1"), ("pick_limit", '"many"'), ("fold_lines", "[6"), ("code_tries", "99")):
            session.add(ChangedValue(name=name, value=kept))
    with caplog.at_level(logging.WARNING):
        today = Rulebook(database, FREE).today()
    assert today.rules == replace(DEFAULT, link_days=30)
    assert set(today.idle) == {"gone_by_now", "pick_limit", "fold_lines", "code_tries"}
    assert "gone_by_now is no setting of this version" in caplog.text


@ON_SQLITE
def test_it_is_asked_once_a_second_and_one_that_began_keeps_its_set(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("models.setting.rulebook.time.monotonic", lambda: clock[0])
    mine, other = Rulebook(database, FREE), Rulebook(database, FREE)
    moved: list[int] = []
    other.when_moved = lambda: moved.append(other.last_known.number)
    began = other.today()
    _change(database, link_days=30)
    mine.look_again()
    assert mine.today().rules.link_days == 30
    clock[0] += 0.9
    assert other.today() is began
    clock[0] += 0.2
    with executions(database) as statements:
        assert other.today().rules.link_days == 30
        assert other.today() is other.today()
    assert (began.rules.link_days, moved) == (15, [1])
    assert len(statements["before it"]) <= 1, statements


@ON_SQLITE
def test_a_database_that_is_gone_leaves_the_last_set(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    _change(database, link_days=30)
    book = Rulebook(database, FREE)
    book.today()

    def gone(_: Database) -> int:
        raise OSError(5, "gone")

    monkeypatch.setattr("models.setting.rulebook.number_now", gone)
    book.look_again()
    assert book.today().rules.link_days == 30
    fresh = Rulebook(database, FREE)
    fresh.look()
    assert fresh.last_known.rules == DEFAULT
    with pytest.raises(OSError, match="gone"):
        fresh.today()


def _save_in_a_process(url: str, days: int) -> str:
    database = Database(url)
    try:
        _change(database, f"{days} 天", link_days=days)
    except Refused as refused:
        return refused.message
    finally:
        database.engine.dispose()
    return ""


def test_saves_at_once_come_one_after_another(database: Database, database_url: str) -> None:
    assert in_processes(_save_in_a_process, [(database_url, days) for days in (20, 21, 22, 23)]) == [""] * 4
    with database.reading() as session:
        rows = [change for change, _ in reversed(changes(session))]
        kept = values_set(session)["link_days"]
    assert [one.number for one in rows] == [1, 2, 3, 4]
    assert [one.before for one in rows] == [None, *(one.after for one in rows[:-1])]
    assert kept == rows[-1].after
    assert all(isinstance(one, SettingChange) for one in rows)
