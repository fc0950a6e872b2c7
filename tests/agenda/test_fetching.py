"""Where we go for a calendar and where not, however somebody tries to send us elsewhere."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from agenda import fetching
from agenda.fetching import checked, fetch, is_public
from agenda.problems import WORDS, Refused

CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """A small web server on this machine; `answers` says what each path gives."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.heard: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.heard.append((self.path, dict(self.headers.items())))
                try:
                    outer.answers[self.path.partition("?")[0]](self)
                except (BrokenPipeError, ConnectionResetError):
                    pass  # the asker had enough

            def log_message(self, *_arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.port = self.http.server_address[1]
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def gives(content: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    """Reached because it is on the list; without that it would be refused as what it is: a private number."""
    server = Server()
    settings.CALENDAR_HOSTS = frozenset({f"127.0.0.1:{server.port}"})
    yield server
    server.http.shutdown()
    server.http.server_close()


def refused(address: str) -> str:
    with pytest.raises(Refused) as problem:
        fetch(address)
    assert problem.value.code in WORDS
    return problem.value.code


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "255.255.255.255",
        "224.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:c0a8:101::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "::127.0.0.1", "iets", "", "240.0.0.1", "192.0.2.1", "2001:db8::1",
    ],
)  # fmt: skip
def test_what_is_not_public(text: str) -> None:
    assert not is_public(text)


