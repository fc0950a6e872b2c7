"""Leg een lijntje: who should meet, and what came of it."""
