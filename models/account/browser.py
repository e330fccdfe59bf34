"""What is kept of a browser, in coarse words: enough for its owner to know it again, too little to follow anybody."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal

System = Literal["iPhone", "iPad", "Android", "HarmonyOS", "Windows", "Mac", "Linux", ""]
Program = Literal["WeChat", "Alipay", "QQ", "UC", "Edge", "Firefox", "Chrome", "Safari", ""]

# What stands in a browser's name for itself. The first that fits counts: most claim to be several.
_SYSTEMS: tuple[tuple[str, System], ...] = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
_PROGRAMS: tuple[tuple[str, Program], ...] = (
    ("MicroMessenger", "WeChat"),
    ("AlipayClient", "Alipay"),
    ("QQ", "QQ"),
    ("UCBrowser", "UC"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
# How much of an address is kept: what many people share.
_KEPT_BITS = {4: 24, 6: 48}


@dataclass(frozen=True, slots=True)
class Browser:
    """A system, a program, and the network it came from; "" where it does not say."""

    system: System = ""
    program: Program = ""
    network: str = ""


def browser_of(agent: str, address: str) -> Browser:
    """From a request's User-Agent and its address."""
    system: System = next((named for mark, named in _SYSTEMS if mark in agent), "")
    program: Program = next((named for mark, named in _PROGRAMS if mark in agent), "")
    return Browser(system, program, coarse_network(address))


def coarse_network(address: str) -> str:
    """An IPv4 /24 or an IPv6 /48; "" of what is no address."""
    try:
        read = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(read, IPv6Address) and read.ipv4_mapped:
        read = read.ipv4_mapped
    return str(ip_network((read, _KEPT_BITS[read.version]), strict=False))
