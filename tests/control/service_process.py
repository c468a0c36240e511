"""A service in a process of its own, as an operator starts it."""

import os
import re
import signal
from pathlib import Path

from tests.command_nursery import nursery


class ServiceProcess:
    """Started when its login link is out, stopped when the block ends."""

    def __init__(self, home: Path, *options: str, log: Path | None = None) -> None:
        self.home = home
        ours, theirs = os.pipe()
        self.said = os.fdopen(ours, encoding="utf-8")
        with (
            os.fdopen(theirs, "wb") as out,
            (log or Path(os.devnull)).open("ab") as err,
        ):
            self.process = nursery().start(
                ["serve", "--port", "0", *options],
                {**os.environ, "VOUCHER_HOME": str(home)},
                out.fileno(),
                err.fileno(),
            )
        printed = []
        for line in self.said:
            printed.append(line)
            if found := re.search(r"(http://\S+)/login\?token=\S+", line):
                self.url, self.link = found[1], found[0]
                break
        else:
            self.said.close()
            raise AssertionError(f"the service ended: {''.join(printed)}")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        code = self.process.wait(30)
        self.said.close()
        return code

    def __enter__(self) -> "ServiceProcess":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
        self.said.close()
