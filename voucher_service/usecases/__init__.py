"""What does the service do? One verb a file, the only callers of core and store."""
