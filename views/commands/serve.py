"""Running the network: `up` (web and worker with everything they need), `worker` alone."""

import socket
import sys
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from models.account.audit.chainer import keep_chaining
from models.kernel.clock import now
from models.kernel.private import keep_private
from models.stories.bring_up import bring_up
from views.commands.network import in_turn, load_demo, tell_demo
from views.commands.together import Errand, become
from views.kit.house import House, house
from views.kit.pulse import keep_beating


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Run the jobs: goods files, pictures, timeouts; and chain the trail."""
    keep_chaining(house().database, now)
    keep_beating(current_app.extensions["huey"])
    current_app.extensions["huey"].create_consumer(workers=1, periodic=True, check_worker_health=True).run()


@click.command("up")
@with_appcontext
def up() -> None:
    """Migrate, load the demo network (not in production), run web and worker until Ctrl-C."""
    here = house()
    refuse_what_cannot_work(here)
    prepare(here)
    web = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "app:create_app()"]
    jobs = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    address = f"http://{here.config.bind}:{here.config.port}/healthz"
    become(Errand(commands=[web, jobs], answers=address, banner=banner(here)))


def prepare(here: House) -> None:
    """The schema and, but in production, the demo network."""
    click.echo("Preparing the database …" if here.config.env == "production" else "Preparing the demo network …")
    with in_turn(here):
        bring_up(here.database)
    keep_private(here.config.data, whole=True)
    if here.config.env != "production":
        load_demo(here)


def refuse_what_cannot_work(here: House) -> None:
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


def banner(here: House) -> str:
    """What is said once the network is open."""
    if here.config.env == "production":
        return f"\nXiaopu is open: {here.config.where}   (Ctrl-C stops it)\n"
    told = tell_demo(here)
    first, second = told["shops"][:2]
    lines = (
        f"\nXiaopu 小铺 is open: {told['url']}   (Ctrl-C stops it)",
        f"  shops      {first['number']} {first['name']}, {second['number']} {second['name']}",
        f"  a poster   {told['url']}{first['links'][0]['posters'][0]}",
        f"  sign in    {told['url']}/sign-in   password {told['operator']['password']}",
        f"             shopkeeper {first['phone']} · supplier {told['suppliers'][0]['phone']}"
        f" · operator {told['operator']['phone']}",
        f"             {_others(told)}",
        f"  sign up    {told['url']}/sign-up?invite={(told['invitations'] or [''])[0]}",
        f"  data       {Path(here.config.data).resolve()}\n",
    )
    return "\n".join(lines)


COMMANDS = (worker, up)


def _others(told: dict[str, Any]) -> str:
    """Those who may do a part of the work, with their roles."""
    staff = [one for supplier in told["suppliers"] for one in supplier["staff"] if "owner" not in one["roles"]]
    some = [one for one in told["operators"] if "admin" not in one["roles"]]
    return " · ".join(f"{'+'.join(one['roles'])} {one['phone']}" for one in (*some, *staff))
