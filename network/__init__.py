"""The social network of a kern: derived from the other rooms, and disposable."""
