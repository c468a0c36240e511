"""A load generator in a process of its own: connections that each wait for an answer.

    python benchmarks/load.py PORT REQUESTS STATUSES CONNECTIONS WARM

``REQUESTS`` holds whole HTTP/1.1 requests, each behind its length in four bytes. Every
connection sends one, waits for the answer and sends the next that nobody has sent. The
first ``WARM`` of them are not measured. The status of each goes to ``STATUSES``, two
bytes each in the order of the requests; what was measured goes to stdout as JSON.

It shares the machine with the server, so it does next to nothing: the requests are made
before, one `recv` and one `send` a request, and no parsing but of status and length.
"""

import json
import resource
import selectors
import socket
import sys
import time
from array import array
from collections import Counter
from pathlib import Path

_BUFFER = 1 << 16
_PATIENCE_SECONDS = 60
_HEAD_END = b"\r\n\r\n"
_LENGTH = b"content-length:"
_BODILESS = b"304"


def write_requests(path: Path, requests: list[bytes]) -> None:
    """Keep requests as the generator reads them."""
    with path.open("wb") as file:
        for request in requests:
            file.write(len(request).to_bytes(4, "big"))
            file.write(request)


def read_requests(path: Path) -> list[bytes]:
    """Give the requests of a file."""
    whole = path.read_bytes()
    requests, at = [], 0
    while at < len(whole):
        begin = at + 4
        at = begin + int.from_bytes(whole[at:begin], "big")
        requests.append(whole[begin:at])
    return requests


class Connections:
    """Connections that are kept open, each with at most one request under way."""

    def __init__(self, port: int, count: int) -> None:
        self._selector = selectors.DefaultSelector()
        self.free = []
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", port))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._selector.register(connection, selectors.EVENT_READ)
            self.free.append(connection)

    def drive(self, requests: list[bytes]) -> tuple[array, array]:
        """Send all of them and give each one's status and seconds to its answer."""
        statuses, taken = array("H", bytes(2 * len(requests))), array("d")
        clock, select, free = time.perf_counter, self._selector.select, self.free
        under_way: dict[socket.socket, tuple[int, float]] = {}
        parts: dict[socket.socket, bytes] = {}
        number, left = 0, len(requests)
        while left:
            while free and number < len(requests):
                connection = free.pop()
                under_way[connection] = number, clock()
                connection.send(requests[number])
                number += 1
            answered = select(_PATIENCE_SECONDS)
            assert answered, f"no answer for {_PATIENCE_SECONDS} s to {left} requests"
            for key, _ in answered:
                connection = key.fileobj
                answer = parts.pop(connection, b"") + connection.recv(_BUFFER)
                if not is_whole(answer):
                    parts[connection] = answer
                    continue
                place, since = under_way.pop(connection)
                taken.append(clock() - since)
                statuses[place] = int(answer[9:12])
                free.append(connection)
                left -= 1
        return statuses, taken

    def close(self) -> None:
        """Close them all."""
        for connection in self.free:
            connection.close()
        self._selector.close()


def is_whole(answer: bytes) -> bool:
    """Tell whether an answer came to its end; one without a length is not awaited."""
    assert answer, "the server closed the connection instead of answering"
    head = answer.find(_HEAD_END)
    if head < 0:
        return False
    if answer[9:12] == _BODILESS:
        return True
    at = answer.find(_LENGTH, 0, head)
    if at < 0:
        at = answer.lower().find(_LENGTH, 0, head)
        assert at >= 0, f"an answer tells no length: {answer[:head]!r}"
    length = int(answer[at + len(_LENGTH) : answer.find(b"\r", at)])
    return len(answer) - head - len(_HEAD_END) >= length


def measured(port: int, requests: list[bytes], count: int, warm: int) -> dict:
    """Drive the warm-up, then the rest by the clock."""
    connections = Connections(port, count)
    before, _ = connections.drive(requests[:warm])
    cpu, start = _cpu_seconds(), time.perf_counter()
    statuses, taken = connections.drive(requests[warm:])
    seconds = time.perf_counter() - start
    cpu = _cpu_seconds() - cpu
    connections.close()
    ordered = sorted(taken)
    return {
        "rate": len(ordered) / seconds,
        "p50_ms": ordered[len(ordered) // 2] * 1e3,
        "p99_ms": ordered[len(ordered) * 99 // 100] * 1e3,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "statuses": before + statuses,
    }


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(port: str, requests: str, statuses: str, count: str, warm: str) -> None:
    told = measured(int(port), read_requests(Path(requests)), int(count), int(warm))
    each = told.pop("statuses")
    Path(statuses).write_bytes(each.tobytes())
    print(json.dumps(told | {"answers": Counter(map(str, each))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
