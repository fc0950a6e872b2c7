"""Stories of a kern: what people tell, by their role and with their consent, and the booklet that it makes."""
