"""Bags (BagIt, RFC 8493): any bag checked, and what the vault holds written as one. Nothing here fetches."""

from solferino.vault.bag.check import check_bag, is_bag

__all__ = ["check_bag", "is_bag"]
