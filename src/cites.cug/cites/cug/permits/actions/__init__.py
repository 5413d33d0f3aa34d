"""Actions on permits: store, change the status, add scans. The audit trail records
each.
"""
