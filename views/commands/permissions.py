"""`flask permissions`: every route, and to whom it opens; with --readme, docs/permissions.md anew."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from views.kit.permissions import table

PAPER = Path(__file__).resolve().parents[2] / "docs/permissions.md"
HEAD = """# Permissions

Written by `make permissions`: every route × everybody. ● it opens · **403** a teammate without the role · **404** to
strangers there is nothing · → to the sign-in page · ↷ to opening a shop. Behind an open door people still find only
what is theirs.

`buyer` is nobody signed in, `member` has an account and nothing else, `before` is who worked there and was removed. A
person with several roles opens what any of them opens; a supplier's `owner` opens everything of the supplier's. Which
roles open a screen stands beside it (`OPENED_BY`, `views/kit/groups.py`); `tests/house/test_permissions.py` walks all
of this with real sign-ins.
"""


def paper() -> str:
    """The whole page."""
    return HEAD + "\n".join(table()) + "\n"


@click.command("permissions")
@click.option("--readme", is_flag=True, help="Write docs/permissions.md anew.")
@with_appcontext
def permissions(readme: bool) -> None:
    """Print every route, and to whom it opens."""
    if readme:
        PAPER.write_text(paper())
    else:
        click.echo(paper())


COMMANDS = (permissions,)
