"""What can be done to keep a web right. Each takes plain values and who does it."""
