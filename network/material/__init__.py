"""What the figures of a kern are made from, for one audience: read once, then given for any day."""

from network.material.reading import read_sources, viewer_for
from network.material.sources import Sources

__all__ = ["Sources", "read_sources", "viewer_for"]
