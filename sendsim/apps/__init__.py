"""The pages, and the accessible controls they share."""
