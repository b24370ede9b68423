"""What may be asked at all: addresses that people type, and addresses that names lead to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.outgoing.address import Target, check
from server.outgoing.errors import OutgoingError
from server.outgoing.resolved import is_public

HOSTS = ["hooks.slack.com", "*.example.com", "other.example:8443", "xn--mnchen-3ya.example"]


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.slack.com/services/T0/B0/x", ("hooks.slack.com", 443, "/services/T0/B0/x")),
        ("HTTPS://Hooks.Slack.COM:443", ("hooks.slack.com", 443, "/")),
        ("https://a.b.example.com/x?y=1&z=%20", ("a.b.example.com", 443, "/x?y=1&z=%20")),
        ("https://other.example:8443?q", ("other.example", 8443, "/?q")),
        ("https://xn--mnchen-3ya.example/", ("xn--mnchen-3ya.example", 443, "/")),
    ],
)
def test_what_is_taken(url: str, target: tuple[str, int, str]) -> None:
    assert check(url, HOSTS) == Target(*target)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.slack.com/", "Only https"),
        ("hooks.slack.com/services", "Only https"),
        ("file:///etc/passwd", "Only https"),
        ("//hooks.slack.com/", "Only https"),
        ("https://user@hooks.slack.com/", "No user"),
        ("https://hooks.slack.com:pass@evil.example/", "No user"),
        ("https://a:b@hooks.slack.com/", "No user"),
        ("https://@hooks.slack.com/", "No user"),
        ("https://hooks.slack.com/#a", "No user"),
        ("https://hooks.slack.com#", "No user"),
        ("https://evil.example#@hooks.slack.com", "No user"),
        ("https://hooks.slack.com\\@evil.example/", "backslashes"),
        ("https://hooks.slack.com/ x", "spaces"),
        ("https://hooks.slack.com/\r\nX: y", "spaces"),
        ("https://hooks.slack.com/\x00", "spaces"),
        (" https://hooks.slack.com/", "spaces"),
        ("", "empty"),
        ("https://hooks.slack.com/" + "x" * 2000, "longer than 2000"),
        ("https://münchen.example/", "xn--"),
        ("https://１２７.０.０.１/", "beyond ASCII"),
        ("https://hooks。slack。com/", "beyond ASCII"),
        ("https://hooks.slack.com:99999/", "no address"),
        ("https://[::1/", "no address"),
        ("https://", "A host has a name"),
        ("https://localhost/", "A host has a name"),
        ("https://127.0.0.1/", "A host has a name"),
        ("https://127.1/", "A host has a name"),
        ("https://2130706433/", "A host has a name"),
        ("https://0x7f000001/", "A host has a name"),
        ("https://0x7f.1/", "A host has a name"),
        ("https://0177.0.0.01/", "A host has a name"),
        ("https://127.0.0.0x1/", "A host has a name"),
        ("https://[::1]/", "A host has a name"),
        ("https://[::ffff:127.0.0.1]/", "A host has a name"),
        ("https://hooks.slack.com./", "A host has a name"),
        ("https://-a.example.com/", "A host has a name"),
        ("https://a..example.com/", "A host has a name"),
        ("https://hooks.slack%2ecom/", "A host has a name"),
        ("https://evil.example/", "evil.example is not among the hosts"),
        ("https://example.com/", "not among"),
        ("https://evilexample.com/", "not among"),
        ("https://hooks.slack.com.evil.example/", "not among"),
        ("https://hooks.slack.com:8443/", "hooks.slack.com:8443 is not among"),
        ("https://other.example/", "not among"),
        ("https://hooks.slack.com:0/", "not among"),
    ],
)
def test_what_is_refused(url: str, why: str) -> None:
    with pytest.raises(OutgoingError, match=why) as found:
        check(url, HOSTS)
    assert not found.value.again and not found.value.handed_over


def test_without_a_list_nothing_goes_out() -> None:
    with pytest.raises(OutgoingError, match="no host is allowed"):
        check("https://hooks.slack.com/", [])


@given(st.text())
@settings(max_examples=30)
def test_whatever_is_typed_is_taken_or_told(typed: str) -> None:
    for url in (typed, f"https://{typed}", f"https://hooks.slack.com{typed}"):
        try:
            found = check(url, HOSTS)
        except OutgoingError as error:
            assert len(str(error)) < 400
        else:
            assert found.host == "hooks.slack.com" or found.host.endswith(".example.com")


PUBLIC = ["8.8.8.8", "93.184.216.34", "2001:4860:4860::8888", "64:ff9b::808:808", "2002:808:808::1"]
# Ranges of the special-purpose registries of IANA, and what stands for IPv4 within IPv6.
WITHIN = (
    "0.0.0.0 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 "
    "172.16.0.1 172.31.255.255 192.0.2.1 192.168.1.1 198.18.0.1 198.51.100.1 203.0.113.1 "
    "224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::7f00:1 ::ffff:127.0.0.1 "
    "::ffff:10.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1 2001::1 "
    "2001:db8::1 2002:7f00:1::1 2002:a00:1:: fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 "
    "2606:4700::1%eth0 fec0::1 ff02::1 ff0e::1 5f00::1"
)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_public_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", WITHIN.split())
def test_addresses_within(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_what_stands_for_an_address_is_no_more_public_than_it(address: IPv4Address) -> None:
    number, own = int(address), is_public(str(address))
    for stands in (
        (0xFFFF << 32) | number,
        (0x64FF9B << 96) | number,
        (0x2002 << 112) | number << 80,
    ):
        assert is_public(str(IPv6Address(stands))) == own
