"""The one way out: asks hosts of the list of providers, and nobody else.

A name is resolved once; every address it has must be a public one, and the first is connected to, so no second
answer of a name server comes between (DNS rebinding). https with the right name in certificate and Host, no
redirects, no compression, one budget of time and bytes for everything. Knows no proxy on purpose: a proxy would
resolve the name again.
"""

import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from time import monotonic
from urllib.parse import urlsplit

SECONDS = 5  # in all: name, connection, answer
MOST_BYTES = 1024 * 1024
_EMBEDDED_IPV4 = [ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")]  # NAT64


class NotFetched(Exception):
    """Why nothing came; the text is for the log. `is_gone`: there is no such thing (404, 410)."""

    def __init__(self, why, *, is_gone=False):
        super().__init__(why)
        self.is_gone = is_gone


@dataclass(frozen=True)
class Fetched:
    kind: str  # its media type
    data: bytes


def fetch(address, *, hosts, kinds, is_inside=False):
    """What stands at `address`, a whole one, if it is on one of `hosts` and its media type begins like one of `kinds`.

    `hosts`: names; `*.example.org` is every name beneath. `is_inside`: these hosts stand in our own network, so
    http, other ports and private addresses are right. NotFetched for everything that is not as it should be.
    """
    host, port, path, is_secure = _parsed(address, hosts, is_inside)
    until = monotonic() + SECONDS
    line = _connected(_resolved(host, port, is_inside, until), until)
    guard = _Guard(line, until)
    try:
        if is_secure:
            line = guard.line = ssl.create_default_context().wrap_socket(
                line, server_hostname=host, do_handshake_on_connect=False
            )
            line.do_handshake()
        fetched = _asked(line, host, port, path, is_secure, kinds)
        if guard.has_struck:  # what was cut may look like an end
            raise TimeoutError
        return fetched
    except (OSError, HTTPException, ValueError, NotFetched) as error:
        if isinstance(error, NotFetched) and not guard.has_struck:
            raise
        why = f"it took more than {SECONDS} seconds" if guard.has_struck else str(error) or "no answer"
        raise NotFetched(f"{host}: {why}") from None
    finally:
        guard.cancel()
        line.close()


def _parsed(address, hosts, is_inside):
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotFetched("this is no address") from None
    if parts.scheme != "https" and not (is_inside and parts.scheme == "http"):
        raise NotFetched(f"{parts.scheme or 'nothing'} is not asked, only https")
    if parts.username is not None or parts.password is not None:
        raise NotFetched("there is a user name in the address")
    if not any(_is_on(host, each) for each in hosts):
        raise NotFetched(f"{host[:100] or 'nobody'} is not in the list")
    usual = 443 if parts.scheme == "https" else 80
    if port not in (None, usual) and not is_inside:
        raise NotFetched(f"port {port} is not asked")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii() or any(ord(sign) <= 32 for sign in path):
        raise NotFetched("there is something in the address that must be escaped")
    return host, port or usual, path, parts.scheme == "https"


def _is_on(host, wanted):
    return host.endswith(wanted[1:]) if wanted.startswith("*.") else host == wanted


def _resolved(host, port, is_inside, until):
    """Where to connect to. A name server that is slow is not waited for."""
    found = []

    def look():
        try:
            found.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            found.append(error)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(max(0, until - monotonic()))
    if not found or isinstance(found[0], OSError) or not found[0]:
        raise NotFetched(f"{host} has no address")
    for *_ignored, where in found[0]:
        if not is_inside and not is_public(where[0]):
            raise NotFetched(f"{host} is at {where[0]}, which is not public")
    return found[0][0]


def is_public(text):
    """Whether this is an IP address of the public internet, also in whatever it stands for."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if not address.is_global or address.is_multicast:
        return False
    if address.version == 6:
        meant = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if any(address in network for network in _EMBEDDED_IPV4):
            meant.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        return all(each.is_global and not each.is_multicast for each in filter(None, meant))
    return True


def _connected(where, until):
    family, kind, protocol, _name, address = where
    line = socket.socket(family, kind, protocol)
    line.settimeout(max(0.1, until - monotonic()))
    try:
        line.connect(address)
    except OSError as error:
        line.close()
        raise NotFetched(f"{address[0]}: {error}") from None
    return line


class _Guard:
    """Cuts the line when the time is over, however busy it is: a timeout of the socket begins anew with each byte."""

    def __init__(self, line, until):
        self.line, self.has_struck = line, False
        self._timer = threading.Timer(max(0, until - monotonic()), self._strike)
        self._timer.daemon = True
        self._timer.start()

    def cancel(self):
        self._timer.cancel()

    def _strike(self):
        self.has_struck = True
        try:
            socket.socket.shutdown(self.line, socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already


def _asked(line, host, port, path, is_secure, kinds):
    connection = HTTPConnection(host, port)
    connection.sock = line
    usual = 443 if is_secure else 80
    name = f"[{host}]" if ":" in host else host
    headers = {
        "Host": name if port == usual else f"{name}:{port}",
        "Accept-Encoding": "identity",
        "Connection": "close",
        "User-Agent": "Liveblog (oEmbed)",
    }
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise NotFetched(f"{host} answered {answer.status}", is_gone=answer.status in (404, 410))
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched(f"{host} sent it compressed")
    kind = answer.headers.get_content_type()
    if not any(kind.startswith(each) for each in kinds):
        raise NotFetched(f"{host} sent {kind}")
    if answer.length is not None and answer.length > MOST_BYTES:
        raise NotFetched(f"{host} wants to send {answer.length} bytes")
    data = answer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise NotFetched(f"{host} sent more than {MOST_BYTES} bytes")
    if answer.length:
        raise NotFetched(f"{host} sent less than it said")
    return Fetched(kind, data)
