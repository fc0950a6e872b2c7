"""Getting a file from an address that somebody typed, without being sent where we should not go.

The only request of this kind that wijkweb makes (safety.md, W-40). The name is looked up once, every answer must be public,
and the connection goes to that very number: a name that answers differently a moment later changes nothing. Each
redirect goes through the same. A host in CALENDAR_HOSTS may be anywhere; it was put there by who runs this copy.
"""

import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from agenda.problems import Refused

MOST_BYTES = 1024 * 1024
SECONDS = 20.0  # for all of it, redirects included
QUIET = 5.0  # without a single byte
REDIRECTS = 3
LONGEST_ETAG = 150
PORTS = {"http": 80, "https": 443}
SENT_ON = (301, 302, 303, 307, 308)
HIDING = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")
)  # these carry an IPv4 address in their last four bytes
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Fetched:
    """What was got; `content` is None when it is the same as last time."""

    content: bytes | None
    etag: str = ""


def fetch(address: str, etag: str = "") -> Fetched:
    """The file at `address`, at most 1 MiB within 20 seconds. Raises Refused with why not."""
    deadline = time.monotonic() + SECONDS
    for _turn in range(REDIRECTS + 1):
        target = checked(address)
        answer = _ask(target, etag, deadline)
        if isinstance(answer, Fetched):
            return answer
        following = urljoin(address, answer)
        if target.scheme == "https" and urlsplit(following).scheme != "https":
            raise Refused("redirects")
        address = following
    raise Refused("redirects")


def checked(address: str) -> SplitResult:
    """The parts of an address to which we may ask; Refused for any other. webcal is another word for https."""
    if len(address) > 500 or not address.isascii() or not address.isprintable() or " " in address:
        raise Refused("address")
    for word in ("webcal://", "webcals://"):
        if address.lower().startswith(word):
            address = f"https://{address[len(word) :]}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Refused("address") from error
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in PORTS or not host or parts.username is not None or parts.password is not None:
        raise Refused("address")
    if not is_listed(parts) and port not in (None, PORTS[parts.scheme]):
        raise Refused("address")
    return parts


def is_listed(parts: SplitResult) -> bool:
    """Whether who runs this copy allowed this host by name ("agenda.example.nl" or "agenda.example.nl:8443")."""
    host = (parts.hostname or "").lower().rstrip(".")
    port = parts.port or PORTS.get(parts.scheme, 0)
    return host in settings.CALENDAR_HOSTS or f"{host}:{port}" in settings.CALENDAR_HOSTS


def is_public(text: str) -> bool:
    """Whether a number on the network is on the public internet, whichever way it is written."""
    try:
        number: Address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner: list[Any] = []
    if isinstance(number, ipaddress.IPv6Address):
        inner = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if any(number in network for network in HIDING):
            inner.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
    return all(
        one.is_global and not (one.is_multicast or one.is_reserved or one.is_unspecified)
        for one in (number, *(known for known in inner if known is not None))
    )


def numbers_of(host: str, port: int, deadline: float) -> list[tuple[int, tuple[Any, ...]]]:
    """The numbers behind a name, looked up once and in a limited time."""
    found: queue.Queue[Any] = queue.Queue()

    def look() -> None:
        try:
            found.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.put(error)

    threading.Thread(target=look, daemon=True).start()
    try:
        answer = found.get(timeout=max(0.1, min(QUIET, deadline - time.monotonic())))
    except queue.Empty as error:
        raise Refused("slow") from error
    if isinstance(answer, Exception) or not answer:
        raise Refused("unknown-host")
    return [(family, place) for family, _type, _protocol, _name, place in answer]


def _connect(target: SplitResult, deadline: float) -> socket.socket:
    """A connection to one of the numbers that were looked up just now, and to no other."""
    host, port = target.hostname or "", target.port or PORTS[target.scheme]
    places = numbers_of(host, port, deadline)
    if not is_listed(target) and not all(is_public(str(place[0])) for _family, place in places):
        raise Refused("not-public")
    for family, place in places[:4]:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Refused("slow")
        connection = socket.socket(family, socket.SOCK_STREAM)
        connection.settimeout(min(QUIET, left))
        try:
            connection.connect(place)
        except OSError:
            connection.close()
            continue
        if not is_listed(target) and not is_public(str(connection.getpeername()[0])):
            connection.close()
            raise Refused("not-public")
        return connection
    raise Refused("refused")


def _ask(target: SplitResult, etag: str, deadline: float) -> Fetched | str:
    """One question: the file, or the address to which it sends us on. A watch ends it when the time is over."""
    with _Line(_connect(target, deadline), deadline) as line:
        try:
            answer = _talk(line, target, etag)
        except Refused as refused:
            raise Refused("slow" if line.is_over else refused.code) from refused
        except ssl.SSLCertVerificationError as error:
            raise Refused("certificate") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            is_late = line.is_over or isinstance(error, TimeoutError)
            raise Refused("slow" if is_late else "refused") from error
        if line.is_over:
            raise Refused("slow")  # what was cut off may look whole
        return answer


class _Line:
    """A connection with an end: when the time is over it is cut, however slowly the other side drips."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.socket = connection
        self.is_over = False
        self.watch = threading.Timer(max(0.0, deadline - time.monotonic()), self._cut)
        self.watch.daemon = True

    def __enter__(self) -> "_Line":
        self.watch.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.watch.cancel()
        self.socket.close()

    def _cut(self) -> None:
        self.is_over = True
        try:
            socket.socket.shutdown(self.socket, socket.SHUT_RDWR)
        except OSError:
            pass  # it was closed by itself

    def make_safe(self, host: str) -> None:
        """Go on over TLS. The wrapped socket takes the place of the bare one before a byte is said."""
        context = ssl.create_default_context()
        safe = context.wrap_socket(self.socket, server_hostname=host, do_handshake_on_connect=False)
        self.socket = safe
        safe.do_handshake()


def _talk(line: _Line, target: SplitResult, etag: str) -> Fetched | str:
    host = target.hostname or ""
    if target.scheme == "https":
        line.make_safe(host)
    connection = http.client.HTTPConnection(host, target.port or PORTS[target.scheme])
    connection.sock = line.socket
    path = (target.path or "/") + (f"?{target.query}" if target.query else "")
    headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "identity", "User-Agent": "Wijkweb"}
    if etag:
        headers["If-None-Match"] = etag
    try:
        connection.request("GET", path, headers={**headers, "Connection": "close"})
        with connection.getresponse() as response:  # it holds the line, whatever becomes of the connection
            return _answer(response, etag)
    finally:
        connection.close()


def _answer(response: http.client.HTTPResponse, etag: str) -> Fetched | str:
    status = response.status
    if status == 304 and etag:
        return Fetched(None, etag)
    if status in SENT_ON:
        place = response.getheader("Location", "")
        if not place:
            raise Refused("redirects")
        return place
    if status in (401, 403):
        raise Refused("closed")
    if status in (404, 410):
        raise Refused("gone")
    if status != 200:
        raise Refused("their-fault")
    if response.getheader("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise Refused("no-calendar")
    if response.length is not None and response.length > MOST_BYTES:
        raise Refused("size")
    announced = response.length
    content = response.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("size")
    if announced is not None and len(content) < announced:
        raise Refused("refused")
    known = response.getheader("ETag", "")
    return Fetched(
        content, known if len(known) <= LONGEST_ETAG and known.isascii() and known.isprintable() else ""
    )
