"""Scenarios that train: dated stories in which a learner decides, sees what follows, and why, with the law cited.

Words and choices live in YAML, one file a scenario; law and dates are the named, tested rules of ``sendsim.law``.
There is no code in a scenario. A run is a list of decisions by name; everything shown is what replaying it gives.
This room knows nothing of widgets.
"""
