"""How long the command takes to say what it can, beside its library's import."""

import sys
from pathlib import Path

from pairs import compare, whole_process

COMMAND = str(Path(sys.executable).with_name("voucher-service"))

if __name__ == "__main__":
    print(
        compare(
            "voucher-service --help / python -c 'import typer'",
            whole_process(COMMAND, "--help"),
            whole_process(sys.executable, "-c", "import typer"),
            rounds=15,
            target=2.0,
        )
    )
