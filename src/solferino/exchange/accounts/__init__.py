"""Plain text → accounts of incidents, read by rules: each value with the words it was read from; nothing is guessed."""
