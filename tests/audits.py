"""Every audit of a home comes back empty."""

from voucher_service.resources import SQL


def audits_hold(desk) -> None:
    """Fail on the first audit that finds a row that must not exist."""
    with desk.service.store.read() as connection:
        for audit in sorted((SQL / "audits").glob("*.sql")):
            assert connection.execute(audit.read_text()).fetchall() == [], audit.name
