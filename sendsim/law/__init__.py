"""What the law says, as data and pure functions."""
