"""The pages of statements: the list, one statement, and the picker."""

from flask import Blueprint

bp = Blueprint("statements", __name__, url_prefix="/statements")
