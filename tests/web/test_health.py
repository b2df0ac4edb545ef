"""`/healthz` notices a database, a schema and a record that are broken."""

from typing import Any

import pytest

from tracker import __version__
from tracker.app import create_app
from tracker.models import Claim, Head


def change(database, *commands):
    with database.engine.connect() as connection:
        for command in commands:
            connection.exec_driver_sql(command)
        connection.commit()


@pytest.fixture
def client(app):
    return app.test_client()


def test_all_is_well_on_a_fresh_database(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {
        "ok": True,
        "version": __version__,
        "database": "ok",
        "schema": "ok",
        "record": "ok",
        "revision": 0,
        "jobs": "off",
    }


def test_a_monitor_may_ask_for_the_head_alone(client):
    assert client.head("/healthz").status_code == 200


def test_a_database_that_cannot_be_reached_is_noticed(engine_name, tmp_path):
    urls = {
        "sqlite": f"sqlite:///{tmp_path}/no/such/folder/record.db",
        "postgresql": "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2",
    }
    app = create_app(DATABASE_URL=urls[engine_name], SECRET_KEY="x" * 32, TESTING=True)

    client: Any = app.test_client()
    answer = client.get("/healthz")

    app.extensions["database"].dispose()
    assert answer.status_code == 503
    assert answer.json["database"] == "unreachable"
    assert answer.json["schema"] is None


def test_a_page_says_that_the_database_cannot_be_reached(engine_name, tmp_path):
    urls = {
        "sqlite": f"sqlite:///{tmp_path}/no/such/folder/record.db",
        "postgresql": "postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2",
    }
    app = create_app(DATABASE_URL=urls[engine_name], SECRET_KEY="x" * 32, TESTING=True)

    answer = app.test_client().get("/login")

    app.extensions["database"].dispose()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "cannot be reached at the moment" in answer.text
    assert "<footer" in answer.text


@pytest.mark.parametrize(
    ("command", "state"),
    [
        ("UPDATE alembic_version SET version_num = '0001'", "behind"),
        ("UPDATE alembic_version SET version_num = '9999'", "ahead"),
        ("DROP TABLE alembic_version", "behind"),
    ],
)
def test_a_schema_that_is_not_the_codes_is_noticed(client, database, command, state):
    change(database, command)

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["schema"] == state
    assert answer.json["database"] == "ok"


def test_a_table_that_is_gone_is_damage(client, database):
    change(database, "DROP TABLE position", "ALTER TABLE entry RENAME TO lost")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["record"] == "damaged"


def test_a_record_that_lost_an_entry_is_noticed(client, database, make):
    make.statement()
    assert client.get("/healthz").json["ok"]
    change(database, "DELETE FROM entry")
    client.application.extensions.pop("record_seen")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["record"] == "damaged"
    assert answer.json["revision"] > 0


def test_the_record_is_counted_at_most_once_in_ten_seconds(client, queries):
    client.get("/healthz")

    with queries.counted() as statements:
        client.get("/healthz")

    assert not any(Claim.__tablename__ in text or "entry" in text for text in statements)
    assert any(Head.__tablename__ in text for text in statements)
