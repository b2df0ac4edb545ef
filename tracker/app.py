"""The one place where the parts are put together: `create_app()`."""

from pathlib import Path
from types import TracebackType
from typing import Any

from flask import Blueprint, Config, Flask
from flask.json.provider import DefaultJSONProvider
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import make_url

from tracker import paths
from tracker.accounts import views as accounts
from tracker.accounts import views_account as account
from tracker.accounts import views_admin as admin
from tracker.accounts import views_factors as factors
from tracker.accounts import views_links as links
from tracker.accounts import views_passkeys as passkeys
from tracker.accounts import views_people as people
from tracker.accounts import views_sessions as sessions
from tracker.accounts import views_settings as site_settings
from tracker.accounts import views_steps as steps
from tracker.claims import views as claims
from tracker.claims import views_codebook as codebook
from tracker.claims import views_desk as claims_desk
from tracker.claims import views_merge as claim_merges
from tracker.claims import views_topics as topics
from tracker.coding import views as coding
from tracker.coding import views_samples as samples
from tracker.comments import shown as comments_shown
from tracker.comments import views as comments
from tracker.db import Database
from tracker.history import views as history
from tracker.history import views_corrections as corrections
from tracker.history import views_people as people_history
from tracker.history import views_redaction as redaction
from tracker.home import views as home
from tracker.mistakes import views as mistakes
from tracker.mistakes import views_answering as answering
from tracker.notifications import views as notifications
from tracker.queue import views as queue
from tracker.queue import views_batch as batch
from tracker.reports import shown as contradictions_shown
from tracker.reports import shown_near
from tracker.reports import views_contradictions as contradictions
from tracker.reports import views_record as record_reports
from tracker.reviews import views as reviews
from tracker.reviews import views_reassign as reassigning
from tracker.sources import views as sources
from tracker.sources import views_occasions as occasions
from tracker.sources import views_outlets as outlets
from tracker.speakers import views as speakers
from tracker.speakers import views_merge as speaker_merges
from tracker.speakers import views_roles as roles
from tracker.statements import views as statements
from tracker.statements import views_logging as logging
from tracker.verdicts import shown as verdicts_shown
from tracker.verdicts import views as verdicts
from tracker.verdicts import views_scale as verdict_scale
from tracker.web import (
    access,
    guard,
    headers,
    health,
    listing,
    locale,
    logs,
    metrics,
    pages,
    patterns,
    postbox,
    problems,
    proxies,
    redacted,
    session,
    site,
    timing,
    watch,
)

# Every feature's pages.
BLUEPRINTS: tuple[Blueprint, ...] = (
    home.bp,
    # Before the pages of one: /claims/twins is no claim.
    claim_merges.bp,
    claims.bp,
    claims_desk.bp,
    codebook.bp,
    topics.bp,
    speaker_merges.bp,
    speakers.bp,
    roles.bp,
    sources.bp,
    outlets.bp,
    occasions.bp,
    statements.bp,
    logging.bp,
    reviews.bp,
    reassigning.bp,
    queue.bp,
    batch.bp,
    mistakes.bp,
    answering.bp,
    coding.bp,
    samples.bp,
    record_reports.bp,
    contradictions.bp,
    comments.bp,
    verdicts.bp,
    verdict_scale.bp,
    notifications.bp,
    history.bp,
    corrections.bp,
    redaction.bp,
    people_history.bp,
    accounts.bp,
    links.bp,
    admin.bp,
    people.bp,
    steps.bp,
    sessions.bp,
    site_settings.bp,
    account.bp,
    factors.bp,
    passkeys.bp,
    health.bp,
    metrics.bp,
    patterns.bp,
)


def load_settings(**settings: object) -> Config:
    """All settings: config.py, TRACKER_CONFIG and the environment by it, then the keywords."""
    config = Config(paths.CONFIG.parent)
    config.from_pyfile(str(paths.CONFIG))
    config.update(settings)
    config["URL_PREFIX"] = proxies.prefix_of(config["URL_PREFIX"])
    if not config["SECRET_KEY"] and (file := secret_file(config)) and file.is_file():
        config["SECRET_KEY"] = file.read_text().strip()
    return config


def secret_file(config: Config) -> Path | None:
    """Where the secret is kept: as set, else beside a SQLite database."""
    if config["SECRET_FILE"]:
        return Path(config["SECRET_FILE"])
    address = make_url(config["DATABASE_URL"])
    is_file = address.get_backend_name() == "sqlite" and address.database not in {
        None,
        "",
        ":memory:",
    }
    return Path(str(address.database)).with_name("secret") if is_file else None


class Json(DefaultJSONProvider):
    """Names stand in the order in which they are told."""

    sort_keys = False


class Application(Flask):
    """Flask, but for what it writes about a fault, and the order of names in JSON."""

    json_provider_class = Json

    def log_exception(
        self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]
    ) -> None:
        if exc_info[1] is not None:
            logs.fault(exc_info[1])


def create_app(**settings: object) -> Flask:
    """The web application; keywords are settings that win over all others."""
    app = Application(
        "tracker",
        root_path=str(paths.STATIC.parent),
        template_folder=str(paths.TEMPLATES),
        static_folder=str(paths.STATIC),
    )
    app.config.update(load_settings(**settings))
    app.config.update(_flask_settings(app.config))
    pages.prepare(app)
    logs.register(app)
    proxies.register(app)
    watch.register(app)
    database = Database(app.config["DATABASE_URL"])
    session.register(app, database)
    timing.register(app, database.engine)
    # In the order in which they look at a request.
    guard.register(app)
    CSRFProtect(app)
    for part in (postbox, site, locale, access, headers, problems, listing, pages, redacted):
        part.register(app)
    comments_shown.register(app)
    verdicts_shown.register(app)
    contradictions_shown.register(app)
    shown_near.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    watch.share(app, processes=1)
    return app


def _flask_settings(config: Config) -> dict[str, Any]:
    """Our settings in the words of Flask and Flask-WTF."""
    return {
        "MAX_CONTENT_LENGTH": config["MAX_BODY"],
        # The text of a source is one field: the limit of the whole request is enough.
        "MAX_FORM_MEMORY_SIZE": config["MAX_BODY"],
        "MAX_FORM_PARTS": guard.FIELDS,
        "SESSION_COOKIE_NAME": "tracker_visit",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        # Somebody may work on one form for hours; the token ends with the visit.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }
