"""``python -m voucher_service`` is the command ``voucher-service``."""

from voucher_service.cli import main

main()
