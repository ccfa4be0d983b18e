"""Records of persons in lists → persons: by name, and by whatever else both records tell."""
