"""Pages that exist only in tests: each shows one thing that views are given."""

import pytest
from flask import Flask

from tests.web.probe import bp


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application with the pages of tests beside its own."""
    app.register_blueprint(bp)
    return app
