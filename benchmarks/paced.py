"""Requests sent at a pace, whatever becomes of those before; latencies by instant."""

import selectors
import socket
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from load import is_whole

_BUFFER = 1 << 16


class Answered(NamedTuple):
    """An answer: when it was due to be asked for, how long it took, and its status."""

    due: float
    seconds: float
    status: int


def paced(
    port: int,
    requests: Sequence[bytes],
    rate: float,
    is_over: Callable[[], bool],
    connections: int = 16,
) -> list[Answered]:
    """Send so many a second until it is over or there are no more.

    Time counts from the instant at which a request was due, so that whoever waits in
    line behind a slow answer is counted as waiting.
    """
    selector = selectors.DefaultSelector()
    free = deque(_connected(port, selector) for _ in range(connections))
    under_way: dict[socket.socket, tuple[float, bytes]] = {}
    answered: list[Answered] = []
    begun, number = time.perf_counter(), 0
    while under_way or (number < len(requests) and not is_over()):
        now = time.perf_counter()
        while free and number < len(requests) and begun + number / rate <= now:
            connection = free.popleft()
            connection.send(requests[number])
            under_way[connection] = begun + number / rate, b""
            number += 1
        for key, _ in selector.select(1 / rate):
            connection = key.fileobj
            due, before = under_way[connection]
            answer = before + connection.recv(_BUFFER)
            if not is_whole(answer):
                under_way[connection] = due, answer
                continue
            del under_way[connection]
            free.append(connection)
            taken = time.perf_counter() - due
            answered.append(Answered(due, taken, int(answer[9:12])))
    for connection in free:
        connection.close()
    selector.close()
    return answered


def _connected(port: int, selector: selectors.BaseSelector) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    selector.register(connection, selectors.EVENT_READ)
    return connection


def percentile(answers: Sequence[Answered], share: float) -> float:
    """Give the milliseconds within which a share of the answers came."""
    ordered = sorted(answer.seconds for answer in answers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1e3
