"""Where: municipalities and kernen, their tree, their facts."""
