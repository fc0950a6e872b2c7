"""The data package on disk: what it looks like, and how to read it and name everything wrong in it.

schema   what a package must look like, from our own descriptor
errors   one error, and the refusal that carries them all
files    a folder to rows with line numbers
cells    what may stand in one cell
rules    what must hold between rows
reading  all of these together
"""
