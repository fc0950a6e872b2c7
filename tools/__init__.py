"""What builds, checks and measures the house; nothing here runs in production."""
