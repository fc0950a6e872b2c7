"""Keeping the web right: what is old, what partners report themselves, records that are one and the same."""
