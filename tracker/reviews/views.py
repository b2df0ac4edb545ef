"""What happens to a statement by a decision: submit, recall, publish, withdraw, reinstate."""

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/statements")
