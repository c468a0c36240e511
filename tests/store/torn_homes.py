"""Homes as a killed machine leaves them: whole, cut anywhere, or with a bit turned."""

import os
import shutil
from pathlib import Path

from voucher_service.store.home import Home


def copied(home: Path, to: Path) -> Home:
    """Copy a home that is open, as a kill at this moment would leave it."""
    to.mkdir(mode=0o700)
    for path in home.iterdir():
        if path.is_file():
            shutil.copy2(path, to / path.name)
    return Home(to)


def cut(home: Home, size: int) -> None:
    os.truncate(home.log, size)


def turn(home: Home, place: int) -> None:
    content = bytearray(home.log.read_bytes())
    content[place] ^= 0x55
    home.log.write_bytes(bytes(content))
