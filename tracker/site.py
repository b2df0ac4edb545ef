"""What administrators set on the site itself, over config.py; and how much is on the record."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from tracker.models import Head, Setting, Statement, now
from tracker.vocabulary import AccountRole, StatementState

# The name here, and in config.py.
NAMES = {
    "name": "SITE_NAME",
    "is_public": "PUBLIC",
    "is_invented": "INVENTED",
    "default_language": "DEFAULT_LANGUAGE",
    "four_eyes": "FOUR_EYES",
    "contact": "CONTACT",
    "licence": "LICENCE",
    "session_hours": "SESSION_HOURS",
    "idle_minutes": "IDLE_MINUTES",
    "second_factor_roles": "SECOND_FACTOR_ROLES",
}
_POSITIVE = (
    *("SESSION_HOURS", "IDLE_MINUTES", "INVITATION_HOURS", "PAGE_SIZE"),
    *("MAX_BODY", "PROCESSES"),
)


@dataclass(frozen=True)
class Site:
    """The settings of the site as they hold now."""

    name: str
    is_public: bool
    is_invented: bool
    default_language: str
    four_eyes: bool
    contact: str
    licence: str
    session_hours: int
    idle_minutes: int
    second_factor_roles: frozenset[AccountRole]

    def wants_second_factor(self, role: AccountRole | None) -> bool:
        """Whether people of this role may do nothing before they have a second factor."""
        return role in self.second_factor_roles


@dataclass(frozen=True)
class Size:
    """How much is on the record: published statements, and the newest revision."""

    statements: int
    revision: int


def read_site(session: Session, config: Mapping[str, Any]) -> Site:
    """What is set, over what config.py says. One SQL statement."""
    rows = session.execute(select(Setting.name, Setting.value))
    return _site({name: json.loads(value) for name, value in rows}, config)


def read_site_and_size(session: Session, config: Mapping[str, Any]) -> tuple[Site, Size]:
    """The settings and what the foot of a page says, in one SQL statement."""
    numbers = select(literal(""), literal(""), _published(), _revision())
    settings = select(Setting.name, Setting.value, literal(0), literal(0))
    stored = {}
    size = Size(0, 0)
    for name, value, statements, revision in session.execute(numbers.union_all(settings)):
        if name:
            stored[name] = json.loads(value)
        else:
            size = Size(statements, revision)
    return _site(stored, config), size


def read_size(session: Session) -> Size:
    """How much is on the record now. One SQL statement."""
    return Size(*session.execute(select(_published(), _revision())).one())


def _published() -> ColumnElement[int]:
    counted = select(func.count()).where(Statement.state == StatementState.PUBLISHED)
    return func.coalesce(counted.scalar_subquery(), 0)


def _revision() -> ColumnElement[int]:
    return func.coalesce(select(Head.number).scalar_subquery(), 0)


def check_configured(config: Mapping[str, Any]) -> None:
    """ValueError, naming it, for a setting with which no page could be made, or nobody get in."""
    known = {role.value for role in AccountRole}
    if strange := [code for code in config["SECOND_FACTOR_ROLES"] if code not in known]:
        raise ValueError(f"SECOND_FACTOR_ROLES names '{strange[0]}'. Write roles: reviewer,admin.")
    for name in _POSITIVE:
        if config[name] < 1:
            raise ValueError(f"{name} is {config[name]}. Write 1 or more.")
    if (public := config["PUBLIC_URL"]) and not re.fullmatch(r"https?://[^/\s]+\S*", public):
        raise ValueError(f"PUBLIC_URL is '{public}'. Write https://record.example.org.")
    if (language := config["DEFAULT_LANGUAGE"]) not in config["LANGUAGES"]:
        raise ValueError(f"DEFAULT_LANGUAGE is '{language}', which LANGUAGES does not offer.")


def configured_site(config: Mapping[str, Any]) -> Site:
    """What config.py says alone: for pages that must do without the database."""
    return _site({}, config)


def _site(stored: Mapping[str, Any], config: Mapping[str, Any]) -> Site:
    values = {name: stored.get(name, config[setting]) for name, setting in NAMES.items()}
    roles = frozenset(AccountRole(role) for role in values.pop("second_factor_roles"))
    return Site(second_factor_roles=roles, **values)


def site_version(session: Session) -> int:
    """How often the settings were changed so far: what a form was opened with."""
    return session.scalar(select(func.coalesce(func.sum(Setting.version), 0))) or 0


def change_site(session: Session, changes: Mapping[str, Any]) -> None:
    """Set what differs from what is stored; the history says who and when.

    Values are as JSON knows them; `second_factor_roles` is a list of role codes. ValueError
    for a name that is no setting.
    """
    if unknown := changes.keys() - NAMES.keys():
        raise ValueError(f"No such setting: {sorted(unknown)}.")
    kept = {row.name: row for row in session.scalars(select(Setting))}
    for name, wanted in sorted(changes.items()):
        value = json.dumps(wanted, ensure_ascii=False, sort_keys=True)
        row = kept.get(name)
        if row is None:
            session.add(Setting(name=name, value=value))
        elif row.value != value:
            row.value, row.changed_at = value, now()
    session.flush()
