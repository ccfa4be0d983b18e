"""`python -m solferino.cli`."""

from solferino.cli import main

main()
