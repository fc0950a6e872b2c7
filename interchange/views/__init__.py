"""Pages for what comes in and goes out."""
