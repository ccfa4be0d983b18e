"""Floor 2: norms, treaty participation and votes of the Security Council, with the package's dated facts."""
