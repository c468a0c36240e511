"""Figures are compared as JSON, each in a file that a reviewer can read."""

import json
from typing import Any

import plotly.graph_objects as go
import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension


@pytest.fixture
def drawn(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(JSONSnapshotExtension)


@pytest.fixture
def as_json():
    def convert(figure: go.Figure) -> dict[str, Any]:
        return json.loads(figure.to_json(engine="json"))

    return convert
