"""Floor 4: the stages from bytes to verdicts, what each depends on, and why each ran."""
