"""Where a home's latest publication lies, for those who read it without the service."""

from pathlib import Path

from voucher_service.store.home import Home
from voucher_service.store.publications import PublicationFolder


def latest_publication(home: Path) -> Path:
    """Give the path of the file that is the latest publication, if there is one."""
    return PublicationFolder(Home(home).published).latest
