"""Residents with an idea: registering an initiative without an account, and what becomes of it."""
