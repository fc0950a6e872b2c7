"""What the figures say to a reader: a sentence, or why nothing can be said; how each was made and where it comes from."""

from network.telling.basis import how_made, warning
from network.telling.reasons import reason
from network.telling.sentences import say
from network.telling.titles import formula, source, title
from network.telling.values import value_in_words

__all__ = ["formula", "how_made", "reason", "say", "source", "title", "value_in_words", "warning"]
