"""`flask settings`: what is in force and what was set; with --readme, the tables of both READMEs anew. Whatever it
says follows from the settings' declarations (models/kernel/setting.py)."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args

import click
from flask.cli import with_appcontext
from flask_babel import force_locale, gettext
from pydantic.fields import FieldInfo

from config import Config, variable
from models.kernel.errors import N_
from models.kernel.setting import Setting, declaration_in
from views.kit.house import house

ROOT = Path(__file__).resolve().parents[2]
READMES = {"README.md": "en", "README.zh-CN.md": "zh_CN"}
BEGIN, END = "<!-- settings: written by `make settings` -->", "<!-- /settings -->"
HIDDEN = "●●●"


class Row(NamedTuple):
    """A setting as the tables have it: its field and that field's declaration."""

    name: str
    field: FieldInfo
    setting: Setting

    @property
    def default(self) -> str:
        """As one would write it into the variable, or what holds where nothing is written."""
        return _written(self.field.default) or gettext(self.setting.unset or N_("无"))

    @property
    def span(self) -> str:
        """The least and the most, or the words it may be."""
        words = self.setting.choices or [one for one in get_args(self.field.annotation) if isinstance(one, str)]
        if words or self.field.annotation is bool:
            return ", ".join(f"`{word}`" for word in words or ("true", "false"))
        least, most = _bound(self.field, "ge", max), _bound(self.field, "le", min)
        return "" if least is None else f"{least}–{most}"


def rows() -> list[Row]:
    """All settings: the program's own first, then the gateways' and the rules', each in the order of its file."""
    fields = Config.model_fields
    own = [name for name in fields if name in Config.__annotations__]
    rows = [
        Row(name, fields[name], setting)
        for name in [*own, *fields]
        if (setting := declaration_in(fields[name].metadata))
    ]
    return list({row.name: row for row in rows}.values())


def tables(language: str) -> str:
    """A table a subject, in Markdown."""
    with force_locale(language):
        return "\n".join(_lines(rows()))


@click.command("settings")
@click.option("--readme", is_flag=True, help="Write the tables of README.md and README.zh-CN.md anew.")
@with_appcontext
def settings(readme: bool) -> None:
    """Print every setting with the value in force; * marks those that the environment says."""
    if readme:
        for name, language in READMES.items():
            path = ROOT / name
            path.write_text(with_tables(path.read_text(), language))
        return
    config = house().config
    for row in rows():
        value = _written(getattr(config, row.name))
        mark = "*" if row.name in config.model_fields_set else " "
        click.echo(f"{mark} {variable(row.name)}={value if row.field.repr or not value else HIDDEN}")


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


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _bound(field: FieldInfo, side: str, choose: Any) -> int | None:
    found = [getattr(one, side) for one in field.metadata if hasattr(one, side)]
    return choose(found) if found else None


COMMANDS = (settings,)
