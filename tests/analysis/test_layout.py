"""Where nodes stand: inside the picture, apart, and each time in the same place."""

from tracker.analysis.layout import place_nodes


def test_two_groups_that_nothing_ties_have_room_and_stand_where_they_stood():
    ties = [(a, b, 3.0) for a in range(6) for b in range(a)]
    ties += [(a, b, 1.0) for a in range(6, 12) for b in range(6, a)]

    points = place_nodes(14, ties)

    assert points == place_nodes(14, ties)
    assert len(set(points)) == 14
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points)
    assert min(points[12][1], points[13][1]) > max(y for _, y in points[:12])


def test_agreement_stands_nearer_than_disagreement():
    ties = [(0, 1, 4.0), (0, 2, -4.0), (1, 2, -4.0)]

    first, second, third = place_nodes(3, ties)

    def apart(one, other):
        return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2

    assert apart(first, second) < min(apart(first, third), apart(second, third))


def test_one_node_or_none_is_placed_as_well():
    assert place_nodes(0, []) == []
    assert place_nodes(1, []) == [(0.5, 0.5)]
