"""What can be done with check-ups. Each takes plain values and leaves one change."""
