"""Rondje dorp: notes on the bicycle that become partners, ties and tasks at home."""
