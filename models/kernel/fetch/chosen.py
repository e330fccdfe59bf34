"""An address that the operator chose (a webhook, a service for texts), and where a connection to it may go.

A name is resolved once, and the connection goes to what was checked: a name that leads to the outside today and into
the house tomorrow (DNS rebinding) is refused. Whoever means a machine of the house says so by its name or number.
"""

import ipaddress
import socket

from models.kernel.fetch.addresses import IP, Resolve, public, resolved

RESOLVING_SECONDS = 5.0
# Names that no public resolver gives: whoever writes one means a machine nearby.
_NEARBY = (".localhost", ".local", ".internal", ".intranet", ".lan", ".home.arpa", ".test")


class Astray(OSError):
    """A public name that leads to an address of the house."""


def means_inside(host: str) -> bool:
    """Whether a machine of the house is meant: a number that is not public, a name without a dot, or one of nearby."""
    try:
        return not public(ipaddress.ip_address(host))
    except ValueError:
        name = host.rstrip(".").lower()
        return "." not in name or name.endswith(_NEARBY)


def chosen_addresses(host: str, port: int, *, resolve: Resolve | None = None) -> list[IP]:
    """Where the connection may go, in the resolver's order. One address of the house spoils a public name. Raises
    OSError where there is no answer in time, and Astray."""
    found = resolved(host, port, resolve or socket.getaddrinfo, RESOLVING_SECONDS)
    if not means_inside(host) and not all(public(ip) for ip in found):
        raise Astray(f"{host} leads into the house: say its number, or a name such as {host.split('.')[0]}.internal")
    return found
