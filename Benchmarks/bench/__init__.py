"""Measures a running product beside what its own SQL allows, on one machine in one run."""
