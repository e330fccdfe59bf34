"""What keeps a network safe: check, backup, restore, upgrade."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from models.account.audit.heads import Head
from models.checks.check import book_faults, check, late_faults
from models.checks.seals import sealed_values
from models.kernel.backup import backup, restore
from models.kernel.clock import now
from models.kernel.private import keep_private
from models.kernel.snapshot import snapshot
from models.stories.bring_up import bring_up
from models.stories.money.settle import settle
from models.stories.trail.bring_back import note_restored
from views.kit.house import House, house


@click.command("upgrade")
@with_appcontext
def upgrade_database() -> None:
    """Bring the database to today's schema."""
    bring_up(house().database)
    shut = keep_private(house().config.data, whole=True)
    click.echo("the database is up to date" + (f"; {shut} files and folders are private now" if shut else ""))


@click.command("check")
@click.option("--posters", type=click.Choice(["sample", "all"]), default="sample", show_default=True)
@click.option("--head", "heads", multiple=True, metavar="PLACE:MARK", help="A head of the trail that you kept.")
@with_appcontext
def check_all(posters: str, heads: Sequence[str]) -> None:
    """Prove orders, stock, links, posters, files and the trail against each other; exit 1 with what is wrong."""
    here, kept = house(), [_head(words) for words in heads]
    faults = check(here.database, here.media, ring=here.config.ring, all_posters=posters == "all")
    faults += late_faults(here.database, here.media, at=now(), heads=kept)
    for fault in faults:
        click.echo(f"{fault.kind}  {fault.subject}  {fault.words}", err=True)
    if faults:
        raise SystemExit(1)
    click.echo("everything agrees")


def _head(words: str) -> Head:
    place, _, mark = words.strip().partition(":")
    if not (place.isascii() and place.isdigit() and re.fullmatch(r"[0-9a-f]{64}", mark)):
        raise click.BadParameter("a place and its mark, please: 1234:0a1b…", param_hint="--head")
    return Head(int(place), mark, "the day when you kept it")


@click.command("settle")
@with_appcontext
def settle_now() -> None:
    """Release what shops and suppliers have for good by now; exit 1 where a wrong book stopped it."""
    here = house()
    run = settle(here.database, lambda: list(book_faults(here.database)), rules=here.rules, at=now())
    if run.state == "stopped":
        click.echo(run.faults, err=True)
        raise SystemExit(1)
    click.echo(f"{run.lines} lines released: {run.earned.yuan} to shops, {run.due.yuan} to suppliers")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@with_appcontext
def backup_all(file: Path, force: bool) -> None:
    """Write all records and files into one FILE (.tar.gz), as they are at one moment."""
    if not file.parent.is_dir():
        raise click.ClickException(f"there is no folder {file.parent}")
    if file.exists() and not force:
        raise click.ClickException(f"{file} is there already: name another file, or say --force to write over it")
    counts = backup(house().database, house().media, file)
    click.echo(f"{file}: {counts}")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore_all(file: Path) -> None:
    """Bring a backup FILE back into an empty database and media store."""
    bring_up(house().database)
    here = house()
    counts = restore(here.database, here.media, file)
    click.echo(f"{file}: {counts}")
    reach, aside = note_restored(here.database, here.media, file.name, at=now())
    click.echo(f"the trail goes on after place {reach}" + (f"; {aside} later heads are set aside" if aside else ""))
    _tell_what_stays_shut(here)


def _tell_what_stays_shut(here: House) -> None:
    """A backup holds no secrets: where those of its network are not here, that is said at once."""
    with snapshot(here.database) as connection:
        shut = Counter(one.subject.partition(" ")[0] for one in sealed_values(connection, here.config.ring))
    for column, count in shut.items():
        click.echo(
            f"{column}: {count} sealed values cannot be opened here. Put the secrets of the network that was backed up"
            " into XIAOPU_OLD_SECRET_KEYS, or as further lines into secret-key; else what they hold is given anew.",
            err=True,
        )


COMMANDS = (upgrade_database, check_all, settle_now, backup_all, restore_all)
