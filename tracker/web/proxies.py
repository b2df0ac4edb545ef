"""Proxies in front: how many are believed, and under which path the site is served."""

import ipaddress
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_PREFIX = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")
_FORWARDED = (
    *("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO"),
    *("HTTP_X_FORWARDED_PREFIX", "HTTP_X_FORWARDED_PORT", "HTTP_X_FORWARDED_BY"),
    *("HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA"),
)
IS_KNOWN = "tracker.address_is_known"


def prefix_of(setting: str) -> str:
    """The path as it is used: `record/` is `/record`; ValueError where it cannot be one."""
    words = setting.strip().strip("/")
    if words and not _PREFIX.fullmatch(f"/{words}"):
        raise ValueError(f"URL_PREFIX is '{setting}'. Write a path such as /record.")
    return f"/{words}" if words else ""


class Proxies:
    """Tell the application who asks and under which address, as the trusted proxies tell."""

    def __init__(self, app: "WSGIApplication", trusted: int, prefix: str) -> None:
        self._trusted = trusted
        self._prefix = prefix
        n = trusted
        self._app = ProxyFix(self._enter(app), x_for=0, x_proto=n, x_host=n, x_prefix=n)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        told = self._told_address(str(environ.get("HTTP_X_FORWARDED_FOR", "")))
        came_through = any(environ.get(name) for name in _FORWARDED)
        environ[IS_KNOWN] = bool(told) or not came_through
        # Behind fewer proxies than are trusted, the nearest one is all that is known.
        environ["REMOTE_ADDR"] = told or environ.get("REMOTE_ADDR", "")
        return self._app(environ, start_response)

    def _told_address(self, forwarded: str) -> str:
        """Whom the outermost trusted proxy saw: each adds one at the right, quotes mean nothing."""
        told = forwarded.split(",")
        return _plain(told[-self._trusted]) if 0 < self._trusted <= len(told) else ""

    def _enter(self, app: "WSGIApplication") -> "WSGIApplication":
        def inside(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            if environ["wsgi.url_scheme"] not in {"http", "https"}:
                environ["wsgi.url_scheme"] = "http"
            told = environ.get("SCRIPT_NAME", "").rstrip("/")
            root = self._prefix or (told if _PREFIX.fullmatch(told) else "")
            environ["SCRIPT_NAME"] = root
            # Some proxies cut the prefix off, some do not.
            path = environ.get("PATH_INFO", "")
            if root and (path == root or path.startswith(f"{root}/")):
                environ["PATH_INFO"] = path[len(root) :]
            return app(environ, start_response)

        return inside


def _plain(address: str) -> str:
    """An address without port and brackets; empty where it is none."""
    found = re.fullmatch(r"\[([^]]+)\](?::\d+)?|([0-9.]+):\d+|(.*)", address.strip())
    bare = next((part for part in found.groups() if part), "") if found else ""
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""


def register(app: Flask) -> None:
    """Stand between the server and the application."""
    trusted = app.config["TRUSTED_PROXIES"]
    if trusted < 0:
        raise ValueError(f"TRUSTED_PROXIES is {trusted}. Write 0 or more.")
    proxies = Proxies(app.wsgi_app, trusted, app.config["URL_PREFIX"])
    app.wsgi_app = proxies  # type: ignore[method-assign]
