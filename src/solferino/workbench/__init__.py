"""The reviewers' web application: it shows what was built and appends what people decide."""
