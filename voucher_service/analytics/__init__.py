"""What does it add up to? Decided sales become totals and the frames of charts."""
