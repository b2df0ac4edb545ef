"""The whole address of a link that leaves the site: in a letter, or on an administrator's page."""

import re
from collections.abc import Mapping
from typing import Any

from flask import current_app, request

from tracker.web.proxies import prefix_of

_LOOPBACK = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?", re.IGNORECASE
)


def public_base(config: Mapping[str, Any]) -> str:
    """The address of the site as it is set, without a slash at its end; "" where it is not."""
    base = str(config["PUBLIC_URL"]).strip().rstrip("/")
    prefix = prefix_of(str(config["URL_PREFIX"]))
    return base + prefix if base and not base.endswith(prefix) else base


def url_of(path: str) -> str:
    """The address of a page for an administrator to pass on.

    Without PUBLIC_URL it is on the host of this request: an administrator's browser sends its
    cookie to no other.
    """
    return f"{public_base(current_app.config) or _base_of_request(_HOST)}{path}"


def url_for_anybody(path: str) -> str | None:
    """The same where anybody may have sent the request; None where its host is not to be believed.

    Who asks for somebody else's link chooses the Host header: a letter with their host in it
    would hand them the link. Only this machine's own names are harmless.
    """
    base = public_base(current_app.config) or _base_of_request(_LOOPBACK)
    return f"{base}{path}" if base else None


def _base_of_request(hosts: re.Pattern[str]) -> str:
    host = request.host
    return f"{request.scheme}://{host}{request.script_root}" if hosts.fullmatch(host) else ""
