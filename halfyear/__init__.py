"""The half-year report of a kern: what is known by itself, with the writer's own words between, frozen when it is published."""
