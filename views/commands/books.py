"""What keeps a network safe: check, backup, restore, upgrade."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from models.kernel.backup import backup, restore
from models.kernel.errors import Refused
from models.kernel.schema import upgrade
from models.stories.check_books import check
from views.kit.house import house


@click.command("upgrade")
@with_appcontext
def upgrade_database() -> None:
    """Bring the database to today's schema."""
    upgrade(house().database)
    click.echo("the database is up to date")


@click.command("check")
@click.option("--posters", type=click.Choice(["sample", "all"]), default="sample", show_default=True)
@with_appcontext
def check_all(posters: str) -> None:
    """Prove orders, stock, links, posters and files against each other; exit 1 with what is wrong."""
    faults = list(check(house().database, house().media, all_posters=posters == "all"))
    for fault in faults:
        click.echo(f"{fault.kind}  {fault.subject}  {fault.words}", err=True)
    if faults:
        raise SystemExit(1)
    click.echo("everything agrees")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup_all(file: Path) -> None:
    """Write all records and files into one FILE (.tar.gz), as they are at one moment."""
    counts = backup(house().database, house().media, file)
    click.echo(f"{file}: {counts}")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore_all(file: Path) -> None:
    """Bring a backup FILE back into an empty database and media store."""
    upgrade(house().database)
    try:
        counts = restore(house().database, house().media, file)
    except Refused as refusal:
        raise click.ClickException(str(refusal)) from None
    click.echo(f"{file}: {counts}")


COMMANDS = (upgrade_database, check_all, backup_all, restore_all)
