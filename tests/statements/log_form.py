"""What tests of the log form send."""

from tests.accounts.people import form_token


def fields(world, **changes):
    """A form that lacks nothing."""
    whole = {
        "source": str(world["source"]),
        "citations-0-locator": "paragraph 3",
        "delivery": "reported",
        "gloss_en": "North Korea has gained Russian technology.",
        "speakers-0-speaker": str(world["shea"]),
        "speakers-0-role": str(world["role"]),
        "said_on": "2025-01",
        "stances-0-claim": "seed-c",
        "stances-0-code": "support",
        "stances-0-act": "asserts",
        "action": "submit",
    }
    return {**whole, **changes}


def post(client, sent, path="/statements/new"):
    return client.post(path, data={**sent, "csrf_token": form_token(client)})
