import socket
import time
from ipaddress import ip_address

import pytest

from papers.records.identifiers import Id
from papers.registries import public_addresses
from papers.registries.crossref import fetch_from_crossref
from papers.registries.door_faults import (
    AddressRefused,
    AskedTooOften,
    DoorFault,
    InvalidReply,
    Unavailable,
)
from papers.registries.http_door import (
    ask_public_web,
    ask_registry,
    send_to_public_web,
    take_apart,
)
from tests.support.registry_server import (
    drip_body,
    hang,
    hostile_answers,
    redirect_to,
    registry_server,
    reply_with,
    seconds_for,
)

PATH = "/crossref/works/10.5555/made.1"
WORK = Id("doi", "10.5555/made.1")
FAULTS = {
    "hangs": Unavailable,
    "drips its body": Unavailable,
    "drips its headers": Unavailable,
    "redirects to loopback": AddressRefused,
    "429 with seconds": AskedTooOften,
    "429 with a date": AskedTooOften,
    "500": Unavailable,
    "503 without a word": Unavailable,
    "hangs up": Unavailable,
}
"""All others are invalid replies."""


@pytest.mark.slow
@pytest.mark.parametrize("name", hostile_answers(""))
def test_a_hostile_answer_is_a_named_fault_in_time(name, registries, settings):
    with registry_server() as secret:
        behaviour = hostile_answers(f"{secret.address}/secret")[name]
        settings.PAPERS_DOOR_SECONDS = seconds_for(behaviour)
        registries.answer_with(PATH, behaviour)
        with pytest.raises(DoorFault) as caught:
            fetch_from_crossref(WORK)
        assert type(caught.value) is FAULTS.get(name, InvalidReply)
        assert str(caught.value).endswith(".")
        assert not secret.asked


def test_the_wait_that_a_host_asks_for_is_told(registries):
    answers = hostile_answers("")
    registries.answer_with("/crossref/works/10.5555/seconds", answers["429 with seconds"])
    registries.answer_with("/crossref/works/10.5555/date", answers["429 with a date"])
    waits = []
    for address in ("seconds", "date"):
        with pytest.raises(AskedTooOften) as caught:
            ask_registry(f"{registries.address}/crossref/works/10.5555/{address}", ("text/plain",))
        waits.append(caught.value.retry_after)
    assert waits[0] == 3
    assert 50 < waits[1] <= 60


def test_a_redirect_to_a_host_of_the_list_is_followed(registries):
    registries.answer_with("/moved", redirect_to(f"{registries.address}/here"))
    registries.answer_with("/here", reply_with(b"{}"))
    assert ask_registry(f"{registries.address}/moved", ("application/json",)).body == b"{}"


def test_a_host_that_is_no_registry_is_not_asked(registries):
    with registry_server() as other, pytest.raises(AddressRefused, match="no registry"):
        ask_registry(f"{other.address}/", ("text/plain",))
    assert not other.asked


@pytest.mark.slow
def test_one_time_counts_for_all_redirects(registries, settings):
    settings.PAPERS_DOOR_SECONDS = 0.5

    def slowly(handler) -> None:
        handler.server.is_over.wait(0.3)
        redirect_to(f"{registries.address}/slow")(handler)

    registries.answer_with("/slow", slowly)
    with pytest.raises(Unavailable, match="did not answer within"):
        ask_registry(f"{registries.address}/slow", ("text/plain",))


def test_who_asks_tells_how_to_be_reached(registries, settings):
    settings.CONTACT_EMAIL = "ada@example.org"
    fetch_from_crossref(WORK)
    (path, headers), *_others = registries.asked
    assert path == PATH
    assert headers["User-Agent"].endswith("(http://127.0.0.1:8000; mailto:ada@example.org)")


PRIVATE = """
127.0.0.1 127.8.9.1 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.1
192.88.99.1 198.18.0.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 192.0.2.1 203.0.113.9
:: ::1 ::ffff:127.0.0.1 ::127.0.0.1 ::ffff:8.8.8.8 2002:7f00:1:: 2002:808:808::1 2001::7f00:1
64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd12::1 ff02::1
2001:db8::1 100::1 2600::5efe:7f00:1 3fff::1 5f00::1 4000::1
"""


@pytest.mark.parametrize("address", PRIVATE.split())
def test_an_address_that_is_not_public_is_known(address):
    assert not public_addresses.is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.99.144.80", "2a00:1450:4001:810::200e", "64:ff9b::808:808"]
)
def test_a_public_address_is_known(address):
    assert public_addresses.is_public(ip_address(address))


