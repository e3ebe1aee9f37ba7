"""What is measured side by side: ``python -m benchmarks``. See docs/performance.md for what came out and how to read it."""
