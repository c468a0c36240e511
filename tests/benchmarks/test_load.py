"""The generator sends every request once and knows each answer for what it is."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from benchmarks.load import is_whole, measured, read_requests, write_requests


class Echo(BaseHTTPRequestHandler):
    """Answers a body `n` with the status 200 + n, on connections that stay open."""

    protocol_version = "HTTP/1.1"
    heard: list[bytes]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append(body)
        self.send_response(200 + int(body))
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def echo() -> Iterator[tuple[int, list[bytes]]]:
    heard: list[bytes] = []
    handler = type("Heard", (Echo,), {"heard": heard})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_address[1], heard
        finally:
            server.shutdown()
            thread.join()


def request_of(number: int) -> bytes:
    body = b"%d" % number
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body


def test_every_request_is_sent_once_and_its_status_kept_in_its_place() -> None:
    numbers = [n % 10 for n in range(57)]
    with echo() as (port, heard):
        told = measured(port, [request_of(n) for n in numbers], count=4, warm=9)
    assert list(told["statuses"]) == [200 + n for n in numbers]
    assert sorted(heard) == sorted(b"%d" % n for n in numbers)
    assert told["rate"] > 0
    assert 0 < told["p50_ms"] <= told["p99_ms"]


def test_requests_come_back_from_their_file_as_they_were(tmp_path: Path) -> None:
    requests = [request_of(n) for n in (1, 22, 333)]
    write_requests(tmp_path / "requests", requests)
    assert read_requests(tmp_path / "requests") == requests


@pytest.mark.parametrize(
    ("answer", "whole"),
    [
        (b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n", False),
        (b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n", False),
        (b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{", False),
        (b"HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}", True),
        (b"HTTP/1.1 304 Not Modified\r\netag: x\r\n", False),
        (b"HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n", True),
        (b"HTTP/1.1 409 Conflict\r\nContent-Length:0\r\n\r\n", True),
    ],
)
def test_an_answer_is_whole_with_its_last_byte(answer: bytes, whole: bool) -> None:
    assert is_whole(answer) is whole


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\n\r\nhello"])
def test_an_answer_that_never_ends_for_certain_is_refused(answer: bytes) -> None:
    with pytest.raises(AssertionError):
        is_whole(answer)
