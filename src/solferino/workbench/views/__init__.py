"""One page or queue of the workbench per file: from a request to an answer."""
