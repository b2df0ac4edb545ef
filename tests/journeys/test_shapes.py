"""Pages are of one shape exactly when no rule can tell something of one of them alone."""

import pytest

from tests.journeys.shapes import Shapes

PAGE = '<body><main><h1>A</h1><p class="b a"><a href="/1">one</a></p><h2>B</h2></main></body>'


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("one", "another"),
        PAGE.replace("/1", "/2"),
        PAGE.replace("b a", "a b"),
        PAGE.replace("</p>", '</p><p class="a b"><a href="/3">three</a></p>'),
    ],
)
def test_other_words_and_addresses_and_more_of_the_same_are_no_news(other):
    shapes = Shapes()

    assert [shapes.has_news(page) for page in (PAGE, other)] == [True, False]


@pytest.mark.parametrize(
    "other",
    [
        PAGE.replace("one", ""),
        PAGE.replace(' href="/1"', ""),
        PAGE.replace("/1", ""),
        PAGE.replace("b a", "b"),
        PAGE.replace("main", "section"),
        PAGE.replace("<h2>B</h2>", "<h3>B</h3>"),
        PAGE.replace("<a ", '<a role="button" '),
        PAGE.replace("<p ", "<h2>C</h2><p "),
    ],
)
def test_another_element_attribute_class_place_or_order_of_headings_is_news(other):
    shapes = Shapes()

    assert [shapes.has_news(page) for page in (PAGE, other)] == [True, True]
