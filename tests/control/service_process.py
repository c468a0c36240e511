"""A service in a process of its own, as an operator starts it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import IO


class ServiceProcess:
    """Started when its login link is out, stopped when the block ends."""

    def __init__(
        self, home: Path, *options: str, log: int | IO[bytes] = subprocess.DEVNULL
    ) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [sys.executable, "-m", "voucher_service", "serve", "--port", "0", *options],
            env={**os.environ, "VOUCHER_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert self.process.stdout is not None
        printed = []
        for line in self.process.stdout:
            printed.append(line)
            if found := re.search(r"(http://\S+)/login\?token=\S+", line):
                self.url, self.link = found[1], found[0]
                break
        else:
            raise AssertionError(f"the service ended: {''.join(printed)}")

    def stop(self) -> int:
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        code = self.process.wait(30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def __enter__(self) -> "ServiceProcess":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()
        elif self.process.stdout is not None:
            self.process.stdout.close()
