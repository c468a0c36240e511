"""What becomes of files that are put into a folder? Taken in, answered, filed away."""
