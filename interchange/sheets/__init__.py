"""Spreadsheets in and out: reading, guessing columns, judging rows, writing, and lists to take along."""
