"""Addresses of pages: how an object's is made, how its KEY is read, which may be returned to."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode, urlsplit

from flask import request

from tracker.errors import Missing
from tracker.text import slug

_NUMBERED = re.compile(r"([0-9]+)(?:-.*)?", re.DOTALL)


def address(noun: str, id: int | str, name: str = "", suffix: str = "") -> str:  # noqa: A002
    """The address of one object: `/claims/12-russia-shares`, with `.json` where it is asked for."""
    end = f"{id}-{slug(name)}" if name else str(id)
    return f"{request.script_root}/{noun}/{quote(end, safe='')}{suffix}"


def key_of(key: str) -> str:
    """The KEY in an address or a form: a number without its slug; else as it is."""
    key = key.strip()
    numbered = _NUMBERED.fullmatch(key)
    return numbered[1] if numbered else key


def number_of(key: str) -> int:
    """The number in an address; Missing where it is none that a row can have."""
    if not is_number(key):
        raise Missing("number", key)
    return int(key)


def is_number(key: str) -> bool:
    """Whether a KEY is a number that a row can have: int() and databases refuse others."""
    return key.isascii() and key.isdigit() and len(key) < 19


def with_query(path: str, query: Mapping[str, Sequence[str]]) -> str:
    """An address of ours with a query string; empty values are left out."""
    return f"{request.script_root}{quote(path, safe='/')}{query_string(query)}"


def query_string(query: Mapping[str, Sequence[str]]) -> str:
    """What follows an address: `?a=1&b=2`, or nothing; empty values are left out."""
    given = {name: [v for v in values if v] for name, values in query.items()}
    words = urlencode({name: values for name, values in given.items() if values}, doseq=True)
    return f"?{words}" if words else ""


def here_with(**changes: str | None) -> str:
    """This page with other parameters; None or "" removes one."""
    query: dict[str, Sequence[str]] = dict(request.args.to_dict(flat=False))
    query.pop("lang", None)
    query |= {name: [value or ""] for name, value in changes.items()}
    return with_query(request.path, query)


def safe_next(address: str | None) -> str:
    """Where to go after signing in: a path of ours, never another site."""
    if not address or not re.fullmatch(r"/[\x21-\x5b\x5d-\x7e]*", address):
        return f"{request.script_root}/"
    parts = urlsplit(address)
    is_ours = f"{parts.path}/".startswith(f"{request.script_root}/")
    if parts.scheme or parts.netloc or address.startswith("//") or not is_ours:
        return f"{request.script_root}/"
    return address
