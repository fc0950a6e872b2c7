"""What can be done with offers, needs and loans, one file per subject."""
