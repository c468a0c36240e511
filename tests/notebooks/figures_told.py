"""Run all notebooks of a folder in one process; print the figure of each as JSON."""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any


def figure_of(path: Path) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    notebook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(notebook)
    shown, defined = notebook.app.run()
    figure = defined["figure"]
    return {
        "traces": len(figure.data),
        "modes": [trace.mode for trace in figure.data if trace.type == "scatter"],
        "shown": " ".join(getattr(each, "text", "") for each in shown),
        "notes": {note.name: note.text for note in figure.layout.annotations},
    }


if __name__ == "__main__":
    folder = Path(sys.argv.pop(1))
    sys.path.insert(0, str(folder))
    paths = sorted(path for path in folder.glob("*.py") if path.stem != "story")
    told = {path.stem: figure_of(path) for path in paths}
    sys.stdout.write(json.dumps(told) + "\n")
