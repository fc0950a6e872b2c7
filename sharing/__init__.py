"""Sharing: what partners offer and ask for, and the lending that comes of it."""
