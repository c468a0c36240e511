"""The system takes from a process every way to write, make or remove a file.

This is Linux's Landlock, which needs no privileges and binds whoever has them: a file
opened before stays as it was opened. Where the kernel has none, nothing happens.
"""

import ctypes
import os
import struct
import sys

_NR_CREATE, _NR_RESTRICT = 444, 446  # the same on every architecture
_VERSION = 1
_NO_NEW_PRIVILEGES = 38
_WRITE_FILE = 1 << 1
_REMOVE_AND_MAKE = sum(1 << each for each in range(4, 13))
_REFER, _TRUNCATE = 1 << 13, 1 << 14  # known from the second and third version
_TRUNCATING = 3


def forbid_writing() -> bool:
    """Forbid this thread and what it starts to change any file; tell if that worked."""
    if not sys.platform.startswith("linux"):
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_NR_CREATE, None, 0, _VERSION)
    if version < 1:
        return False
    denied = _WRITE_FILE | _REMOVE_AND_MAKE
    denied |= _REFER if version > 1 else 0
    denied |= _TRUNCATE if version >= _TRUNCATING else 0
    told = struct.pack("=Q", denied)
    rules = system.syscall(_NR_CREATE, told, len(told), 0)
    if rules < 0:
        return False
    try:
        failed = system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        failed = failed or system.syscall(_NR_RESTRICT, rules, 0)
        return not failed
    finally:
        os.close(rules)
