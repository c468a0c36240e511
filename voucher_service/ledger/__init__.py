"""Where is the money? Vouchers, what happens to them, and what may happen next."""
