"""How large an uploaded sheet may be, and what the process that reads it may use. Pure; the child reads it too."""

FILE_BYTES = 5 * 1024 * 1024
ZIP_ENTRIES = 200
UNPACKED_BYTES = 50 * 1024 * 1024
ZIP_RATIO = 100  # unpacked to packed; a workbook of text comes to about ten
RATIO_FROM_BYTES = 1024 * 1024  # below this size a high ratio harms nobody
ROWS = 20_000
COLUMNS = 100
CELL_SIGNS = 32_767  # what one cell of Excel can hold
SHEETS = 50

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 60
WALL_SECONDS = 90
OUTPUT_BYTES = 80 * 1024 * 1024
