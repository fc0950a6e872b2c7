"""Pure functions on the social network of a kern: who is in it, where everyone stands, which labels fit.

Nothing here knows Django: plain ids and values go in, plain values come out. Nodes are strings, days are dates,
and the same input gives the same output, in whatever order it comes.
"""
