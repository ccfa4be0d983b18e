"""Floor 3: claims are evaluated over named tables, sentences are judged against them."""
