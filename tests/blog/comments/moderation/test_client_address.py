import pytest

from blog.comments.moderation.client_address import client_of
from blog.comments.moderation.sender_hashes import network_of

REAL, FORGED, PROXY, OUTER = "203.0.113.7", "198.51.100.1", "10.0.0.1", "10.0.0.2"


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "expected"),
    [
        (REAL, "", 0, REAL),
        (REAL, FORGED, 0, REAL),
        (PROXY, REAL, 1, REAL),
        (PROXY, f"{FORGED}, {REAL}", 1, REAL),
        (PROXY, f"{FORGED}, {REAL}, {OUTER}", 2, REAL),
        (PROXY, "", 1, PROXY),
        (PROXY, REAL, 2, REAL),
        ("", REAL, 1, REAL),
        ("", REAL, 0, ""),
        (PROXY, "unknown", 1, PROXY),
        (PROXY, f"{FORGED}, garbage", 1, PROXY),
        (PROXY, f"{REAL}:4711", 1, REAL),
        (PROXY, '"[2001:db8::1]:80"', 1, "2001:db8::1"),
        (PROXY, "::ffff:203.0.113.7", 1, REAL),
        (PROXY, "fe80::1%eth0", 1, "fe80::1"),
        (PROXY, ",,,", 1, PROXY),
    ],
)
def test_client_is_the_one_that_our_outermost_proxy_saw(peer, forwarded, proxies, expected):
    assert client_of(peer, forwarded, proxies) == expected


def test_a_subscriber_has_a_whole_64_of_ipv6():
    assert network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of(REAL) == REAL
