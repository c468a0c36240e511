"""A line between a client and a server that loses what a test wants lost."""

import socket
import threading
from collections import deque
from enum import Enum, auto
from urllib.parse import urlsplit


class Loss(Enum):
    """What becomes of a request on its way."""

    NOTHING = auto()
    REQUEST = auto()  # the connection ends before the server hears of it
    ANSWER = auto()  # the server answers, and nobody hears that
    HALF_THE_ANSWER = auto()


class LossyLine:
    """A proxy on 127.0.0.1 that passes on a request at a time, unless it is lost.

    ``losses`` are what becomes of the next requests; afterwards nothing is lost.
    ``passed`` are the first lines of requests that reached the server.
    """

    def __init__(self, base_url: str) -> None:
        target = urlsplit(base_url)
        self._target = (target.hostname, target.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self.losses: deque[Loss] = deque()
        self.passed: list[str] = []
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let nobody connect any more."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=[client], daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._target) as server:
            while request := _message(client):
                loss = self.losses.popleft() if self.losses else Loss.NOTHING
                if loss is Loss.REQUEST:
                    return
                self.passed.append(request.partition(b" HTTP/")[0].decode())
                server.sendall(request)
                answer = _message(server)
                if loss is Loss.ANSWER:
                    return
                if loss is Loss.HALF_THE_ANSWER:
                    client.sendall(answer[: len(answer) // 2])
                    return
                client.sendall(answer)


def _message(source: socket.socket) -> bytes:
    """Read a whole request or answer; nothing where the other side has gone."""
    got = b""
    while b"\r\n\r\n" not in got:
        piece = source.recv(65536)
        if not piece:
            return b""
        got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    headers = dict(
        line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line
    )
    missing = int(headers.get(b"content-length", b"0")) - len(body)
    while missing > 0:
        piece = source.recv(65536)
        if not piece:
            return b""
        got, missing = got + piece, missing - len(piece)
    return got
