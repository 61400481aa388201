"""`python -m desktop` is the command `fangan`."""

import sys

if sys.argv[1:] == ["--reader"]:  # the reading process of the installed program loads no window and no database
    from importers.worker_child import main
elif sys.argv[1:] == ["--typesetter"]:  # nor does the process that sets long PDFs
    from exporters.typesetting_child import main
else:
    from desktop.cli import main

sys.exit(main())
