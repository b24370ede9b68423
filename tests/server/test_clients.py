"""Who a request is from: what a client says of itself is believed of proxies alone."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from server.worker.clients import client_of, is_proxy

PROXIES = [ip_network("127.0.0.1"), ip_network("::1"), ip_network("172.18.0.0/16")]


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.7", "", "10.0.0.7"),
        ("10.0.0.7", "1.2.3.4", "10.0.0.7"),  # made up: no proxy of ours
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", "1.2.3.4, 10.0.0.7", "10.0.0.7"),  # the first was there already
        ("127.0.0.1", "1.2.3.4, 10.0.0.7, 172.18.0.2", "10.0.0.7"),  # two proxies of ours
        ("localhost", "10.0.0.7", "10.0.0.7"),  # a socket in a folder
        ("::ffff:127.0.0.1", "10.0.0.7", "10.0.0.7"),
        ("127.0.0.1", '"[2001:db8::1]"', "2001:db8::/64"),
        ("2001:db8::1", "", "2001:db8::/64"),
        ("2001:db8::ffff:2", "", "2001:db8::/64"),  # the same machine under another address
        ("fe80::1%eth0", "", "fe80::/64"),
        ("127.0.0.1", " , ", "127.0.0.1"),
        ("127.0.0.1", "unknown", "unknown"),
        ("127.0.0.1", "x" * 9000, "x" * 64),
    ],
)
def test_the_client_is_whom_a_proxy_of_ours_names(peer: str, forwarded: str, client: str) -> None:
    assert client_of(peer, forwarded, PROXIES) == client


def test_what_is_no_address_is_no_proxy() -> None:
    assert not is_proxy("", PROXIES)
    assert not is_proxy("127.0.0.1.evil.example", PROXIES)
