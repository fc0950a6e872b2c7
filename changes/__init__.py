"""Who changed what, when: every change by a person is one line that can be read and taken back."""
