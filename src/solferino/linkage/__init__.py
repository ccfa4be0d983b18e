"""Floor 2: reports to incidents. Scored pairs with their reasons, constrained groups, and a range of counts."""
