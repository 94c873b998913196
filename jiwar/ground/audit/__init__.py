"""The trail: one append-only event for each action and each reading of a full record.

Events hold codes and ids, no content and no foreign keys, so that they outlive what they describe.
"""
