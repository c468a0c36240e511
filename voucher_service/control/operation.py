"""An operation: what it asks for, and what it does with that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.service import Progress, Service

Files = Sequence[Delivery]


@dataclass(frozen=True)
class Operation:
    """What an operation asks for and what it does."""

    request: type[BaseModel]
    run: Callable[[Service, Any, Files, Progress], Any]
