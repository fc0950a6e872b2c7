"""The five verbs of the Makefile: run, test, check, lock, bench.

Standard library only: all a new machine needs is python3 (3.11 or newer). Setting up is done in steps
(tools/provision.py); a step that was done before, from the same locks, is skipped.
"""

import os
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  this is what tells it
    sys.exit(
        "wijkweb needs Python 3.11 or newer; this is %s. Try: make run PYTHON=python3.11"
        % sys.version.split()[0]
    )

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import verbs

if __name__ == "__main__":
    os.chdir(verbs.ROOT)
    sys.exit(verbs.main(sys.argv[1:]))
