"""One function a chart: tidy table in, figure, alt text and table twin out."""
