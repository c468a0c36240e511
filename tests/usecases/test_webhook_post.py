"""A delivery ends in time and with a word why, whatever the other end does."""

import socket
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import closing, contextmanager

import pytest

from voucher_service.usecases.send_webhooks import (
    TIMED_OUT,
    UNREACHABLE,
    DeliveryFailed,
)
from voucher_service.usecases.webhook_post import HttpPost

DRIP = 0.01
PATIENCE = 60


@contextmanager
def answering(head: bytes, drop: bytes) -> Iterator[tuple[str, threading.Event]]:
    """Serve one caller a head and then drops without end; tell when he hung up."""
    gone, stopped = threading.Event(), threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        caller, _ = listener.accept()
        with caller:
            caller.sendall(head)
            try:
                while not stopped.wait(DRIP):
                    caller.sendall(drop)
            except OSError:
                gone.set()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", gone
    finally:
        stopped.set()
        thread.join()
        listener.close()


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1",
        b"HTTP/1.1 200 OK\r\nX-A: ",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1",
    ],
)
def test_a_head_that_drips_is_given_up(head):
    with answering(head, b" ") as (url, gone), closing(HttpPost(0.2)) as post:
        with pytest.raises(DeliveryFailed) as failed:
            post(url, b"{}", {})
        assert gone.wait(PATIENCE)
    assert failed.value.code == TIMED_OUT


def test_a_body_that_drips_is_not_waited_for():
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with answering(head, b"1\r\na\r\n") as (url, gone), closing(HttpPost()) as post:
        assert post(url, b"{}", {}) == 200
        assert gone.wait(PATIENCE)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        f"http://{'a' * 64}.example/",
        "http://bank..example/",
        "http://xn--.example/",
        "http://[v1.x]/",
        "http://256.1.1.1/",
        "http:///",
        "nonsense",
        "ftp://127.0.0.1/",
    ],
)
def test_whatever_cannot_be_posted_is_unreachable(url):
    with closing(HttpPost()) as post, pytest.raises(DeliveryFailed) as failed:
        post(url, b"{}", {})
    assert failed.value.code == UNREACHABLE


def test_an_answer_that_is_no_http_is_unreachable():
    with (
        answering(b"nonsense\r\n\r\n", b"") as (url, _),
        closing(HttpPost()) as post,
        pytest.raises(DeliveryFailed) as failed,
    ):
        post(url, b"{}", {})
    assert failed.value.code == UNREACHABLE


def test_what_is_under_way_when_it_is_closed_tells_of_no_failure():
    post, ended = HttpPost(PATIENCE), []

    def deliver(url):
        try:
            post(url, b"{}", {})
        except (DeliveryFailed, CancelledError) as error:
            ended.append(type(error))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        thread = threading.Thread(target=deliver, args=(url,))
        thread.start()
        caller, _ = listener.accept()
        with caller:
            post.close()
            thread.join(PATIENCE)
    assert ended == [CancelledError]
