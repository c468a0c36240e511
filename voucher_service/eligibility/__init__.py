"""Who qualifies, and why? A frame of known sales becomes decisions with reasons."""
