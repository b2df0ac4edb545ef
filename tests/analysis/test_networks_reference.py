"""The networks are those of the reference program, to the ninth digit."""

import numpy as np
import pytest

from tests.analysis.dna import choices, coded, reference_networks, reference_table
from tracker.analysis.networks import build_network


def test_all_reference_networks_are_met_label_for_label(shared_data):
    folder = shared_data / "dna"
    of_type = {
        name: coded(folder / "edge.dna", name) for name in ("DNA Statement", "Scaled Statement")
    }
    networks = reference_networks(folder)

    for told in networks:
        options = told["options"]
        network = build_network(of_type[options["statementType"]], choices(options))

        rows, columns, weights = reference_table(folder, told["name"])
        assert (network.rows, network.columns) == (rows, columns), told["name"]
        assert network.weights == pytest.approx(np.array(weights), abs=1e-9), told["name"]
        assert network.kept == told["statements_kept"], told["name"]
    assert len(networks) == 23
