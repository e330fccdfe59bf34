"""dev: the network for those who change it, started again whenever its code does."""

import subprocess
import sys
import time
from pathlib import Path

import click
from flask.cli import with_appcontext

from views.commands import together
from views.commands.serve import banner, prepare, refuse_what_cannot_work
from views.kit.house import house

ROOT = Path(__file__).resolve().parents[2]
WATCHED = ("app.py", "config.py", "jobs", "models", "views", "demo", "static", "translations")
# Templates are not among them: Flask reads those anew at the next page.
KINDS = {".py", ".css", ".js", ".svg", ".png", ".md", ".po"}
PAUSE = 0.5
Stamps = dict[Path, int]


@click.command("dev")
@with_appcontext
def dev() -> None:
    """Like up, on Flask's own server with its debugger; starts again when code, styles or catalogues change."""
    here = house()
    if here.config.env == "production":
        raise click.ClickException("dev shows its inside to everybody: not in production")
    refuse_what_cannot_work(here)
    prepare(here)
    web = [sys.executable, "-m", "views.commands.debugged", here.config.bind, str(here.config.port)]
    jobs = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    together.ended_by_signal()
    try:
        _keep_running([web, jobs], f"http://{here.config.bind}:{here.config.port}/healthz", banner(here))
    except KeyboardInterrupt:
        click.echo("\nStopping …")


def _keep_running(commands: list[list[str]], address: str, words: str) -> None:
    """Until Ctrl-C. What ends by itself (a mistake in the code) waits for the next change."""
    while True:
        seen = stamps(ROOT)
        _compile_catalogues()
        running = together.start(commands)
        try:
            if together.does_answer(address, running):
                click.echo(words)
                words = ""
            changed = _wait_for_change(seen)
        finally:
            together.end(running)
        click.echo(f"{changed} changed: starting again …")


def _wait_for_change(seen: Stamps) -> str:
    while True:
        time.sleep(PAUSE)
        found = stamps(ROOT)
        if found != seen:
            (changed, *_) = sorted(path for path, _ in found.items() ^ seen.items())
            return str(changed.relative_to(ROOT))


def stamps(root: Path) -> Stamps:
    """When each watched file was changed last."""
    tops = [root / name for name in WATCHED]
    paths = [path for top in tops for path in ([top] if top.is_file() else top.rglob("*"))]
    return {path: path.stat().st_mtime_ns for path in paths if path.suffix in KINDS and path.exists()}


def _compile_catalogues() -> None:
    for source in ROOT.glob("translations/*/LC_MESSAGES/messages.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            babel = [sys.executable, "-m", "babel.messages.frontend", "-q", "compile"]
            subprocess.run([*babel, "-i", str(source), "-o", str(made)], check=False)  # noqa: S603  Our own interpreter; a mistake is said by Babel.


COMMANDS = (dev,)
