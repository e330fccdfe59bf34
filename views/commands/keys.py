"""`flask secret`, `flask rotate-keys`, `flask version`: for whoever hosts it."""

import subprocess
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from models.account.audit import note_audit
from models.account.hash_secret import HashSecret, keep_hash_secret, renew_hash_secret
from models.account.identity.redigesting import redigest_identities
from models.kernel.act import Act
from models.kernel.backup.schema import revision
from models.kernel.clock import now
from models.kernel.record import table_of
from models.kernel.resealing import Resealed, hanging, is_cut_off, reseal_all
from models.kernel.resealing_files import ResealedFiles, are_files_cut_off, files_hanging, reseal_files
from models.kernel.ring import secret_mark
from models.kernel.secret_file import fresh_secret
from views.kit.house import House, house

ROOT = Path(__file__).resolve().parents[2]
_SAFE = "nothing hangs on an earlier secret"


@click.command("secret")
def secret() -> None:
    """Print a fresh secret for XIAOPU_SECRET_KEY."""
    click.echo(fresh_secret())


@click.command("version")
@with_appcontext
def version() -> None:
    """Print which Xiaopu this is, and at which revision its database stands."""
    this = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    click.echo(f"xiaopu {this}{_commit()}")
    with house().database.reading() as session:
        click.echo(f"database at {revision(session.connection()) or 'no revision'}")


def _commit() -> str:
    """Where it runs from a clone of the repository."""
    with suppress(OSError, subprocess.SubprocessError):
        asked = ["git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
        return f" ({subprocess.run(asked, capture_output=True, check=True, text=True, timeout=5).stdout.strip()})"  # noqa: S603  Git, of this folder.
    return ""


@click.command("rotate-keys")
@click.option("--check", "only_check", is_flag=True, help="Only say what still hangs on earlier secrets; exit 1 then.")
@click.option("--drop", is_flag=True, help="Take earlier secrets that nothing hangs on out of the data folder's file.")
@click.option("--leaked", is_flag=True, help="A secret leaked: also renew the one of digests, which ends all sign-ins.")
@with_appcontext
def rotate_keys(only_check: bool, drop: bool, leaked: bool) -> None:
    """Seal everything anew by the newest secret; without XIAOPU_SECRET_KEY a newer one is made first. The shops stay
    open. Killed, it is begun again."""
    here = house()
    if only_check:
        raise SystemExit(0 if _tell_what_hangs(here) else 1)
    if drop:
        return _drop(here)
    _begin(here, leaked=leaked)
    unreadable = _reseal(here)
    redigest_identities(here.database, here.config.ring)
    if not _tell_what_hangs(here) or unreadable:
        raise SystemExit(1)
    if leaked:
        click.echo("restart web and worker now; then everybody signs in anew")
    click.echo(_next_step(here))
    return None


def _begin(here: House, *, leaked: bool) -> None:
    """The secret of digests is kept first: from then on no secret of the ring is needed for ever."""
    ring = here.config.ring
    with here.database.transaction() as session:
        keep_hash_secret(session, ring, at=now())
    if not here.config.secret_key and _is_at_rest(here):
        here.config.secret_file.add(fresh_secret())
    mark = secret_mark(ring.newest)
    with here.database.transaction() as session:
        if leaked:
            renew_hash_secret(session, ring, at=now())
        note_audit(session, "keys.rotate", mark, Act.program(now(), "command line"))
    click.echo(f"the newest secret is {mark}; {len(ring.secrets) - 1} earlier ones still open what they sealed")


def _reseal(here: House) -> int:
    """Shows how far it is; returns how many values nothing opens."""
    unreadable: dict[str, int] = {}
    for progress in _resealed(here):
        column = str(progress.column)
        if not progress.due:
            continue
        click.echo(f"{column}: {progress.done} of {progress.due} sealed anew")
        for row in progress.unreadable[unreadable.get(column, 0) :]:
            click.echo(f"{column} {row}: no secret of the ring opens it; it was left as it is", err=True)
        unreadable[column] = len(progress.unreadable)
    return sum(unreadable.values())


def _resealed(here: House) -> Iterator[Resealed | ResealedFiles]:
    yield from reseal_all(here.database, here.config.ring)
    yield from reseal_files(here.database, here.media, here.config.ring)


def _tell_what_hangs(here: House) -> bool:
    """Whether everything hangs on the newest secret; else what does not."""
    left: list[tuple[object, str, int]] = list(files_hanging(here.database, here.media, here.config.ring))
    with here.database.reading() as session:
        left = [*hanging(session.connection(), here.config.ring), *left]
        kept = session.connection().execute(select(table_of(HashSecret).c.id)).first()
    if kept is None:
        click.echo("the secret of digests is still the ring's first one: `flask rotate-keys` keeps it", err=True)
    for column, mark, count in left:
        click.echo(f"{column}: {count} values hang on {mark or 'a secret of before they were marked'}", err=True)
    if left or kept is None:
        return False
    click.echo(_SAFE)
    return True


def _is_at_rest(here: House) -> bool:
    """Whether no earlier run was cut off: it is taken up before another secret is made."""
    ring = here.config.ring
    if len(ring.secrets) == 1:
        return True
    return not is_cut_off(here.database, ring) and not are_files_cut_off(here.database, here.media, ring)


def _drop(here: House) -> None:
    if here.config.secret_key:
        raise click.ClickException("the ring is in the environment: shorten XIAOPU_OLD_SECRET_KEYS there, and restart")
    if not _tell_what_hangs(here):
        raise click.ClickException("earlier secrets are still needed: run `flask rotate-keys` first")
    dropped = here.config.secret_file.keep_only(set())
    click.echo(f"{dropped} earlier secrets are gone; cookies that were signed by them count no more")


def _next_step(here: House) -> str:
    days = here.rules.sign_in_days
    if len(here.config.ring.secrets) == 1:
        return "put a new one (`flask secret`) into XIAOPU_SECRET_KEY, the one so far into XIAOPU_OLD_SECRET_KEYS"
    where = "shorten XIAOPU_OLD_SECRET_KEYS" if here.config.secret_key else "run `flask rotate-keys --drop`"
    return f"earlier secrets still prove cookies: keep them for {days} days, then {where}"


COMMANDS = (secret, version, rotate_keys)
