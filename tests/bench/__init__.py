"""Benchmarks: ratios measured in one run, for people to read; never part of the tests."""
