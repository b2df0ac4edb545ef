"""The whole address of a link that leaves the site: in a letter, or on an administrator's page."""

import re

from flask import current_app, request

from tracker.accounts.letters import public_base

_LOOPBACK = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?", re.IGNORECASE
)


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
