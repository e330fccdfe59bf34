"""Running the network: `up` (web and worker with everything they need), `worker` alone."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import with_appcontext

from demo import load as demo_network
from models.stories.bring_up import bring_up
from views.commands.network import load_demo
from views.kit.house import House, house

PATIENCE = 30.0


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the jobs: goods files, pictures, timeouts."""
    current_app.extensions["huey"].create_consumer(workers=1, periodic=True, check_worker_health=True).run()


@click.command("up")
@with_appcontext
def up() -> None:
    """Migrate, load the demo network (not in production), run web and worker until Ctrl-C."""
    here = house()
    _refuse_what_cannot_work(here)
    click.echo("Preparing the database …" if here.config.env == "production" else "Preparing the demo network …")
    bring_up(here.database)
    if here.config.env != "production":
        load_demo(here)
    here.database.engine.dispose()
    web = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"]
    jobs = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    _run_together(here, [web, jobs])


def _refuse_what_cannot_work(here: House) -> None:
    """One clear line for what would only fail later (config.py has refused an unwritable folder already)."""
    port = here.config.port
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((here.config.bind, port))
        except OSError as error:
            raise click.ClickException(
                f"port {port} cannot be used: {error.strerror}. Try PORT={port + 1000} make run"
            ) from None


def _run_together(here: House, commands: list[list[str]]) -> None:
    """Both or none: where one ends, the other is ended; Ctrl-C ends both."""
    running = [subprocess.Popen(command, start_new_session=True) for command in commands]  # noqa: S603

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        if _wait_for_web(here, running):
            _print_banner(here)
        while all(process.poll() is None for process in running):
            time.sleep(0.2)
        raise click.ClickException("web or worker ended; its words stand above")
    except KeyboardInterrupt:
        click.echo("\nStopping …")
    finally:
        _end(running)


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
    for process in running:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for_web(here: House, running: list[subprocess.Popen[bytes]]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(process.poll() is None for process in running):
        try:
            with urllib.request.urlopen(f"http://{here.config.bind}:{here.config.port}/healthz", timeout=2):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def _print_banner(here: House) -> None:
    if here.config.env == "production":
        click.echo(f"\nXiaopu is open: {here.config.where}   (Ctrl-C stops it)\n")
        return
    told = demo_network.tell(here.database, here.config.where)
    first, second = told["shops"][:2]
    lines = (
        f"\nXiaopu 小铺 is open: {told['url']}   (Ctrl-C stops it)",
        f"  shops      {first['number']} {first['name']}, {second['number']} {second['name']}",
        f"  a poster   {told['url']}{first['links'][0]['posters'][0]}",
        f"  sign in    {told['url']}/sign-in   password {told['operator']['password']}",
        f"             shopkeeper {first['phone']} · supplier {told['suppliers'][0]['phone']}"
        f" · operator {told['operator']['phone']}",
        f"  sign up    {told['url']}/sign-up?invite={(told['invitations'] or [''])[0]}",
        f"  data       {Path(here.config.data).resolve()}\n",
    )
    click.echo("\n".join(lines))


COMMANDS = (worker, up)
