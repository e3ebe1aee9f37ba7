"""The pathway, the plan and the engines."""
