"""Who asks: the address that limits are counted by."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network
_OF_ONE_CLIENT = 64  # bits of an IPv6 address: a machine may use all that share them
_UNIX_SOCKET = "localhost"  # what the server calls a peer that has no address


def is_proxy(peer: str, proxies: Sequence[Network]) -> bool:
    """True where the peer may say for whom it asks."""
    return peer == _UNIX_SOCKET or is_network_of(peer, proxies)


def is_network_of(peer: str, networks: Sequence[Network]) -> bool:
    """True where the peer has an address, and that is in one of the networks."""
    try:
        address = ip_address(peer.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in networks)


def client_of(peer: str, forwarded_for: str, proxies: Sequence[Network]) -> str:
    """The client behind a peer: itself, or whom a trusted proxy names.

    `forwarded_for`: the header X-Forwarded-For. Each proxy adds at its end, so it is read from
    there; what stands before the first address that is no proxy of ours may be made up.
    """
    client = peer
    for hop in reversed(forwarded_for.split(",") if forwarded_for else []):
        if not is_proxy(client, proxies):
            break
        client = hop.strip().strip('"[]') or client
    return _network(client)


def _network(client: str) -> str:
    try:
        address = ip_address(client.partition("%")[0])
    except ValueError:
        return client[:64]
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 4:
        return str(address)
    return str(ip_network((address, _OF_ONE_CLIENT), strict=False))
