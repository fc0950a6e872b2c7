"""What can be done with the initiatives of residents. Each takes plain values."""
