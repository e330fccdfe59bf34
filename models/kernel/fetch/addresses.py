"""Which network addresses a stranger's URL may lead to: public ones only, however they are written or wrapped."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable
from typing import Any

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
# The shape of socket.getaddrinfo: (host, port, type=) -> rows that end in a socket address.
Resolve = Callable[..., Iterable[tuple[Any, ...]]]

# Public by number, yet not a place where pictures live: a cloud's inner service, and the old 6to4 relays.
_CLOSED = (ipaddress.ip_network("168.63.129.16/32"), ipaddress.ip_network("192.88.99.0/24"))
UNICAST6 = ipaddress.ip_network("2000::/3")
# Ways to wrap one address in another that no honest picture host needs: 6to4 and Teredo.
WRAPPED6 = (ipaddress.ip_network("2002::/16"), ipaddress.ip_network("2001::/32"))
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def public(ip: IP) -> bool:
    """True for a globally reachable unicast address. Mapped and NAT64 addresses are judged by the IPv4 inside."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return public(inner)
        if ip not in UNICAST6 or any(ip in net for net in WRAPPED6):
            return False
    odd = ip.is_multicast or ip.is_reserved or ip.is_loopback or ip.is_link_local or ip.is_unspecified
    return ip.is_global and not odd and not any(ip in net for net in _CLOSED)


def resolved(host: str, port: int, resolve: Resolve, seconds: float) -> list[IP]:
    """Every address of a host, in the resolver's order. The resolver keeps no deadline, so it runs in a thread that is
    left behind when it takes too long. Raises OSError when there is no answer in time."""
    found: list[IP] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            for row in resolve(host, port, type=socket.SOCK_STREAM):
                ip = ipaddress.ip_address(str(row[-1][0]).split("%")[0])
                if ip not in found:
                    found.append(ip)
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=ask, daemon=True, name="resolve")
    thread.start()
    thread.join(max(0.0, seconds))
    if thread.is_alive() or failed or not found:
        raise OSError("no address")
    return list(found)
