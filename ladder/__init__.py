"""The development ladder: what a kern says about itself, dated and explained."""
