"""The one socket on which all processes accept: bound early, so that a taken port says so first."""

import ipaddress
import socket

from tracker.cli.exits import Exit, Halt
from tracker.errors import N_


def listen(host: str, port: int) -> socket.socket:
    """A socket with its address; it is not listening yet, so nobody is kept waiting."""
    problem: OSError | None = None
    try:
        kind = socket.SOCK_STREAM
        places = socket.getaddrinfo(host or None, port, type=kind, flags=socket.AI_PASSIVE)
    except OSError as error:
        places, problem = [], error
    for family, type_, protocol, _, address in places:
        listener = socket.socket(family, type_, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError as error:
            listener.close()
            problem = error
        else:
            return listener
    message = N_(
        "Port %(port)d of %(host)s cannot be used: %(reason)s. Choose another with --port."
    )
    reason = problem.strerror if problem else "?"
    raise Halt(Exit.REFUSED, message, port=port, host=host, reason=reason) from problem


def url_of(listener: socket.socket) -> str:
    """An address at which a browser on this machine finds it."""
    host, port = listener.getsockname()[:2]
    address = _address(listener)
    if address.is_unspecified:
        host = "127.0.0.1" if address.version == 4 else "::1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_loopback(listener: socket.socket) -> bool:
    """Whether only this machine can connect."""
    return _address(listener).is_loopback


def _address(listener: socket.socket) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    host: str = listener.getsockname()[0]
    return ipaddress.ip_address(host.partition("%")[0])
