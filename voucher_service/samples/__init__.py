"""What does a made-up campaign look like? Synthetic dealers and their feeds."""