def test_a_form_is_sent_once_and_again_where_its_host_leads_on(web):
    web.answer_with("/taken", reply_with(b"", "text/plain", 202))
    web.answer_with("/seen", reply_with(b"", "text/plain", 303, Location="/elsewhere"))
    web.answer_with("/moved", redirect_to("/taken"))
    web.answer_with("/no", reply_with(b"", "text/plain", 400))
    web.answer_with("/inside", redirect_to("http://127.0.0.1/"))
    fields = {"source": "https://a.example/?x=1&y=2", "target": "é"}
    for path in ("/taken", "/seen", "/moved"):
        send_to_public_web(f"http://127.0.0.2{path}", fields)
    assert web.sent == [(path, fields) for path in ("/taken", "/seen", "/moved", "/taken")]
    with pytest.raises(InvalidReply):
        send_to_public_web("http://127.0.0.2/no", fields)
    with pytest.raises(AddressRefused):
        send_to_public_web("http://127.0.0.2/inside", fields)


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://2130706433/"),
        *(
            "http://0x7f.1/",
            "http://127.1/",
            "http://localhost/",
            "https://0/",
            "http://[fe80::1]/",
        ),
        *("http://user@8.8.8.8/", "http://8.8.8.8:22/", "https://8.8.8.8:80/", "ftp://8.8.8.8/"),
        *("file:///etc/passwd", "http:///x", "//8.8.8.8/", "http://8.8.8.8\\@127.0.0.1/", ""),
        *("http://8.8.8.8:99999/", "http://8.8.8.8/a b", "http://[::1", "http://\u200b/"),
        *("http://8.8.8.8/\r\nX: y", "http://a..b/", "http://" + "a" * 70 + ".org/"),
    ],
)
def test_the_public_web_has_no_such_address(address):
    with pytest.raises((AddressRefused, Unavailable)):
        ask_public_web(address, ("text/html",))


def test_a_public_page_is_read(web):
    answer = ask_public_web("http://127.0.0.2/page", ("text/html", "image/"))
    assert (answer.status, answer.body) == (200, b"<p>Hello")


def test_a_head_asks_for_no_content(web):
    assert ask_public_web("http://127.0.0.2/page", ("text/html",), method="HEAD").body == b""


def test_a_public_page_leads_to_no_private_one(web):
    with registry_server() as secret:
        web.answer_with("/moved", redirect_to(f"{secret.address}/secret"))
        with pytest.raises(AddressRefused):
            ask_public_web("http://127.0.0.2/moved", ("text/html",))
        web.answer_with("/moved", redirect_to("http://127.0.0.1/secret"))
        with pytest.raises(AddressRefused, match="no host of the public internet"):
            ask_public_web("http://127.0.0.2/moved", ("text/html",))
    assert not secret.asked


@pytest.mark.slow
@pytest.mark.parametrize("behaviour", [hang, drip_body])
def test_a_public_host_has_the_same_time(behaviour, web, settings):
    settings.PAPERS_DOOR_SECONDS = seconds_for(behaviour)
    web.answer_with("/slow", behaviour)
    with pytest.raises(Unavailable, match="did not answer within"):
        ask_public_web("http://127.0.0.2/slow", ("application/json",))


def test_a_name_is_asked_for_once_and_the_checked_address_is_used(web, monkeypatch):
    """A name server that gives a public address to the check and a private one to the connection
    wins nothing."""
    told = iter(["127.0.0.2", "127.0.0.1"])
    port = web.server_address[1]

    def rebinding(host, *_args, **_kwargs):
        assert host == "rebinding.example"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(told), port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **more: (
            rebinding(host) if host.endswith(".example") else real(host, *args, **more)
        ),
    )
    answer = ask_public_web("http://rebinding.example/page", ("text/html",))
    assert answer.body == b"<p>Hello"
    assert web.asked[0][1]["Host"] == f"rebinding.example:{port}"
    with pytest.raises(AddressRefused):
        ask_public_web("http://rebinding.example/page", ("text/html",))


def test_a_name_with_a_public_and_a_private_address_is_refused(web):
    assert not public_addresses.all_public(["8.8.8.8", "10.0.0.1"])
    assert not public_addresses.all_public([])


@pytest.mark.slow
def test_a_name_server_that_does_not_answer_costs_no_more_time(web, settings, monkeypatch):
    settings.PAPERS_DOOR_SECONDS = 0.5
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: time.sleep(3))
    with pytest.raises(Unavailable, match="did not answer within"):
        ask_public_web("http://slow.example/page", ("text/html",))


def test_addresses_are_asked_in_ascii():
    place = take_apart("https://Bücher.example/straße?q=ä ö".replace(" ", "+"))
    assert (place.host, place.target) == ("xn--bcher-kva.example", "/stra%C3%9Fe?q=%C3%A4+%C3%B6")
