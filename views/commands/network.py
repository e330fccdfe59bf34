"""People and the demo network: demo, create-operator, reset-password, invite."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import click
from flask.cli import with_appcontext
from sqlmodel import select

from models.account.audit import note_audit
from models.account.audit.chaining import chain
from models.account.desk.appointing import take_into_desk
from models.account.desk.appointment import roles_of
from models.account.identity.giving import IdentityKeys
from models.account.invitation.making import ForMany, invite, invite_for_many
from models.account.joining import new_member
from models.account.member import Member
from models.account.password import hash_password, require_good_password
from models.account.resetting import reset_password
from models.account.role import DESK_ROLES, LAST_AT_DESK, DeskRole, roles_named
from models.account.second_factor.factor import has_factor
from models.account.second_factor.setting_up import reset_factor
from models.catalogue.category.category import Category
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.errors import Refused
from models.kernel.reading.phones import mobile
from models.stories.bring_up import bring_up
from views.commands.one_line import words_for
from views.kit.house import House, house
from views.parts.payouts import seal

_EVERY_ROLE = [role.name for role in DESK_ROLES]


@click.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for scripts.")
@with_appcontext
def demo(as_json: bool) -> None:
    """Load the demo network once, and print its sign-ins, shop numbers and link codes."""
    here = house()
    if here.config.env == "production":
        raise click.ClickException("the demo network is not loaded in production")
    load_demo(here)
    told = tell_demo(here)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _in_lines(told))


def load_demo(here: House) -> None:
    """Loads the demo network where it is not there yet. Two at once (`demo` while `up` begins) take turns: the second
    finds it loaded."""
    from demo import load as demo_network

    with in_turn(here):
        bring_up(here.database)
        if not demo_network.is_loaded(here.database):
            demo_network.load(
                here.database,
                here.media,
                gateways=here.gateways,
                public_url=here.config.where,
                rules=here.rules,
                seal=seal(),
                keys=IdentityKeys(here.config.ring, here.hash_secret),
                at=now(),
            )


@contextmanager
def in_turn(here: House) -> Iterator[None]:
    """One command at a time of those that bring a network up from this data folder. Dying lets the next one in."""
    descriptor = os.open(here.config.data / "preparing.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def tell_demo(here: House) -> dict[str, Any]:
    """What `flask demo --json` tells of it."""
    from demo.telling import tell

    return tell(here.database, here.config.where)


def _in_lines(told: dict[str, Any]) -> str:
    lines = [f"{told['url']}"]
    lines += [f"shop {shop['number']}  {shop['name']}  {shop['phone']}" for shop in told["shops"]]
    lines += [f"supplier {one['code']}  {one['name']}  {one['phone']}" for one in told["suppliers"]]
    for supplier in told["suppliers"]:
        others = (one for one in supplier["staff"] if one["phone"] != supplier["phone"])
        lines += [f"staff of {supplier['code']}  {_as_line(one)}" for one in others]
    lines += [f"operator  {_as_line(one)}" for one in told["operators"]]
    lines += [f"password of everybody: {told['operator']['password']}"]
    lines += [f"link {told['url']}/q/{link['code']}" for shop in told["shops"] for link in shop["links"]]
    lines += [f"invitation {code}" for code in told["invitations"]]
    return "\n".join(lines)


def _as_line(one: dict[str, Any]) -> str:
    return f"{one['phone']}  {one['name']}  {', '.join(one['roles'])}"


@click.command("create-operator")
@click.argument("phone")
@click.option("--name", default="平台", show_default=True, help="What to call the operator.")
@click.password_option(help="At least eight characters, not easily guessed; asked for where it is not given.")
@with_appcontext
def create_operator(phone: str, name: str, password: str) -> None:
    """Make the member with this PHONE an admin of the desk, with every role; makes the member where there is none.
    Admins add everybody else at /desk/people, and take roles that are not needed. Run again for somebody at the desk it
    changes nothing, and says what stands.
    """
    number = mobile(phone)
    if not number:
        raise click.BadParameter("eleven digits, please", param_hint="PHONE")
    with house().database.transaction() as session:
        member = session.exec(select(Member).where(Member.phone == number)).first()
        is_new = member is None
        member = member or new_member(session, phone=number, name=name, password=password, at=now())
        stands = roles_of(session, member)
        if not stands:
            take_into_desk(session, member, _EVERY_ROLE, Act.program(now(), "command line"))
    if stands:
        _tell_what_stands(number, stands)
        return
    _chain()
    click.echo(f"{number} works the desk: {house().config.where}/desk")
    if not is_new:
        click.echo("They were a member before: name and password stay as they were.")


def _tell_what_stands(number: str, roles: frozenset[DeskRole]) -> None:
    named = ", ".join(role.name for role in roles_named(roles, DESK_ROLES))
    stands = f"{number} works the desk already, as {named}; nothing was changed"
    if LAST_AT_DESK not in roles:
        raise click.ClickException(f"{stands}. An admin gives other roles at /desk/people")
    click.echo(f"{stands}: {house().config.where}/desk")


@click.command("reset-password")
@click.argument("phone")
@click.password_option(help="At least eight characters; asked for where it is not given.")
@click.option("--second-factor", is_flag=True, help="Take off the second step of signing in as well.")
@with_appcontext
def set_lost_password(phone: str, password: str, second_factor: bool) -> None:
    """Give the member with this PHONE, of any kind, a new password; every browser is signed out. The second step of
    signing in stays as it is unless it is taken off too."""
    try:
        require_good_password(password, about=[mobile(phone)])
    except Refused as refusal:
        raise click.BadParameter(words_for(refusal), param_hint="--password") from None
    fresh = hash_password(password)
    with house().database.transaction() as session:
        member = session.exec(select(Member).where(Member.phone == mobile(phone))).first()
        if member is None:
            raise click.BadParameter("nobody has signed up with this number", param_hint="PHONE")
        reset_password(session, member, fresh, Act.program(now(), "command line"))
        if second_factor and has_factor(session, member.id):
            reset_factor(session, member, Act.program(now(), "command line"))
    _chain()
    click.echo(f"{mobile(phone)} signs in with the new password: {house().config.where}/sign-in")


@click.command("invite")
@click.option(
    "--count", default=1, show_default=True, type=click.IntRange(1, 100), help="How many, for one person each."
)
@click.option("--people", default=0, type=click.IntRange(0, 10_000), help="One short code for so many people instead.")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 366), help="When the short code ends.")
@click.option("--word", default="", help="The short code itself: 4 to 6 letters without O, I and L.")
@click.option("--campaign", default="", help="What the short code is for; only the desk sees it.")
@with_appcontext
def invite_people(count: int, people: int, days: int, word: str, campaign: str) -> None:
    """Make invitations and print their sign-up links."""
    act = Act.program(now(), "command line")
    with house().database.transaction() as session:
        if people:
            wanted = ForMany(people, act.at + timedelta(days=days), campaign, word)
            try:
                codes = [invite_for_many(session, wanted, act).code]
            except Refused as refusal:
                raise click.BadParameter(words_for(refusal)) from None
        else:
            codes = [invite(session, act).code for _ in range(count)]
    for code in codes:
        click.echo(f"{house().config.where}/sign-up?invite={code}")


@click.command("plant-categories")
@with_appcontext
def plant_categories() -> None:
    """Give a new network the standard tree of categories with their attributes; refuses where there are some."""
    from demo.stock import add_categories

    with house().database.transaction() as session:
        if session.exec(select(Category.id)).first() is not None:
            raise click.ClickException("this network has categories already")
        children = add_categories(session)
        note_audit(session, "category.plant", "standard", Act.program(now(), "command line"))
    _chain()
    click.echo(f"{len(children)} categories are ready")


def _chain() -> None:
    """What a command left in the trail gets its place at once: no worker may be running."""
    chain(house().database, at=now())


COMMANDS = (demo, create_operator, set_lost_password, invite_people, plant_categories)
