"""Doe-agenda: what there is to do in a kern, on which day, for whom and how one gets in; calendars in and out."""
