"""roll-up: the figures of shops from their visits and orders, as the worker makes them every minute."""

import click
from flask.cli import with_appcontext

from models.kernel.clock import now
from models.report.numbers.trading import begin_trade_anew, roll_trade_up
from models.statistics.letting_go import begin_anew
from models.statistics.rolling import roll_up
from views.kit.house import house


@click.command("roll-up")
@click.option("--anew", is_flag=True, help="Take the figures of all days away whose visits stand, and make them again.")
@with_appcontext
def roll_figures_up(anew: bool) -> None:
    """Roll visits and orders up into the figures of shops. What is cut off goes on with the next call, or the worker.

    Visits are kept for some days (VISIT_DAYS); figures of earlier days stay as they are. With --anew pages show less
    until it is through."""
    database = house().database
    if anew:
        begin_anew(database)
        begin_trade_anew(database)
    visits, days = roll_up(database), roll_trade_up(database, at=now())
    click.echo(f"{visits} visits rolled up; {days} days of shops with orders and money")


COMMANDS = (roll_figures_up,)
