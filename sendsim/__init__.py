"""sendsim: how disagreements about SEND are resolved in England, for training and planning."""