@pytest.mark.parametrize("text", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946"])
def test_what_is_public(text: str) -> None:
    assert is_public(text)


@pytest.mark.parametrize(
    "address",
    [
        "", "x", "ftp://voorbeeld.nl/a.ics", "file:///etc/passwd", "gopher://voorbeeld.nl", "https://", "https:///a.ics",
        "https://gebruiker:geheim@voorbeeld.nl/", "https://@voorbeeld.nl/", "https://voorbeeld.nl:22/", "http://voorbeeld.nl:6379/",
        "https://voorbeeld.nl:99999/", "https://voor beeld.nl/", "https://voorbeeld.nl/\r\nHost: x", "https://voorbeeld.nl/\x00",
        "https://voorbeeld.nl/" + "a" * 500, "https://[::1/", "https://vöörbeeld.nl/", "javascript:alert(1)", "//voorbeeld.nl/a",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_asked(address: str) -> None:
    with pytest.raises(Refused) as problem:
        checked(address)
    assert problem.value.code == "address"


def test_webcal_is_https() -> None:
    assert checked("webcal://voorbeeld.nl/a.ics").geturl() == "https://voorbeeld.nl/a.ics"
    assert checked("WEBCAL://voorbeeld.nl/a.ics?x=1").geturl() == "https://voorbeeld.nl/a.ics?x=1"


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
    ],
)
def test_a_private_number_is_refused_however_it_is_written(host: str) -> None:
    assert refused(f"http://{host}/a.ics") in ("not-public", "unknown-host")


def test_the_list_is_about_a_host_with_its_port(server: Server) -> None:
    server.answers["/a.ics"] = gives(CALENDAR)
    assert fetch(server.address("/a.ics")).content == CALENDAR
    other = Server()
    other.answers["/a.ics"] = gives(CALENDAR)
    assert refused(other.address("/a.ics")) == "address"
    assert other.heard == []
    other.http.shutdown()
    other.http.server_close()


def names(monkeypatch: pytest.MonkeyPatch, *turns: list[str]) -> list[str]:
    """Let a name have other numbers at each look-up; gives the names that were looked up."""
    asked: list[str] = []

    def look(host: str, port: int, **_more: Any) -> list[Any]:
        numbers = turns[min(len(asked), len(turns) - 1)]
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", look)
    return asked


def test_a_name_is_looked_up_once_and_that_number_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trick of DNS rebinding: public when it is judged, private when it is called."""
    asked = names(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    called: list[Any] = []

    def connect(_self: socket.socket, place: Any) -> None:
        called.append(place)
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", connect)
    assert refused("http://agenda.voorbeeld.nl/a.ics") == "refused"
    assert asked == ["agenda.voorbeeld.nl"]
    assert called == [("93.184.216.34", 80)]


def test_one_private_number_among_public_ones_is_enough_to_stay_away(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("somebody was called"))
    assert refused("https://agenda.voorbeeld.nl/a.ics") == "not-public"


def test_who_is_on_the_line_is_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    names(monkeypatch, ["93.184.216.34"])
    monkeypatch.setattr(socket.socket, "connect", lambda *_: None)
    monkeypatch.setattr(socket.socket, "getpeername", lambda _self: ("10.0.0.1", 80))
    assert refused("http://agenda.voorbeeld.nl/a.ics") == "not-public"


def test_a_redirect_to_a_private_number_is_not_followed(server: Server) -> None:
    for place in (
        "http://127.0.0.1/geheim",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/x",
    ):
        server.answers["/weg"] = gives(b"", 302, Location=place)
        assert refused(server.address("/weg")) in ("not-public", "unknown-host")
    for place in ("file:///etc/passwd", "ftp://voorbeeld.nl/", "http://x:y@voorbeeld.nl/"):
        server.answers["/weg"] = gives(b"", 301, Location=place)
        assert refused(server.address("/weg")) == "address"
    server.answers["/weg"] = gives(b"", 302)
    assert refused(server.address("/weg")) == "redirects"


def test_a_redirect_is_followed_three_times(server: Server) -> None:
    server.answers |= {
        "/1": gives(b"", 302, Location="/2"), "/2": gives(b"", 307, Location="3"),
        "/3": gives(b"", 301, Location=server.address("/a.ics")), "/a.ics": gives(CALENDAR),
    }  # fmt: skip
    assert fetch(server.address("/1")).content == CALENDAR
    server.answers["/a.ics"] = gives(b"", 302, Location="/1")
    assert refused(server.address("/1")) == "redirects"
    assert len(server.heard) == 8


def test_from_safe_to_unsafe_is_no_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_ask", lambda *_: "http://voorbeeld.nl/a.ics")
    assert refused("https://voorbeeld.nl/a.ics") == "redirects"


def test_it_is_asked_plainly_and_the_mark_goes_along(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == '"a"'
        gives(b"" if same else CALENDAR, 304 if same else 200, ETag='"a"')(handler)

    server.answers["/a.ics"] = answer
    first = fetch(server.address("/a.ics?sleutel=1"))
    assert (first.content, first.etag) == (CALENDAR, '"a"')
    assert fetch(server.address("/a.ics"), '"a"').content is None
    path, headers = server.heard[0]
    assert path == "/a.ics?sleutel=1"
    assert headers["Host"] == f"127.0.0.1:{server.port}"
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "closed"),
        (403, "closed"),
        (404, "gone"),
        (410, "gone"),
        (500, "their-fault"),
        (429, "their-fault"),
    ],
)
def test_what_the_other_side_says_is_told(status: int, code: str, server: Server) -> None:
    server.answers["/a.ics"] = gives(b"nee", status)
    assert refused(server.address("/a.ics")) == code


def test_more_than_a_megabyte_is_not_taken(server: Server) -> None:
    most = fetching.MOST_BYTES
    server.answers["/a.ics"] = gives(b"x" * most)
    assert len(fetch(server.address("/a.ics")).content or b"") == most
    server.answers["/a.ics"] = gives(b"x" * (most + 1))
    assert refused(server.address("/a.ics")) == "size"

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _turn in range(100):
            handler.wfile.write(b"x" * 65536)

    server.answers["/a.ics"] = endless
    assert refused(server.address("/a.ics")) == "size"
    server.answers["/a.ics"] = gives(b"x", Content_Encoding="gzip")
    assert refused(server.address("/a.ics")) == "no-calendar"


@pytest.mark.parametrize("where", ["head", "body"])
def test_who_drips_is_cut_off(where: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.6)
    stop = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        if where == "head":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-A: ")
        else:
            handler.send_response(200)
            handler.send_header("Content-Length", "1000")
            handler.end_headers()
        while not stop.is_set():
            handler.wfile.write(b"x")
            time.sleep(0.02)

    server.answers["/a.ics"] = drip
    begin = time.monotonic()
    assert refused(server.address("/a.ics")) == "slow"
    stop.set()
    assert time.monotonic() - begin < fetching.QUIET


def test_half_a_file_is_no_file(server: Server) -> None:
    def half(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(CALENDAR)

    server.answers["/a.ics"] = half
    assert refused(server.address("/a.ics")) == "refused"


def test_nobody_at_home_and_no_such_name(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    server.http.shutdown()
    server.http.server_close()
    assert refused(server.address("/a.ics")) == "refused"

    def unknown(*_arguments: Any, **_more: Any) -> Any:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refused("https://bestaat-niet.invalid/a.ics") == "unknown-host"


def test_a_name_server_that_is_silent_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.3)
    free = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_more: free.wait(5))
    assert refused("https://agenda.voorbeeld.nl/a.ics") == "slow"
    free.set()


def test_a_safe_connection_that_is_not_in_order_is_told(server: Server) -> None:
    assert refused(f"https://127.0.0.1:{server.port}/a.ics") in ("refused", "slow")
