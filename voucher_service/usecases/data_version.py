"""The data version is the instant of the last commit that may change a figure."""

from datetime import datetime

from voucher_service.usecases.service import Service


def data_version(service: Service) -> datetime:
    """Give the data version; it changes exactly when any figure may."""
    return service.store.data_version()
