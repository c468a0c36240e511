"""A delivery is the bytes of a file and the name it came under."""

import hashlib
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Delivery:
    """A file as it was delivered."""

    name: str
    content: bytes

    @cached_property
    def sha256(self) -> str:
        """Give the digest by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()
