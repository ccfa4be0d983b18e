"""`python -m solferino`."""

from solferino.cli import main

main()
