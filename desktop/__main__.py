"""`python -m desktop` is the command `fangan`."""

import sys

from desktop.cli import main

sys.exit(main())
