"""The addresses of a name, looked up once, and none of them within."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from server.outgoing.address import Target
from server.outgoing.errors import OutgoingError

_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address
_UNICAST = ip_network("2000::/3")  # all of IPv6 that is given out to the public internet


def addresses_of(target: Target) -> list[str]:
    """Of the name, in the order to try them. Raises OutgoingError, also where one is within.

    How long a look-up may take is up to the machine's resolver.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise OutgoingError(
            f"No address of {target.host} was found: look at its name and at the network.",
            again=True,
        ) from None
    addresses = [str(place[0]) for *_, place in found]
    if not addresses or not all(map(is_public, addresses)):
        raise OutgoingError(
            f"{target.host} leads to an address that is not of the public internet; such are "
            "never asked."
        )
    return list(dict.fromkeys(addresses))


def is_public(address: str) -> bool:
    """True of an address of the public internet, and of no other that it may stand for."""
    if "%" in address:  # of one link of this machine
        return False
    found = _meant(ip_address(address))
    if isinstance(found, IPv6Address):
        return found.is_global and found in _UNICAST
    return found.is_global and not (found.is_multicast or found.is_reserved)


def _meant(found: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for, else itself."""
    if isinstance(found, IPv4Address):
        return found
    if found in _NAT64:
        return IPv4Address(found.packed[-4:])
    return found.ipv4_mapped or found.sixtofour or found
