"""Consumption-voucher campaigns, from a dealer's feed to a published chart."""

__version__ = "0.1.0"
