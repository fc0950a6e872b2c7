"""What `make bench` measures: one subject a file, put side by side in one table."""
