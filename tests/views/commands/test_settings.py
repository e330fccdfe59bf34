"""`flask settings`: every setting once, both READMEs' tables as the declarations say, and nothing secret shown."""

import re
from dataclasses import fields

import pytest
from flask import Flask

from config import Config, variable
from models.kernel.rules import DEFAULT, Rules
from models.kernel.setting import Setting, declaration_in, declared
from models.setting.change import ChangedValue
from tests.given.rules import change_rules
from views.commands.settings import END, READMES, ROOT, with_tables
from views.kit.declared import HIDDEN
from views.kit.declared import declared_rows as rows
from views.kit.house import House


@pytest.mark.parametrize("name", READMES)
def test_the_readmes_say_what_is_declared(app: Flask, name: str) -> None:
    """After a change of a setting: `make settings`."""
    text = (ROOT / name).read_text()
    with app.app_context():
        assert with_tables(text, READMES[name]) == text
    assert text.count(END) == 1


def test_every_field_of_config_is_a_setting_with_its_words() -> None:
    assert [name for name, field in Config.model_fields.items() if declaration_in(field.metadata) is None] == []
    assert len(rows()) == len(Config.model_fields)
    assert len({row.setting.words for row in rows()}) == len(rows())
    assert [row.name for row in rows() if not row.setting.words or not row.setting.subject] == []


def test_rules_are_read_from_their_declarations() -> None:
    """What the environment leaves alone is as the domain has it; only rules change without a restart."""
    assert Config(public_url="").rules == Rules(own_host="127.0.0.1")
    assert {rule.name for rule in fields(DEFAULT)} - set(declared(Rules)) == {"reason_limit", "own_host"}
    assert {row.name for row in rows() if not row.setting.restart} == set(declared(Rules))


def test_a_setting_that_is_added_is_in_the_tables(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    row = next(row for row in rows() if row.name == "pick_limit")
    made = Setting(row.setting.subject, "一句话")
    monkeypatch.setattr(row.field, "metadata", [*[one for one in row.field.metadata if one is not row.setting], made])
    with app.app_context():
        assert f"| `{variable('pick_limit')}` | 1000 | 1–100000 | 一句话 |" in with_tables(
            (ROOT / "README.zh-CN.md").read_text(), "zh_CN"
        )


def test_what_is_in_force_is_printed_without_secrets(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["settings"]).output
    assert "* XIAOPU_ENV=test" in said
    assert "  XIAOPU_PICK_LIMIT=1000" in said
    assert "  XIAOPU_GATEWAYS=cod,test" in said
    assert f"* XIAOPU_DATABASE_URL={HIDDEN}" in said


def test_the_rules_page_marks_every_rule_that_can_be_set_and_nothing_else() -> None:
    """docs/product.md and the declarations know the same settings, by the same names."""
    text = (ROOT / "docs/product.md").read_text()
    assert re.findall(r"⚙(?! `[A-Z_]+`| marks)", text) == []
    groups = re.findall(r"⚙ ((?:`[A-Z_]+`(?:, )?)+)", text)
    marked = {name.lower() for names in groups for name in re.findall(r"\w+", names)}
    assert marked - set(Config.model_fields) == set()
    assert set(declared(Rules)) - marked == set()


def test_what_was_changed_at_the_desk_is_printed_as_such(app: Flask, house: House) -> None:
    change_rules(house, pick_limit=7)
    with house.database.transaction() as session:
        session.add(ChangedValue(name="gone_by_now", value="1"))
        session.add(ChangedValue(name="cash_pieces", value="9"))
    said = app.test_cli_runner().invoke(args=["settings"]).output
    assert "+ XIAOPU_PICK_LIMIT=7" in said
    assert "* XIAOPU_CASH_PIECES=6000" in said
    assert "  XIAOPU_LINK_DAYS=15" in said
