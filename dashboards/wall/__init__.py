"""The wall behind which the overview of a municipality is read: nothing about persons lies within it (decision 128)."""

from dashboards.wall.entering import behind_wall

__all__ = ["behind_wall"]
