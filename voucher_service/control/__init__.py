"""How does an operator's command reach the one writer? Here, or over the socket."""
