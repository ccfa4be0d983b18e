"""Linkage at scale: columns instead of objects, patterns instead of pairs, weights learned from the reports."""
