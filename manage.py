#!/usr/bin/env python3
"""The front door: Django's commands for wijkweb."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkweb.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
