"""Which addresses may be contacted."""

from ipaddress import ip_network

import pytest

from flows.fetch.guard import AddressGuard, check_url
from storage.errors import AddressRefused

PRIVATE = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1
172.31.255.255 192.0.0.192 192.168.1.1 198.18.0.1 192.88.99.1 224.0.0.1 239.255.255.250 255.255.255.255
240.0.0.1 168.63.129.16 :: ::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:0:10.0.0.1 ::127.0.0.1
64:ff9b::10.0.0.1 64:ff9b:1::1 2002:7f00:1:: 2002:a9fe:a9fe:: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254
fec0::1 ff02::1 2001:db8::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2606:4700::5efe:127.0.0.1
100::1 localhost 127.1
""".split()  # noqa: SIM905

PUBLIC = """
1.1.1.1 8.8.8.8 211.231.99.17 100.63.255.255 172.32.0.1 ::ffff:8.8.8.8 2606:4700:4700::1111 64:ff9b::8.8.8.8
""".split()  # noqa: SIM905


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address: str) -> None:
    assert not AddressGuard().permits(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_permitted(address: str) -> None:
    assert AddressGuard().permits(address)


@pytest.mark.parametrize(
    ("allowed", "address", "permitted"),
    [
        ("127.0.0.1/32", "127.0.0.1", True),
        ("127.0.0.1/32", "::ffff:127.0.0.1", True),
        ("127.0.0.1/32", "127.0.0.2", False),
        ("127.0.0.1/32", "::1", False),
        ("::1/128", "::1", True),
        ("10.0.0.0/8", "10.9.8.7", True),
        ("10.0.0.0/8", "192.168.0.1", False),
        ("0.0.0.0/0", "169.254.169.254", True),
        ("10.0.0.0/8", "64:ff9b::10.1.1.1", True),
    ],
)
def test_only_the_named_networks_are_permitted(allowed: str, address: str, permitted: bool) -> None:
    assert AddressGuard((ip_network(allowed),)).permits(address) is permitted


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.kr/x",
        "file:///etc/passwd",
        "gopher://a.kr:70/",
        "javascript:alert(1)",
        "data:text/xml,<rss/>",
        "http://user@a.kr/",
        "http://user:secret@a.kr/",
        "http://:secret@a.kr/",
        "http://",
        "http:///",
        "not an address",
        "//a.kr/x",
        "",
        "http://a.kr:22/",
        "http://a.kr:25/",
        "https://a.kr:6667/",
        "http://a.kr:99999/",
        "http://[::1",
        "http://a.kr/" + "a" * 9_000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://0177.0.0.1/", "127.0.0.1"),
        ("http://127。0。0。1/", "127.0.0.1"),
        ("http://ⓛocalhost/", "localhost"),
        (r"http:\\a.kr\x", "a.kr"),
        (r"http://a.kr\@b.kr/", "a.kr"),
        ("https://한국.kr:8443/", "xn--3e0b707e.kr"),
    ],
)
def test_an_address_is_read_as_a_browser_reads_it(url: str, host: str) -> None:
    assert check_url(url).hostname == host


BAD_PORTS = (
    1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679,
    6697, 10080,
)  # fmt: skip
"""What browsers refuse above 1024: https://fetch.spec.whatwg.org/#port-blocking."""


@pytest.mark.parametrize("port", [*BAD_PORTS, 1, 79, 81, 442, 444, 1023])
def test_ports_that_browsers_refuse_are_refused(port: int) -> None:
    with pytest.raises(AddressRefused, match=f"port {port} is not the web's"):
        check_url(f"http://a.kr:{port}/")


@pytest.mark.parametrize("port", sorted({n + by for n in BAD_PORTS for by in (-1, 1)} - set(BAD_PORTS)))
def test_ports_beside_those_are_the_webs(port: int) -> None:
    assert check_url(f"http://a.kr:{port}/").port == str(port)


@pytest.mark.parametrize("url", ["https://a.kr:80/", "http://a.kr:443/"])
def test_the_webs_own_ports_are_read_under_either_scheme(url: str) -> None:
    assert check_url(url).href == url


@pytest.mark.parametrize("port", ["1024", "65535", "8080"])
def test_ports_from_1024_on_are_the_webs(port: str) -> None:
    assert check_url(f"http://a.kr:{port}/").port == port


@pytest.mark.parametrize(
    ("address", "permitted"),
    [
        ("2606:4700::5efe:10.0.0.1", False),
        ("2606:4700::200:5efe:10.0.0.1", False),  # with the bit that says unique
        ("2606:4700::5eff:10.0.0.1", True),
        ("2606:4700::5efc:10.0.0.1", True),
        ("2606:4700::100:5efe:10.0.0.1", True),
        ("2606:4700::5efe:8.8.8.8", True),
        ("2002:808:808::1", True),
        ("64:ff9b::1:10.0.0.1", True),
        ("::1:10.0.0.1", True),
    ],
)
def test_what_an_ipv6_address_leads_to_is_asked_for_too(address: str, permitted: bool) -> None:
    assert AddressGuard().permits(address) is permitted


@pytest.mark.parametrize(("length", "is_read"), [(8_000, True), (8_001, False)])
def test_the_longest_address_has_8000_characters(length: int, is_read: bool) -> None:
    url = "http://a.kr/".ljust(length, "a")
    if is_read:
        assert check_url(url).hostname == "a.kr"
    else:
        with pytest.raises(AddressRefused, match="more than 8000 characters") as refused:
            check_url(url)
        assert refused.value.about == url[:80] + "…"
