"""Claims as they read inside a sentence."""

import pytest

from tracker.web.locale import in_sentence


@pytest.mark.parametrize(
    ("claim", "read"),
    [
        (
            "The United States applies double standards",
            "the United States applies double standards",
        ),
        ("An arms race will follow", "an arms race will follow"),
        ("Russia shares technology", "Russia shares technology"),
        ("Theresa is right", "Theresa is right"),
        ("The", "The"),
    ],
)
def test_an_article_at_the_beginning_loses_its_capital(claim, read):
    assert in_sentence(claim) == read
