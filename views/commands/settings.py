"""`flask settings`: what is in force and what was set; with --readme, the tables of both READMEs anew. Whatever it
says follows from the settings' declarations (models/kernel/setting.py)."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext
from sqlalchemy.exc import SQLAlchemyError

from config import variable
from models.kernel.errors import N_
from models.setting.rulebook import InForce
from views.kit.declared import HIDDEN, Row, declared_rows, written
from views.kit.house import house

ROOT = Path(__file__).resolve().parents[2]
READMES = {"README.md": "en", "README.zh-CN.md": "zh_CN"}
BEGIN, END = "<!-- settings: written by `make settings` -->", "<!-- /settings -->"


def tables(language: str) -> str:
    """A table a subject, in Markdown."""
    with force_locale(language):
        return "\n".join(_lines(declared_rows()))


@click.command("settings")
@click.option("--readme", is_flag=True, help="Write the tables of README.md and README.zh-CN.md anew.")
@with_appcontext
def settings(readme: bool) -> None:
    """Print every setting with the value in force: * the environment says it, + it was changed at the desk; ! is a
    row that does nothing."""
    if readme:
        for name, language in READMES.items():
            path = ROOT / name
            path.write_text(with_tables(path.read_text(), language))
        return
    config, today = house().config, _today()
    for row in declared_rows():
        is_said = row.name in config.model_fields_set
        changed = row.name in today.changed and not is_said
        value = written(getattr(today.rules if changed else config, row.name))
        mark = "*" if is_said else "+" if changed else " "
        click.echo(f"{mark} {variable(row.name)}={HIDDEN if row.is_secret and value else value}")
    for name, matter in today.idle.items():
        click.echo(f"! {name} {matter}")


def _today() -> InForce:
    """What is in force; without a database, what the program was started with."""
    try:
        return house().in_force
    except SQLAlchemyError as error:
        click.echo(f"the database cannot be read ({type(error).__name__}): only the environment is shown", err=True)
        return house().rulebook.last_known


def with_tables(text: str, language: str) -> str:
    """A README with today's tables between its marks."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables(language)}\n\n{END}{rest.split(END)[1]}"


def _lines(all_rows: Sequence[Row]) -> Iterator[str]:
    headings = [gettext(N_("变量")), gettext(N_("默认值")), gettext(N_("范围")), gettext(N_("含义"))]
    for at, subject in enumerate(dict.fromkeys(row.setting.subject for row in all_rows)):
        yield from ([""] if at else [])
        yield from (f"### {gettext(subject)}", "", f"| {' | '.join(headings)} |", "|---" * len(headings) + "|")
        for row in all_rows:
            if row.setting.subject == subject:
                yield f"| `{variable(row.name)}` | {row.default} | {row.span} | {gettext(row.setting.words)} |"


COMMANDS = (settings,)
