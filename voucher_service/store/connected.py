"""The database stays usable after a fault that DuckDB itself does not go on from."""

import contextlib
import gc
import threading
from collections.abc import Callable, Iterator

import duckdb

from voucher_service.store.queries import Connection

_PATIENCE_SECONDS = 10.0
_ENDED = (duckdb.FatalException, duckdb.InternalException)


class Connected:
    """A connection lent to its users, and made anew when it has broken.

    A disk that is full at a checkpoint leaves DuckDB refusing all, also to read. Once
    the last user has let go of it the file is opened again, as a restart would do: it
    then holds what was committed. DuckDB gives the broken one again as long as
    anybody uses it, hence the wait.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._connection = connect()
        self._users = 0
        self._broken = False
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def use(self) -> Iterator[Connection]:
        """Lend the connection. Raises duckdb.Error while it cannot be made anew."""
        connection = self._enter()
        try:
            yield connection
        except _ENDED:
            self._broken = True
            raise
        finally:
            self._leave()

    def close(self) -> None:
        """Close the connection; one that has broken is closed too."""
        with contextlib.suppress(duckdb.Error):
            self._connection.close()

    def _enter(self) -> Connection:
        with self._changed:
            if self._broken and self._changed.wait_for(self._idle, _PATIENCE_SECONDS):
                self._mend()
            self._users += 1
            return self._connection

    def _idle(self) -> bool:
        return not self._broken or self._users == 0

    def _mend(self) -> None:
        if self._broken:
            self.close()
            gc.collect()  # a result nobody reads any more keeps the broken one alive
            self._connection = self._connect()
            self._broken = False

    def _leave(self) -> None:
        with self._changed:
            self._users -= 1
            self._changed.notify_all()
