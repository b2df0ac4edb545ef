"""Whatever is sent, the answer is a page: never a 500, and nothing is half-written."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.accounts.people import form_token, signed_in
from tests.soak.amounts import ENGINES, IS_FULL
from tracker.record.verify import verify
from tracker.vocabulary import AccountRole

pytestmark = pytest.mark.engines(*ENGINES)

NASTY = (
    "",
    "0",
    "-1",
    "1",
    "2147483648",
    "9223372036854775808",
    "1e309",
    "٣",
    "a\0b",
    "\x07",
    "\u202eabc",
    "é" * 2_100,
    "<script>alert(1)</script>",
    "'; DROP TABLE statement; --",
    "%s%n{0}{{7*7}}",
    "2025-02-31",
    "9999-99",
    "2025/2024",
    "\ud83d",
    "../../etc/passwd",
    "ID",
    "support",
    "\u0130",
)
FIELDS = (
    "action", "about", "again", "archive_url", "author", "body", "citations-0-end",
    "citations-0-exact", "citations-0-source", "citations-0-start", "claim", "client_token",
    "code", "confirm", "contact", "context", "credential", "current", "cursor", "default_language",
    "definition", "delivery", "described_as", "edition", "email", "exclusion",
    "external_ids-0-scheme", "external_ids-0-value", "gloss_en", "held_on", "holder", "host",
    "idle_minutes", "is_free", "is_public", "iso_code", "kind", "language", "name", "name_en",
    "names-0-language", "names-0-text", "negation", "new-for", "new-kind", "new-name", "new-uid",
    "next", "occasion", "outlet", "parent", "password", "place", "published_on", "q", "quote",
    "quote_language", "reason", "relayed_by", "relations-0-claim", "relations-0-kind",
    "replies_to", "repeats", "revision", "role", "said_from", "said_on", "said_to",
    "second_factor_roles", "session_hours", "since", "snapshot", "sort", "step", "source",
    "speaker", "speakers-0-body", "speakers-0-role", "speakers-0-speaker", "stances-0-claim",
    "stances-0-code", "stances-0-evidence", "stances-0-targets", "start_time", "state", "text",
    "title", "title_en", "topic", "topics-0", "translation", "translations-0-language",
    "translations-0-text", "translator", "uid", "until", "url", "version",
)  # fmt: skip
ACTIONS = (
    "draft", "submit", "next", "check", "propose", "add:stances", "remove:stances-0",
    "add:nothing", "find:speakers-0-speaker", "find:source", "find:nonsense", "new:source",
    "new:stances-0-claim", "new:replies_to", "create:source", "create:stances-0-claim",
    "create:speakers-0-speaker", "create:occasion", "create:replies_to", "create:new-body",
    "cancel:source", "find:new-body",
)  # fmt: skip
KEYS = ("1", "999", "0", "1-slug", "seed-c", "9" * 30, "%00", "a%ffb", "..", "-", "1.json", "new")

sent = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(NASTY), max_size=12)


@pytest.fixture
def addresses(app, make):
    """Every route, with the keys of things that are there and of things that are not."""
    make.statement()
    make.submitted()
    found: dict[str, list[str]] = {"GET": [], "POST": []}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        for key in KEYS if rule.arguments else ("",):
            path = re.sub(r"<any\([^>]*>", "json", rule.rule)
            path = re.sub(r"<int:[^>]*>", "1", path)
            path = re.sub(r"<[^>]*>", key, path)
            for method, paths in found.items():
                if method in (rule.methods or ()):
                    paths.append(path)
    return found


@pytest.fixture
def people(app):
    """An editor's, a reviewer's and an administrator's browser."""
    roles = (AccountRole.EDITOR, AccountRole.REVIEWER, AccountRole.ADMIN)
    return [signed_in(app, f"some-{role.value}@example.org", role) for role in roles]


@pytest.mark.slow
@settings(
    max_examples=300 if IS_FULL else 25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_form_breaks_the_server(database, people, addresses, data):
    for browser in people:
        path = data.draw(st.sampled_from(addresses["POST"]))
        fields = data.draw(sent)
        if "/statements/" in path and data.draw(st.booleans()):
            fields["action"] = data.draw(st.sampled_from(ACTIONS))
        if path == "/logout":
            continue
        encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in fields.items()}
        body = {**encoded, "csrf_token": form_token(browser)}

        answer = browser.post(path, data=body)

        assert answer.status_code < 500, (path, fields)
    assert verify(database).ok


@pytest.mark.slow
@settings(
    max_examples=600 if IS_FULL else 40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_no_address_breaks_the_server(client, people, addresses, data):
    path = data.draw(st.sampled_from(addresses["GET"]))
    query = {
        name: value.encode("utf-8", "surrogatepass") for name, value in data.draw(sent).items()
    }

    for browser in (client, *people):
        answer = browser.get(path, query_string=query)

        assert answer.status_code < 500, (path, query)
