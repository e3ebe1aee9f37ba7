"""What is measured side by side: ``python -m benchmarks``. What came out is in docs/performance.md."""
