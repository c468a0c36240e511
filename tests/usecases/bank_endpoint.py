"""A bank's own server on this machine, which keeps what it is sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class BankEndpoint:
    """What came, and what is answered: ``statuses`` in turn, and 200 after them."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def event_ids(self) -> list[str]:
        return [each["id"] for each in self.events()]

    def events(self) -> list[dict[str, Any]]:
        return [each for body in self.bodies for each in json.loads(body)["items"]]


@contextmanager
def bank_endpoint() -> Iterator[BankEndpoint]:
    kept = BankEndpoint()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            kept.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            kept.headers.append({k.lower(): v for k, v in self.headers.items()})
            status = kept.statuses.pop(0) if kept.statuses else 200
            self.send_response(status)
            if status in {301, 307}:
                self.send_header("Location", kept.url)
            self.send_header("Content-Length", "0")
            self.end_headers()
            kept.came.release()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    kept.url = f"http://127.0.0.1:{server.server_address[1]}/events"
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.01}
    )
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
